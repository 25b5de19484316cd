"""A learner's habits: when to be reminded, and how long practice has gone on."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from sqlalchemy import ColumnElement, Exists, ForeignKey, exists, or_, select
from sqlalchemy.orm import InstrumentedAttribute, Mapped, aliased, mapped_column

from storage.education.base import UNORDERED, Base
from storage.education.learners import Learner
from storage.education.reviews import Review
from storage.kit.repository import Repository


class Habit(Base):
    """One row for each learner who practises or is reminded; no hour means no reminders."""

    __tablename__ = "habits"
    __table_args__ = UNORDERED

    learner_id: Mapped[str] = mapped_column(
        ForeignKey("learners.id", ondelete="CASCADE"), primary_key=True
    )
    reminder_hour: Mapped[int | None]
    quiet_until: Mapped[date | None]
    reminded_on: Mapped[date | None]
    practised_on: Mapped[date | None]
    streak: Mapped[int] = mapped_column(default=0)
    streak_until: Mapped[date | None]


class HabitRepository(Repository[Habit]):
    """Habits by learner."""

    model = Habit

    async def find(self, learner_id: str) -> Habit | None:
        return await self._find(select(Habit).where(Habit.learner_id == learner_id))

    async def obtain(self, learner_id: str) -> Habit:
        """Return the learner's habits, new ones where there are none yet."""
        found = await self.find(learner_id)
        if found is None:
            found = self.add(Habit(learner_id=learner_id, streak=0))
            await self.flush()
        return found

    async def list_to_remind(self, hours: Sequence[int], day: date, most: int) -> Sequence[Habit]:
        """Return who asked for one of these hours and has points due, one of a chat.

        On that chat nobody heard anything today, and nobody else is learning.
        """
        has_due = (
            select(Review.point)
            .where(Review.learner_id == Habit.learner_id, Review.due_on <= day)
            .exists()
        )
        leading = aliased(Learner)
        is_led = exists().where(leading.chat_id == Learner.chat_id, leading.is_active)
        found = await self._session.execute(
            select(Habit, Learner.chat_id)
            .join(Learner, Learner.id == Habit.learner_id)
            .where(
                or_(Learner.is_active, ~is_led),
                ~_has_heard(day),
                Habit.reminder_hour.in_(hours),
                _is_before(Habit.reminded_on, day),
                _is_before(Habit.practised_on, day),
                _is_before(Habit.quiet_until, day),
                has_due,
            )
            .limit(most)
            .with_for_update(skip_locked=True, of=Habit)
        )
        return list({chat_id: habit for habit, chat_id in found.all()}.values())


def _has_heard(day: date) -> Exists:
    """Tell whether anybody on the learner's chat was reminded on that day."""
    sibling, theirs = aliased(Learner), aliased(Habit)
    return exists().where(
        sibling.chat_id == Learner.chat_id,
        theirs.learner_id == sibling.id,
        theirs.reminded_on >= day,
    )


def _is_before(column: InstrumentedAttribute[date | None], day: date) -> ColumnElement[bool]:
    return or_(column.is_(None), column < day)
