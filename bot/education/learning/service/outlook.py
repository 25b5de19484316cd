"""What stands at the end of an attempt: the streak, what is left, and the probes of the course."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime

from bot.education.learning.rules.habits import days_standing
from bot.education.learning.service.probe_state import Probes, ProbeState
from bot.education.learning.service.reviews import days_due, read_streak
from content.library import Library
from content.schema import Course
from storage.education.attempts import Attempt
from storage.education.kinds import PROBES, AttemptKind
from storage.education.unit_of_work import EducationUnitOfWork


@dataclass(frozen=True, slots=True, kw_only=True)
class Outlook:
    """The end of an attempt; of practice the days, of a lesson or a probe the course's probes."""

    streak: int = 0
    due: int = 0
    next_due: date | None = None
    course_id: str = ""
    probes: ProbeState = field(default_factory=ProbeState)


@dataclass(frozen=True, slots=True, kw_only=True)
class Ahead:
    """Looks ahead from an attempt, within the transaction that ended it."""

    library: Library
    now: datetime

    async def look(self, work: EducationUnitOfWork, attempt: Attempt) -> Outlook:
        if attempt.kind == AttemptKind.PRACTICE:
            return await self._of_practice(work, attempt.learner_id)
        course = self._course(attempt)
        probes = Probes(library=self.library, course=course, now=self.now)
        state = await probes.state(work, attempt.learner_id)
        return Outlook(course_id=course.id, probes=state)

    def _course(self, attempt: Attempt) -> Course:
        if attempt.kind in PROBES:
            return self.library.course(attempt.lesson_id)
        return self.library.course_of(attempt.lesson_id)

    async def _of_practice(self, work: EducationUnitOfWork, learner_id: str) -> Outlook:
        today = self.now.date()
        habit = await work.habits.find(learner_id)
        days = days_due(await work.reviews.list_of(learner_id), self.library, self.now)
        return Outlook(
            streak=0 if habit is None else days_standing(read_streak(habit), today),
            due=sum(day <= today for day in days),
            next_due=min((day for day in days if day > today), default=None),
        )
