"""What an answer does to memory; called within the transaction that keeps the answer."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime

from bot.education.learning.rules.habits import Streak, count_day
from bot.education.learning.rules.plan import Plan
from bot.education.learning.rules.practice import has_question
from bot.education.learning.rules.progress import Progress, is_correct, is_finished
from bot.education.learning.rules.scheduling import (
    Memory,
    Recall,
    Reviewed,
    current_schedule,
)
from content.library import Library
from content.schema import Question
from storage.education.habits import Habit
from storage.education.kinds import AttemptKind
from storage.education.reviews import Review
from storage.education.unit_of_work import EducationUnitOfWork


def memory_of(review: Review) -> Memory:
    """Read a row; one of an older scheduler comes in the state of the present one."""
    history = tuple(
        Reviewed(date.fromordinal(day), Recall(recall)) for day, recall in review.history
    )
    stored = Memory(
        stability=review.stability,
        difficulty=review.difficulty,
        due_on=review.due_on,
        scheduler=review.scheduler,
        history=history,
    )
    return current_schedule().bring(stored)


def memories_of(reviews: Iterable[Review]) -> Mapping[str, Memory]:
    return {each.point: memory_of(each) for each in reviews}


def write_memory(review: Review, memory: Memory) -> None:
    review.stability, review.difficulty = memory.stability, memory.difficulty
    review.due_on, review.reviewed_on = memory.due_on, memory.reviewed_on
    review.repetitions, review.lapses = memory.repetitions, memory.lapses
    review.scheduler = memory.scheduler
    review.history = [[each.day.toordinal(), int(each.recall)] for each in memory.history]


def days_due(reviews: Iterable[Review], library: Library, now: datetime) -> list[date]:
    """Return when the points are due on which a question is online."""
    return [each.due_on for each in reviews if has_question(library, each.point, now)]


class Remembering:
    """Brings the memory of one learner up to date on one day."""

    def __init__(
        self, work: EducationUnitOfWork, learner_id: str, library: Library, now: datetime
    ) -> None:
        self._work, self._learner_id = work, learner_id
        self._library, self._now, self._day = library, now, now.date()

    async def note(self, plan: Plan, before: Progress, after: Progress) -> None:
        """Take in what the step from `before` to `after` showed of what the learner knows."""
        if plan.kind is AttemptKind.PRACTICE:
            fresh = [q for q in plan.questions if q.id in after.answers.keys() - before.answers]
            for question in fresh:
                is_right = is_correct(question, after.answers[question.id])
                await self._take_in(question, is_right=is_right)
            if fresh:
                await self._count_day()
        has_ended = is_finished(plan, after) and not is_finished(plan, before)
        if plan.kind is AttemptKind.LESSON and has_ended:
            await self._enter_lesson(plan, after)

    async def guessed(self, question: Question) -> bool:
        """Grade today's right answer as a guess; return False where there is none of today."""
        review = (await self._work.reviews.map_of(self._learner_id)).get(question.point)
        if review is None:
            return False
        memory = memory_of(review)
        last = memory.history[-1]
        if last != Reviewed(self._day, Recall.KNOWN) or review.asked_last != question.id:
            return False
        write_memory(review, current_schedule().correct(memory, Recall.GUESSED))
        return True

    async def _enter_lesson(self, plan: Plan, after: Progress) -> None:
        """Let each point enter by the answers on it; one that is not due yet stays as it is."""
        known: dict[str, bool] = {}
        asked: dict[str, Question] = {}
        for question in plan.questions:
            if question.id in after.answers:
                right = is_correct(question, after.answers[question.id])
                known[question.point] = known.get(question.point, True) and right
                asked[question.point] = question
        for point, right in known.items():
            await self._take_in(asked[point], is_right=right)
        if known:
            await self._count_day()

    async def _take_in(self, question: Question, *, is_right: bool) -> None:
        """Review the point, unless it is not due yet: then it stays as it is."""
        reviews = await self._work.reviews.map_of(self._learner_id)
        review = reviews.get(question.point)
        if review is not None and review.due_on > self._day:
            return
        recall = Recall.KNOWN if is_right else Recall.FORGOTTEN
        before = None if review is None else memory_of(review)
        memory = current_schedule().review(before, recall, self._day)
        if review is None:
            review = Review(learner_id=self._learner_id, point=question.point)
            self._work.reviews.add(review)
        write_memory(review, memory)
        review.asked_last = question.id
        await self._work.reviews.flush()

    async def _count_day(self) -> None:
        habit = await self._work.habits.obtain(self._learner_id)
        reviews = await self._work.reviews.list_of(self._learner_id)
        next_due = min(days_due(reviews, self._library, self._now), default=None)
        streak = count_day(read_streak(habit), self._day, next_due)
        habit.streak, habit.practised_on = streak.days, streak.practised_on
        habit.streak_until = streak.open_until


def read_streak(habit: Habit) -> Streak:
    return Streak(
        days=habit.streak, practised_on=habit.practised_on, open_until=habit.streak_until
    )
