"""Reminders: rows first, a message later, never twice and never at night."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from bot.education.learning.rules.habits import (
    HOURS,
    QUIET_DAYS,
    days_standing,
    hours_to_serve,
)
from bot.education.learning.rules.practice import MOST_QUESTIONS
from bot.education.learning.service.parts import Update, UseCase
from bot.education.learning.service.places import Work
from bot.education.learning.service.practice import PracticeUseCase
from bot.education.learning.service.reviews import read_streak
from storage.education.habits import Habit
from storage.education.learners import Learner
from storage.education.outbox import Outbox
from storage.education.reviews import Review
from storage.education.unit_of_work import EducationUnitOfWork

Change = Callable[[Learner, Habit], None]
REMINDER = "reminder"
AT_ONCE = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class HabitView:
    """What a learner has set; `is_kept` is False for one whom nothing can be sent later."""

    is_kept: bool
    hour: int | None = None
    quiet_until: date | None = None
    streak: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Reminder:
    """What goes out to whom."""

    chat_id: int
    count: int
    locale: str | None


class ShowHabits(UseCase):
    """Shows what the learner of a chat has set; looks on disk alone."""

    async def __call__(self, chat_id: int) -> HabitView:
        async with self.unit_of_work() as work:
            learner = await work.learners.find_active(chat_id)
            if learner is None:
                return HabitView(is_kept=False)
            habit = await work.habits.find(learner.id)
        if habit is None:
            return HabitView(is_kept=True)
        return HabitView(
            is_kept=True,
            hour=habit.reminder_hour,
            quiet_until=habit.quiet_until,
            streak=days_standing(read_streak(habit), self.clock().date()),
        )


class ChangeHabit(UseCase):
    """A use case that changes the habits of whoever is learning and is kept."""

    async def _change(self, update: Update, change: Change) -> bool:
        async with self.unit_of_work() as work:
            learner = await work.learners.find_active(update.chat_id)
            if learner is None:
                return False
            if await self._is_first(work, update):
                habit = await work.habits.obtain(learner.id)
                change(learner, habit)
                if await work.outbox.drop_waiting(learner.id.encode()):
                    # It was never sent, so the new hour may still be served today.
                    habit.reminded_on = None
                await work.commit()
        return True


class ChooseHour(ChangeHabit):
    """Sets the hour of the one daily reminder; no hour turns it off."""

    async def __call__(self, update: Update, hour: int | None, locale: str | None = None) -> bool:
        """Return False where nobody is kept to be reminded.

        `locale` is what the learner reads now; a reminder has no screen to take it from.
        """
        if hour is not None and hour not in HOURS:
            return False

        def change(learner: Learner, habit: Habit) -> None:
            habit.reminder_hour, habit.quiet_until = hour, None
            learner.locale = learner.locale or locale

        return await self._change(update, change)


class RestFromReminders(ChangeHabit):
    """Keeps quiet for two weeks, as in a season of exams."""

    async def __call__(self, update: Update) -> bool:
        until = self.clock().date() + timedelta(days=QUIET_DAYS)

        def change(learner: Learner, habit: Habit) -> None:
            del learner
            habit.quiet_until = until

        return await self._change(update, change)


class StopReminders(UseCase):
    """Turns the reminders of a whole chat off, at one tap below any of them."""

    async def __call__(self, chat_id: int) -> None:
        async with self.unit_of_work() as work:
            for learner in await work.learners.list_on_chat(chat_id):
                habit = await work.habits.find(learner.id)
                if habit is not None:
                    habit.reminder_hour = None
                await work.outbox.drop_for(learner.id.encode())
            await work.commit()


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanReminders(UseCase):
    """Writes a row for each learner whose hour has come and who has something to practise."""

    delay: Callable[[], timedelta]

    async def __call__(self) -> int:
        """Return how many rows were written; a learner gets one a day, whatever restarts."""
        now = self.clock()
        hours, planned = hours_to_serve(now), 0
        while hours and (written := await self._plan_some(hours, now)):
            planned += written
        return planned

    async def _plan_some(self, hours: tuple[int, ...], now: datetime) -> int:
        async with self.unit_of_work() as work:
            habits = await work.habits.list_to_remind(hours, now.date(), AT_ONCE)
            for habit in habits:
                habit.reminded_on = now.date()
                address = habit.learner_id.encode()
                work.outbox.add(REMINDER, address, {}, now + self.delay())
            await work.commit()
        return len(habits)


@dataclass(frozen=True, slots=True, kw_only=True)
class TakeUpReminder(PracticeUseCase):
    """Says what to send for a row, once: a row that was taken up before is never sent again."""

    guests: Work

    async def __call__(self, row_id: str) -> Reminder | None:
        """Return None where it is too late, done already, or no longer wanted."""
        now = self.clock()
        if await self._guest_leads(row_id):
            return None
        async with self.unit_of_work() as work:
            row = await work.outbox.find(row_id)
            if row is None or row.payload:
                return None
            learner = await self._find_learner(work, row)
            habit = None if learner is None else await work.habits.find(learner.id)
            if learner is None or habit is None or not _is_wanted(habit, now):
                return None
            if not await self._has_turn(work, learner):
                return None
            count = self._count(await work.reviews.list_of(learner.id), now.date())
            # A process that dies after this line leaves a reminder out, never one too many.
            row.payload = {"begun": True}
            await work.commit()
        if not count:
            return None
        return Reminder(chat_id=learner.chat_id, count=count, locale=learner.locale)

    async def _find_learner(self, work: EducationUnitOfWork, row: Outbox) -> Learner | None:
        return await work.learners.find(bytes(row.address).decode())

    async def _guest_leads(self, row_id: str) -> bool:
        # The two places are never open at once from this side: others hold them the other way.
        async with self.unit_of_work() as work:
            row = await work.outbox.find(row_id)
            learner = None if row is None else await self._find_learner(work, row)
        if learner is None:
            return False
        async with self.guests() as memory:
            return await memory.learners.find_active(learner.chat_id) is not None

    async def _has_turn(self, work: EducationUnitOfWork, learner: Learner) -> bool:
        """Return False where a sibling is learning on the chat."""
        return learner.is_active or await work.learners.find_active(learner.chat_id) is None

    def _count(self, reviews: Sequence[Review], today: date) -> int:
        due = [each for each in self._asked_today(reviews).values() if each.due_on <= today]
        return min(len(due), MOST_QUESTIONS)


class PutBackReminder(UseCase):
    """Lets a row be taken up again that surely was not sent."""

    async def __call__(self, row_id: str) -> None:
        async with self.unit_of_work() as work:
            row = await work.outbox.find(row_id)
            if row is not None:
                row.payload = {}
                await work.commit()


def _is_wanted(habit: Habit, now: datetime) -> bool:
    today = now.date()
    is_quiet = habit.quiet_until is not None and habit.quiet_until >= today
    return (
        habit.reminder_hour in hours_to_serve(now)
        and habit.reminded_on == today
        and habit.practised_on != today
        and not is_quiet
    )
