"""Wishes of the staff to mute, on their way to the public process.

A wish names a tip and nothing else: not who wishes it, not when, and not whose tip it is, which
the database does not know. It goes within about a minute, once the public process has heard it.
What a thief of the database can learn at most stands in `bot.reports.tips.quotas`.
"""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import ForeignKey, String, delete, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from storage.reports.base import UNORDERED, Base
from storage.reports.tips import Tip


class MuteWish(Base):
    """A tip whose sender shall be muted for today."""

    __tablename__ = "mute_wishes"
    __table_args__ = UNORDERED

    tip_id: Mapped[str] = mapped_column(String(32), ForeignKey("tips.id"), primary_key=True)


class MuteRepository:
    """Every SELECT of wishes to mute."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def wish(self, tip_id: str) -> None:
        """Leave the wish; leaving it again changes nothing."""
        await self._session.merge(MuteWish(tip_id=tip_id))

    async def list_all(self) -> Sequence[str]:
        statement = select(MuteWish.tip_id).order_by(MuteWish.tip_id)
        return (await self._session.execute(statement)).scalars().all()

    async def list_with_units(self) -> Sequence[tuple[str, str]]:
        """Return each tip that is wished about, and the unit that has it."""
        statement = (
            select(MuteWish.tip_id, Tip.unit_id)
            .join(Tip, Tip.id == MuteWish.tip_id)
            .order_by(MuteWish.tip_id)
        )
        return [(tip_id, unit_id) for tip_id, unit_id in await self._session.execute(statement)]

    async def drop(self, tip_id: str) -> None:
        await self._session.execute(delete(MuteWish).where(MuteWish.tip_id == tip_id))
