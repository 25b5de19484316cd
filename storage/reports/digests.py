"""Tips that wait together in a unit's digest, and where that digest stands.

A waiting tip came in a rush, was muted for the day, or was set beside such tips by chance: the
row says no more than "has no card yet", and goes once the tip has one. An urgent tip waits only
where so many came at once that no chat could read a card for each, and never for who sent it.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime

from sqlalchemy import BigInteger, ForeignKey, Select, String, delete, func, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from storage.kit.base import UTCDateTime
from storage.reports.base import UNORDERED, Base
from storage.reports.kinds import TipStatus, Urgency
from storage.reports.tips import Tip


class WaitingTip(Base):
    """A tip that has no card of its own yet."""

    __tablename__ = "waiting_tips"
    __table_args__ = UNORDERED

    tip_id: Mapped[str] = mapped_column(String(32), ForeignKey("tips.id"), primary_key=True)


class Digest(Base):
    """The message that tells a unit how many tips wait, and the hour it was posted in."""

    __tablename__ = "digests"
    __table_args__ = UNORDERED

    unit_id: Mapped[str] = mapped_column(String(32), ForeignKey("units.id"), primary_key=True)
    message_id: Mapped[int] = mapped_column(BigInteger)
    hour: Mapped[datetime] = mapped_column(UTCDateTime)


_UNSEEN = (
    Tip.status == TipStatus.NEW.value,
    Tip.holder_id.is_(None),
    Tip.card_message_id.is_(None),
)
_URGENT = (
    Tip.urgency == Urgency.URGENT.value,
    Tip.status == TipStatus.NEW.value,
    Tip.holder_id.is_(None),
)


class DigestRepository:
    """Every SELECT of waiting tips and of digests."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def list_collapsible(self, tip_ids: Collection[str]) -> Sequence[str]:
        """Return those of the tips that may wait: not urgent, in nobody's hands, not shown."""
        is_routine = Tip.urgency == Urgency.ROUTINE.value
        statement = _unseen().where(Tip.id.in_(list(tip_ids)), is_routine)
        return (await self._session.execute(statement)).scalars().all()

    async def list_urgent(self, tip_ids: Collection[str]) -> Sequence[tuple[str, str]]:
        """Return those of the tips that are urgent and not shown, with their regions, in order."""
        statement = (
            select(Tip.id, Tip.region_id)
            .where(*_UNSEEN, Tip.id.in_(list(tip_ids)), Tip.urgency == Urgency.URGENT.value)
            .order_by(Tip.acceptance)
        )
        return [(row[0], row[1]) for row in (await self._session.execute(statement)).all()]

    async def list_urgent_places(self, unit_id: str) -> Collection[str]:
        """Return the regions of which an urgent tip has a card that nobody has taken."""
        statement = select(Tip.region_id).where(
            *_URGENT, Tip.unit_id == unit_id, Tip.card_message_id.is_not(None)
        )
        return set((await self._session.execute(statement)).scalars())

    async def let_wait(self, tip_ids: Collection[str]) -> None:
        """Let the tips wait; those that wait already go on doing so."""
        known = select(WaitingTip.tip_id).where(WaitingTip.tip_id.in_(list(tip_ids)))
        waiting = set((await self._session.execute(known)).scalars())
        self._session.add_all(WaitingTip(tip_id=each) for each in set(tip_ids) - waiting)
        await self._session.flush()

    async def is_waiting(self, tip_id: str) -> bool:
        statement = select(WaitingTip.tip_id).where(WaitingTip.tip_id == tip_id)
        return (await self._session.execute(statement)).first() is not None

    async def release(self, tip_id: str) -> None:
        await self._session.execute(delete(WaitingTip).where(WaitingTip.tip_id == tip_id))

    async def find_next(self, unit_id: str) -> str | None:
        """Return the urgent waiting tip that was accepted first, else the first of all."""
        statement = (
            _unseen()
            .join(WaitingTip, WaitingTip.tip_id == Tip.id)
            .where(Tip.unit_id == unit_id)
            .order_by(Tip.urgency.desc(), Tip.acceptance)
            .limit(1)
        )
        return (await self._session.execute(statement)).scalar_one_or_none()

    async def count_waiting(self, unit_id: str) -> Mapping[str, int]:
        """Return how many tips of a unit wait, by category."""
        statement = (
            select(Tip.category, func.count())
            .join(WaitingTip, WaitingTip.tip_id == Tip.id)
            .where(Tip.unit_id == unit_id, *_UNSEEN)
            .group_by(Tip.category)
        )
        rows = (await self._session.execute(statement)).all()
        return {row[0]: row[1] for row in rows}

    async def count_urgent(self, unit_id: str) -> int:
        """Return how many urgent tips of a unit have cards and were taken by nobody."""
        waiting = select(WaitingTip.tip_id)
        statement = select(func.count()).where(
            *_URGENT, Tip.unit_id == unit_id, Tip.id.not_in(waiting)
        )
        return (await self._session.execute(statement)).scalar_one()

    async def count_urgent_waiting(self, unit_id: str) -> Mapping[str, int]:
        """Return how many urgent tips of a unit wait, by region."""
        statement = (
            select(Tip.region_id, func.count())
            .join(WaitingTip, WaitingTip.tip_id == Tip.id)
            .where(*_UNSEEN, Tip.unit_id == unit_id, Tip.urgency == Urgency.URGENT.value)
            .group_by(Tip.region_id)
        )
        rows = (await self._session.execute(statement)).all()
        return {row[0]: row[1] for row in rows}

    async def find_message(self, unit_id: str) -> Digest | None:
        statement = select(Digest).where(Digest.unit_id == unit_id)
        return (await self._session.execute(statement)).scalar_one_or_none()

    async def keep_message(self, unit_id: str, message_id: int, hour: datetime) -> None:
        """Remember where the digest stands, in place of the one before."""
        await self._session.merge(Digest(unit_id=unit_id, message_id=message_id, hour=hour))

    async def forget_message(self, unit_id: str) -> None:
        await self._session.execute(delete(Digest).where(Digest.unit_id == unit_id))


def _unseen() -> Select[str]:
    return select(Tip.id).where(*_UNSEEN)
