"""All content of an installation, found by id."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from content.errors import ContentNotFoundError
from content.schema import (
    Campaigns,
    Course,
    Fact,
    HelpDirectory,
    Lesson,
    Question,
    Regions,
    TipForm,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Library:
    """Checked content; the look-ups raise ContentNotFoundError."""

    facts: Mapping[str, Fact]
    courses: tuple[Course, ...]
    regions: Regions
    help: HelpDirectory
    tip_form: TipForm
    campaigns: Campaigns

    def course(self, course_id: str) -> Course:
        for course in self.courses:
            if course.id == course_id:
                return course
        raise ContentNotFoundError("course", course_id)

    def lesson(self, lesson_id: str) -> Lesson:
        for lesson in self._lessons():
            if lesson.id == lesson_id:
                return lesson
        raise ContentNotFoundError("lesson", lesson_id)

    def question(self, question_id: str) -> Question:
        for lesson in self._lessons():
            for question in lesson.questions:
                if question.id == question_id:
                    return question
        raise ContentNotFoundError("question", question_id)

    def fact(self, fact_id: str) -> Fact:
        try:
            return self.facts[fact_id]
        except KeyError:
            raise ContentNotFoundError("fact", fact_id) from None

    def course_of(self, lesson_id: str) -> Course:
        """Return the course that holds the lesson."""
        for course in self.courses:
            if any(lesson.id == lesson_id for lesson in course.lessons):
                return course
        raise ContentNotFoundError("lesson", lesson_id)

    def lesson_of(self, question_id: str) -> Lesson:
        """Return the lesson that asks the question."""
        for lesson in self._lessons():
            if any(question.id == question_id for question in lesson.questions):
                return lesson
        raise ContentNotFoundError("question", question_id)

    def _lessons(self) -> Iterator[Lesson]:
        return (lesson for course in self.courses for lesson in course.lessons)
