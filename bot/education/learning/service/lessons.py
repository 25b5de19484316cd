"""Open a course, start or resume a lesson, and go through it."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from bot.education.learning.rules.plan import Plan, choose_questions
from bot.education.learning.rules.progress import (
    Move,
    Progress,
    is_correct,
    is_finished,
)
from bot.education.learning.rules.remembering import may_remember
from bot.education.learning.rules.sitting import advance
from bot.education.learning.service.ending import is_over
from bot.education.learning.service.outlook import Ahead, Outlook
from bot.education.learning.service.parts import Update, UseCase, read_progress
from bot.education.learning.service.probe_state import Probes
from bot.education.learning.service.reviews import Remembering
from content.errors import ContentNotFoundError
from content.schema import Course
from storage.education.attempts import Answer, Attempt
from storage.education.kinds import AttemptKind
from storage.education.learners import Learner
from storage.education.unit_of_work import EducationUnitOfWork


@dataclass(frozen=True, slots=True, kw_only=True)
class CourseView:
    """A course, the lessons finished, and the one to go on with."""

    course: Course
    finished: frozenset[str]
    open_lesson: str | None
    nickname: str | None
    probe: AttemptKind | None = None

    @property
    def next_lesson(self) -> str:
        """Return the lesson under way, else the first not finished, else the first."""
        if self.open_lesson is not None:
            return self.open_lesson
        ids = [lesson.id for lesson in self.course.lessons]
        return next((each for each in ids if each not in self.finished), ids[0])


@dataclass(frozen=True, slots=True, kw_only=True)
class LessonView:
    """An attempt as it stands; one that is over was left open and takes no more answers."""

    attempt_id: str
    plan: Plan
    progress: Progress
    is_remembered: bool
    is_applied: bool = True
    is_over: bool = False
    outlook: Outlook = field(default_factory=Outlook)


class OpenCourse(UseCase):
    """Shows where the learner stands; creates nobody."""

    async def __call__(self, chat_id: int, course_id: str | None = None) -> CourseView:
        """Open this course, or the one learnt last; raise `ContentNotFoundError` for no course."""
        chosen = None if course_id is None else self.library.course(course_id)
        async with self.unit_of_work() as work:
            learner = await work.learners.find_active(chat_id)
            attempts = [] if learner is None else await work.attempts.list_of(learner.id)
            course = chosen or self._learnt_last([each.lesson_id for each in attempts])
            probes = Probes(library=self.library, course=course, now=self.clock())
            state = await probes.state(work, None if learner is None else learner.id)
        here = {lesson.id for lesson in course.lessons}
        running = [
            each.lesson_id
            for each in attempts
            if each.finished_at is None and each.lesson_id in here
        ]
        return CourseView(
            course=course,
            finished=frozenset(each.lesson_id for each in attempts if each.finished_at) & here,
            open_lesson=running[0] if running else None,
            nickname=None if learner is None else learner.nickname,
            probe=state.offered,
        )

    def _learnt_last(self, lesson_ids: list[str]) -> Course:
        """Return the course of the first of these lessons, the first course for a newcomer."""
        courses = self.library.courses
        for lesson_id in lesson_ids:
            for course in courses:
                if any(lesson.id == lesson_id for lesson in course.lessons):
                    return course
        return courses[0]


class LessonUseCase(UseCase):
    """A use case that shows an attempt."""

    def _view(self, attempt: Attempt, learner: Learner) -> LessonView:
        return LessonView(
            attempt_id=attempt.id,
            plan=self._plan(attempt),
            progress=read_progress(attempt),
            is_remembered=may_remember(learner.age_band, learner.consented_on),
        )


class ShowLesson(LessonUseCase):
    """Shows an attempt as it stands."""

    async def __call__(self, chat_id: int, attempt_id: str) -> LessonView | None:
        """Return None if the attempt is not this chat's, or its lesson is no longer there."""
        async with self.unit_of_work() as work:
            attempt = await work.attempts.find_own(attempt_id, chat_id)
            if attempt is None:
                return None
            try:
                view = self._view(attempt, await work.learners.get(attempt.learner_id))
                ended = await is_over(work, attempt, self.library, self.clock())
            except ContentNotFoundError:
                return None
            return replace(view, is_over=ended)


