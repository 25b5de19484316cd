"""How each point of a course stands with a learner."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.education.learning.rules.habits import days_standing
from bot.education.learning.rules.practice import Standing, standing_of
from bot.education.learning.service.parts import UseCase
from bot.education.learning.service.reviews import memories_of, read_streak
from content.schema import Course, Lesson


@dataclass(frozen=True, slots=True, kw_only=True)
class LessonStanding:
    """A lesson with the standings of its points, strongest first."""

    lesson: Lesson
    points: tuple[Standing, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ProgressView:
    """A course as it stands with a learner, and the days of practice that hang together."""

    course: Course
    lessons: Sequence[LessonStanding]
    streak: int
    nickname: str | None

    def count(self, standing: Standing) -> int:
        return sum(each.points.count(standing) for each in self.lessons)


class ShowProgress(UseCase):
    """Shows a course; to somebody unknown everything in it is still to come."""

    async def __call__(self, chat_id: int, course_id: str = "") -> ProgressView:
        today = self.clock().date()
        async with self.unit_of_work() as work:
            learner = await work.learners.find_active(chat_id)
            reviews = [] if learner is None else await work.reviews.list_of(learner.id)
            habit = None if learner is None else await work.habits.find(learner.id)
        memories = memories_of(reviews)
        course = self.library.course(course_id) if course_id else self._course_with(set(memories))
        lessons = [
            LessonStanding(
                lesson=lesson,
                points=tuple(
                    sorted(
                        (standing_of(memories.get(each), today) for each in points_of(lesson)),
                        key=list(Standing).index,
                    )
                ),
            )
            for lesson in course.lessons
        ]
        return ProgressView(
            course=course,
            lessons=lessons,
            streak=0 if habit is None else days_standing(read_streak(habit), today),
            nickname=None if learner is None else learner.nickname,
        )

    def _course_with(self, points: set[str]) -> Course:
        """Return the course of which the learner has met most points, else the first."""

        def met(course: Course) -> int:
            return sum(len(points & points_of(lesson).keys()) for lesson in course.lessons)

        return max(self.library.courses, key=met)


def points_of(lesson: Lesson) -> dict[str, None]:
    """Return the points of a lesson in the order in which it asks them."""
    return dict.fromkeys(question.point for question in lesson.questions)
