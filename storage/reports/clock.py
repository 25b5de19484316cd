"""What the clock promised of a tip, and what it has reminded of.

Deadlines and times of reminders follow from the hour of acceptance and the policy, so that they
tell nothing finer than that hour.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from enum import StrEnum

from sqlalchemy import Enum, ForeignKey, Select, String, delete, exists, func, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from storage.kit.base import UTCDateTime, UTCHour
from storage.reports.base import UNORDERED, Base
from storage.reports.kinds import TipStatus
from storage.reports.tips import Tip


class PromiseState(StrEnum):
    """Whether what was promised is still to be done; ENDED says that it no longer matters."""

    OPEN = "open"
    MET = "met"
    ENDED = "ended"


class ReminderState(StrEnum):
    """Whether a reminder is to come, has gone out, or had nobody or nothing left to remind."""

    PLANNED = "planned"
    SENT = "sent"
    PASSED = "passed"


def _stored(kind: type[StrEnum]) -> Enum:
    return Enum(kind, native_enum=False, length=16, values_callable=lambda k: [m.value for m in k])


class TipPromise(Base):
    """By when something is to be done with a tip; a term that begins anew has a round more."""

    __tablename__ = "tip_promises"
    __table_args__ = UNORDERED

    tip_id: Mapped[str] = mapped_column(String(32), ForeignKey("tips.id"), primary_key=True)
    term: Mapped[str] = mapped_column(String(16), primary_key=True)
    round: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    began: Mapped[datetime] = mapped_column(UTCHour)
    due_at: Mapped[datetime] = mapped_column(UTCDateTime)
    state: Mapped[PromiseState] = mapped_column(_stored(PromiseState), default=PromiseState.OPEN)
    settled: Mapped[datetime | None] = mapped_column(UTCHour)


class TipReminder(Base):
    """A reminder of a promise: when it is to go out, and whether it has."""

    __tablename__ = "tip_reminders"
    __table_args__ = UNORDERED

    tip_id: Mapped[str] = mapped_column(String(32), ForeignKey("tips.id"), primary_key=True)
    term: Mapped[str] = mapped_column(String(16), primary_key=True)
    round: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    step: Mapped[str] = mapped_column(String(16), primary_key=True)
    at: Mapped[datetime] = mapped_column(UTCDateTime, index=True)
    state: Mapped[ReminderState] = mapped_column(_stored(ReminderState))


class ClockRepository:
    """Every SELECT of promises and reminders."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    def add(self, row: TipPromise | TipReminder) -> None:
        self._session.add(row)

    async def list_promises(self, tip_id: str) -> Sequence[TipPromise]:
        """Return all promises of a tip, the latest round of each term last."""
        statement = (
            select(TipPromise)
            .where(TipPromise.tip_id == tip_id)
            .order_by(TipPromise.term, TipPromise.round)
        )
        return (await self._session.execute(statement)).scalars().all()

    async def find_promise(self, tip_id: str, term: str, round_: int) -> TipPromise | None:
        return await self._session.get(TipPromise, (tip_id, term, round_))

    async def list_unstarted(self, limit: int = 200) -> Sequence[str]:
        """Return open tips for which nothing is promised yet."""
        promised = exists().where(TipPromise.tip_id == Tip.id)
        statement = (
            select(Tip.id)
            .where(~promised, Tip.status != TipStatus.CLOSED.value)
            .order_by(Tip.acceptance)
            .limit(limit)
        )
        return (await self._session.execute(statement)).scalars().all()

    async def list_unattended(self, limit: int = 200) -> Sequence[str]:
        """Return open tips that nobody holds and nobody is expected to take.

        What changed hands without the clock's knowledge is found so, as by a repair by hand.
        """
        waits = exists().where(
            TipPromise.tip_id == Tip.id,
            TipPromise.term == "acknowledgement",
            TipPromise.state == PromiseState.OPEN.value,
        )
        promised = exists().where(TipPromise.tip_id == Tip.id)
        statement = (
            select(Tip.id)
            .where(promised, ~waits, Tip.holder_id.is_(None))
            .where(Tip.status != TipStatus.CLOSED.value)
            .order_by(Tip.acceptance)
            .limit(limit)
        )
        return (await self._session.execute(statement)).scalars().all()

    async def forget_planned(self, promise: TipPromise) -> None:
        """Drop what was still to come of a promise that is settled."""
        await self._session.execute(
            delete(TipReminder).where(
                TipReminder.tip_id == promise.tip_id,
                TipReminder.term == promise.term,
                TipReminder.round == promise.round,
                TipReminder.state == ReminderState.PLANNED.value,
            )
        )

    async def list_reminders(self, tip_id: str) -> Sequence[TipReminder]:
        statement = (
            select(TipReminder)
            .where(TipReminder.tip_id == tip_id)
            .order_by(TipReminder.term, TipReminder.round, TipReminder.at, TipReminder.step)
        )
        return (await self._session.execute(statement)).scalars().all()

    async def list_pressing(self, now: datetime, limit: int = 50) -> Sequence[TipReminder]:
        """Return reminders whose time has come, held against other workers."""
        statement = (
            select(TipReminder)
            .where(TipReminder.state == ReminderState.PLANNED.value, TipReminder.at <= now)
            .order_by(TipReminder.at, TipReminder.tip_id, TipReminder.term, TipReminder.step)
            .limit(limit)
            .with_for_update(skip_locked=True)
        )
        return (await self._session.execute(statement)).scalars().all()

    async def next_time(self) -> datetime | None:
        """Return when the next reminder is to go out."""
        statement = select(func.min(TipReminder.at)).where(
            TipReminder.state == ReminderState.PLANNED.value
        )
        return (await self._session.execute(statement)).scalar_one()

    async def count_overdue(self, unit_id: str, now: datetime, terms: Sequence[str]) -> int:
        """Return how many tips of a unit have a promise of these terms that ran out."""
        statement = select(func.count()).select_from(_overdue(now, terms, unit_id).subquery())
        return (await self._session.execute(statement)).scalar_one()

    async def list_overdue(
        self, unit_id: str, now: datetime, terms: Sequence[str], limit: int = 50
    ) -> Sequence[str]:
        """Return the ids of those tips."""
        statement = _overdue(now, terms, unit_id).order_by(Tip.id).limit(limit)
        return (await self._session.execute(statement)).scalars().all()


def _overdue(now: datetime, terms: Sequence[str], unit_id: str) -> Select[str]:
    return (
        select(Tip.id)
        .join(TipPromise, TipPromise.tip_id == Tip.id)
        .where(
            Tip.unit_id == unit_id,
            TipPromise.state == PromiseState.OPEN.value,
            TipPromise.due_at <= now,
            TipPromise.term.in_(list(terms)),
        )
        .distinct()
    )