class StartLesson(LessonUseCase):
    """Starts a lesson, or goes on with the attempt that is open."""

    async def __call__(self, update: Update, lesson_id: str) -> LessonView:
        """Raise `ContentNotFoundError` for a lesson that is not in the library."""
        self.library.lesson(lesson_id)
        async with self.unit_of_work() as work:
            is_first = await self._is_first(work, update)
            learner = await self._learner(work, update.chat_id)
            attempt = await work.attempts.find_open(learner.id, lesson_id)
            if attempt is None and not is_first:
                attempt = await work.attempts.find_last(learner.id, lesson_id)
            if attempt is None:
                attempt = await self._start(work, learner, lesson_id)
            view = self._view(attempt, learner)
            await work.commit()
        return view

    async def _start(self, work: EducationUnitOfWork, learner: Learner, lesson_id: str) -> Attempt:
        now = self.clock()
        seed = secrets.randbelow(2**31)
        questions = choose_questions(self.library.lesson(lesson_id), now, seed)
        attempt = Attempt(
            learner_id=learner.id,
            lesson_id=lesson_id,
            seed=seed,
            question_ids=list(questions),
            position=0,
            selected=[],
            started_at=now,
            answers=[],
        )
        work.attempts.add(attempt)
        await work.attempts.flush()
        return attempt


class MakeMove(UseCase):
    """Applies a tap to an attempt, or those typed at once; what fits no place changes nothing."""

    async def __call__(self, update: Update, attempt_id: str, *moves: Move) -> LessonView | None:
        """Return the attempt as it then stands.

        Return None if it is not this chat's, or its lesson is no longer there.
        """
        try:
            return await self._make(update, attempt_id, moves)
        except ContentNotFoundError:
            return None

    async def _make(
        self, update: Update, attempt_id: str, moves: Sequence[Move]
    ) -> LessonView | None:
        async with self.unit_of_work() as work:
            attempt = await work.attempts.find_own(attempt_id, update.chat_id)
            if attempt is None:
                return None
            plan, before = self._plan(attempt), read_progress(attempt)
            after, now = before, self.clock()
            ended = await is_over(work, attempt, self.library, now)
            if await self._is_first(work, update) and not ended:
                for move in moves:
                    after = advance(plan, after, move)
                self._write(attempt, plan, before, after)
                remembering = Remembering(work, attempt.learner_id, self.library, now)
                await remembering.note(plan, before, after)
            learner = await self._learner_of(work, attempt)
            outlook = Outlook()
            if is_finished(plan, after):
                ahead = Ahead(library=self.library, now=now)
                outlook = await ahead.look(work, attempt)
            await work.commit()
        return LessonView(
            attempt_id=attempt_id,
            plan=plan,
            progress=after,
            is_remembered=may_remember(learner.age_band, learner.consented_on),
            is_applied=after is not before,
            is_over=ended,
            outlook=outlook,
        )

    async def _learner_of(self, work: EducationUnitOfWork, attempt: Attempt) -> Learner:
        learner = await work.learners.get(attempt.learner_id)
        learner.seen_at = self.clock()
        return learner

    def _write(self, attempt: Attempt, plan: Plan, before: Progress, after: Progress) -> None:
        now = self.clock()
        attempt.position = after.position
        attempt.scene_node = after.scene_node
        attempt.scene_choice = after.scene_choice
        attempt.selected = list(after.selected)
        for question in plan.questions:
            if question.id in after.answers and question.id not in before.answers:
                chosen = after.answers[question.id]
                attempt.answers.append(
                    Answer(
                        attempt_id=attempt.id,
                        question_id=question.id,
                        chosen=list(chosen),
                        is_correct=is_correct(question, chosen),
                        answered_at=now,
                    )
                )
        if is_finished(plan, after) and attempt.finished_at is None:
            attempt.finished_at = now
