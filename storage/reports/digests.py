"""Tips that wait together in a unit's digest, and where that digest stands.

A waiting tip came in a rush, was muted for the day, or was set beside such tips by chance: the
row says no more than "not urgent, has no card yet", and goes once the tip has one.
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


class DigestRepository:
    """Every SELECT of waiting tips and of digests."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def list_collapsible(self, tip_ids: Collection[str]) -> Sequence[str]:
        """Return those of the tips that may wait: not urgent, in nobody's hands, not shown."""
        is_routine = Tip.urgency == Urgency.ROUTINE.value
        statement = _unseen().where(Tip.id.in_(list(tip_ids)), is_routine)
        return (await self._session.execute(statement)).scalars().all()

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
        """Return the waiting tip that was accepted first."""
        statement = (
            _unseen()
            .join(WaitingTip, WaitingTip.tip_id == Tip.id)
            .where(Tip.unit_id == unit_id)
            .order_by(Tip.acceptance)
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
        """Return how many urgent tips of a unit nobody has taken."""
        statement = select(func.count()).where(
            Tip.unit_id == unit_id,
            Tip.urgency == Urgency.URGENT.value,
            Tip.status == TipStatus.NEW.value,
            Tip.holder_id.is_(None),
        )
        return (await self._session.execute(statement)).scalar_one()

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
