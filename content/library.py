"""All content of an installation, found by id."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from content.errors import ContentNotFoundError
from content.schema import (
    Campaigns,
    ClockPolicy,
    ConsentSlip,
    Course,
    Fact,
    HelpDirectory,
    Lesson,
    Point,
    Question,
    Regions,
    TipForm,
)
from content.schema.curriculum import Curriculum
from content.schema.facts import Moment


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Library:
    """Checked content; the look-ups raise ContentNotFoundError."""

    facts: Mapping[str, Fact]
    courses: tuple[Course, ...]
    curriculum: Curriculum
    regions: Regions
    help: HelpDirectory
    consent: ConsentSlip
    tip_form: TipForm
    campaigns: Campaigns
    clock: ClockPolicy

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

    def point(self, point_id: str) -> Point:
        for lesson in self._lessons():
            for point in lesson.points:
                if point.id == point_id:
                    return point
        raise ContentNotFoundError("point", point_id)

    def lesson_of_point(self, point_id: str) -> Lesson:
        """Return the lesson that teaches the point."""
        for lesson in self._lessons():
            if any(point.id == point_id for point in lesson.points):
                return lesson
        raise ContentNotFoundError("point", point_id)

    def variants(self, point_id: str, at: Moment) -> tuple[Question, ...]:
        """Return the questions on the point whose every fact holds at that moment."""
        lesson = self.lesson_of_point(point_id)
        return tuple(each for each in lesson.questions_on(at) if each.point == point_id)

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
