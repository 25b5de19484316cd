"""Practice: a sitting over what is due, mixed over lessons."""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from random import Random

from bot.education.learning.rules.habits import days_standing
from bot.education.learning.rules.practice import (
    MOST_QUESTIONS,
    choose_points,
    choose_question,
    has_question,
)
from bot.education.learning.rules.scheduling import Memory, current_schedule
from bot.education.learning.service.ending import is_of_another_day
from bot.education.learning.service.lessons import LessonUseCase, LessonView
from bot.education.learning.service.parts import Update, UseCase
from bot.education.learning.service.reviews import Remembering, memories_of, read_streak
from content.errors import ContentNotFoundError
from content.schema import Question
from storage.education.attempts import Attempt
from storage.education.kinds import AttemptKind
from storage.education.learners import Learner
from storage.education.reviews import Review
from storage.education.unit_of_work import EducationUnitOfWork


@dataclass(frozen=True, slots=True, kw_only=True)
class PracticeView:
    """What there is to practise: now, how much of it in one sitting, and when again."""

    due: int
    next_due: date | None
    streak: int

    @property
    def sitting(self) -> int:
        return min(self.due, MOST_QUESTIONS)


class PracticeUseCase(LessonUseCase):
    """A use case that knows which points can be asked."""

    def _asked_today(self, reviews: Sequence[Review]) -> Mapping[str, Memory]:
        """Return the memories of the points on which a question is online."""
        return {
            point: memory
            for point, memory in memories_of(reviews).items()
            if has_question(self.library, point, self.clock())
        }


class ShowPractice(PracticeUseCase):
    """Says what is due; creates nobody."""

    async def __call__(self, chat_id: int) -> PracticeView:
        async with self.unit_of_work() as work:
            learner = await work.learners.find_active(chat_id)
            if learner is None:
                return PracticeView(due=0, next_due=None, streak=0)
            reviews = await work.reviews.list_of(learner.id)
            habit = await work.habits.find(learner.id)
        days = [memory.due_on for memory in self._asked_today(reviews).values()]
        today = self.clock().date()
        return PracticeView(
            due=sum(day <= today for day in days),
            next_due=min((day for day in days if day > today), default=None),
            streak=0 if habit is None else days_standing(read_streak(habit), today),
        )


class StartPractice(PracticeUseCase):
    """Starts a sitting, or goes on with the one of today that is open."""

    async def __call__(self, update: Update) -> LessonView | None:
        """Return None where nothing is due."""
        async with self.unit_of_work() as work:
            learner = await work.learners.find_active(update.chat_id)
            if learner is None:
                return None
            await self._is_first(work, update)
            attempt = await self._find_open(work, learner) or await self._start(work, learner)
            if attempt is None:
                return None
            learner.seen_at = self.clock()
            view = self._view(attempt, learner)
            await work.commit()
        return view

    async def _find_open(self, work: EducationUnitOfWork, learner: Learner) -> Attempt | None:
        for attempt in await work.attempts.list_of_kind(learner.id, AttemptKind.PRACTICE):
            if attempt.finished_at is None and not is_of_another_day(attempt, self.clock()):
                return attempt
        return None

    async def _start(self, work: EducationUnitOfWork, learner: Learner) -> Attempt | None:
        reviews = await work.reviews.map_of(learner.id)
        now, seed = self.clock(), secrets.randbelow(2**31)
        points = choose_points(
            self._asked_today(list(reviews.values())),
            now.date(),
            current_schedule(),
            lambda point: self.library.lesson_of_point(point).id,
        )
        if not points:
            return None
        chance = Random(seed)  # noqa: S311 - an order, no secret
        questions = [
            choose_question(self.library.variants(point, now), reviews[point].asked_last, chance)
            for point in points
        ]
        attempt = Attempt(
            learner_id=learner.id,
            kind=AttemptKind.PRACTICE,
            lesson_id="",
            seed=seed,
            question_ids=questions,
            position=0,
            selected=[],
            started_at=now,
            answers=[],
        )
        work.attempts.add(attempt)
        await work.attempts.flush()
        return attempt


class ConfessGuess(UseCase):
    """Takes a right answer of today's practice for the guess that it was."""

    async def __call__(self, update: Update, attempt_id: str, question_id: str) -> bool:
        """Return whether anything changed."""
        async with self.unit_of_work() as work:
            attempt = await work.attempts.find_own(attempt_id, update.chat_id)
            is_practice = attempt is not None and attempt.kind == AttemptKind.PRACTICE
            if attempt is None or not is_practice or not await self._is_first(work, update):
                return False
            answered = {each.question_id for each in attempt.answers if each.is_correct}
            question = self._find(question_id)
            if question_id not in answered or question is None:
                return False
            now, learner_id = self.clock(), attempt.learner_id
            remembering = Remembering(work, learner_id, self.library, now)
            changed = await remembering.guessed(question)
            await work.commit()
        return changed

    def _find(self, question_id: str) -> Question | None:
        with suppress(ContentNotFoundError):
            return self.library.question(question_id)
        return None
