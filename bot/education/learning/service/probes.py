"""Probes before, after and a month after a course, and what they say of it."""

from __future__ import annotations

import secrets
from collections.abc import Collection

from bot.education.learning.rules.probing import Gain, ProbeResult, measure
from bot.education.learning.service.lessons import LessonUseCase, LessonView
from bot.education.learning.service.parts import Update, UseCase
from bot.education.learning.service.probe_state import Probes, count_answers
from content.schema import Course
from storage.education.attempts import Attempt
from storage.education.kinds import PROBES, AttemptKind
from storage.education.learners import Learner
from storage.education.unit_of_work import EducationUnitOfWork


class StartProbe(LessonUseCase):
    """Starts the probe that a course has on offer, or goes on with it where it is open."""

    async def __call__(self, update: Update, course_id: str) -> LessonView | None:
        """Return None where none is on offer; raise `ContentNotFoundError` for no course."""
        probes = self._probes(self.library.course(course_id))
        async with self.unit_of_work() as work:
            await self._is_first(work, update)
            learner = await self._learner(work, update.chat_id)
            offered = (await probes.state(work, learner.id)).offered
            if offered is None:
                return None
            view = await self._open(work, learner, probes, offered)
            await work.commit()
        return view

    async def _open(
        self, work: EducationUnitOfWork, learner: Learner, probes: Probes, kind: AttemptKind
    ) -> LessonView:
        attempts = await work.attempts.list_of_kind(learner.id, *PROBES)
        own = [each for each in attempts if each.lesson_id == probes.course.id]
        attempt = next((each for each in own if each.kind == kind), None)
        if attempt is None:
            asked = [each for one in own for each in one.question_ids]
            attempt = Attempt(
                learner_id=learner.id,
                kind=kind,
                lesson_id=probes.course.id,
                seed=secrets.randbelow(2**31),
                question_ids=probes.questions(learner.id, asked),
                position=0,
                selected=[],
                started_at=self.clock(),
                answers=[],
            )
            work.attempts.add(attempt)
            await work.attempts.flush()
        return self._view(attempt, learner)

    def _probes(self, course: Course) -> Probes:
        return Probes(library=self.library, course=course, now=self.clock())


class StartLaterProbe(StartProbe):
    """Starts the probe of whichever course was finished a month ago."""

    async def __call__(self, update: Update, course_id: str = "") -> LessonView | None:
        """Return None where no course has one due; creates nobody."""
        del course_id
        async with self.unit_of_work() as work:
            learner = await work.learners.find_active(update.chat_id)
            for course in self.library.courses if learner is not None else ():
                assert learner is not None
                probes = self._probes(course)
                offered = (await probes.state(work, learner.id)).offered
                if offered is AttemptKind.PROBE_LATER:
                    await self._is_first(work, update)
                    view = await self._open(work, learner, probes, offered)
                    await work.commit()
                    return view
        return None


class MeasureGain(UseCase):
    """States what a course brought, over all learners or over some, such as a class."""

    async def __call__(
        self, course_id: str, learners: Collection[str] | None = None
    ) -> Gain | None:
        """Return None where it would tell of fewer than five people."""
        lessons = [
            lesson.id
            for course in self.library.courses
            if course.id == course_id
            for lesson in course.lessons
        ]
        async with self.unit_of_work() as work:
            attempts = await work.attempts.list_finished(*PROBES)
            course_began = await work.attempts.map_beginnings(lessons)
        results = [
            _result(attempt)
            for attempt in attempts
            if attempt.lesson_id == course_id
            and (learners is None or attempt.learner_id in learners)
        ]
        return measure(results, course_began, self.clock())


def _result(attempt: Attempt) -> ProbeResult:
    right, asked = count_answers(attempt)
    return ProbeResult(
        learner_id=attempt.learner_id,
        kind=AttemptKind(attempt.kind),
        right=right,
        asked=asked,
        began=attempt.started_at,
        ended=attempt.finished_at or attempt.started_at,
    )
