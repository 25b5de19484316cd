"""Where a unit's board stands, and which state of the queue it shows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    ForeignKey,
    LargeBinary,
    String,
    delete,
    func,
    select,
)
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from storage.reports.base import UNORDERED, Base
from storage.reports.kinds import TipStatus, Urgency
from storage.reports.tips import Tip, is_announced


class Board(Base):
    """The pinned message of an admin chat; `shown` is a digest of its text."""

    __tablename__ = "boards"
    __table_args__ = UNORDERED

    unit_id: Mapped[str] = mapped_column(String(32), ForeignKey("units.id"), primary_key=True)
    chat_id: Mapped[int] = mapped_column(BigInteger)
    message_id: Mapped[int] = mapped_column(BigInteger)
    shown: Mapped[bytes] = mapped_column(LargeBinary(16))


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenTips:
    """A unit's open tips that its staff may know of by now."""

    counts: Mapping[TipStatus, int]
    urgent: int
    oldest: str | None
    oldest_hour: datetime | None


class BoardRepository:
    """Every SELECT of boards."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def find(self, unit_id: str) -> Board | None:
        statement = select(Board).where(Board.unit_id == unit_id)
        return (await self._session.execute(statement)).scalar_one_or_none()

    async def keep(self, board: Board) -> None:
        """Remember where the board stands, in place of where it stood before."""
        await self._session.merge(board)

    async def forget(self, unit_id: str) -> None:
        await self._session.execute(delete(Board).where(Board.unit_id == unit_id))

    async def count_open(self, unit_id: str, now: datetime) -> OpenTips:
        """Count the open tips that the unit may know of by now."""
        seen = _seen(unit_id, now)
        by_state = select(Tip.status, Tip.urgency, func.count()).where(*seen)
        rows = (await self._session.execute(by_state.group_by(Tip.status, Tip.urgency))).all()
        counts: dict[TipStatus, int] = {}
        for status, _urgency, count in rows:
            counts[status] = counts.get(status, 0) + count
        first = select(Tip.number, Tip.hour).where(*seen).order_by(Tip.acceptance).limit(1)
        oldest = (await self._session.execute(first)).one_or_none()
        return OpenTips(
            counts=counts,
            urgent=sum(count for _, urgency, count in rows if urgency is Urgency.URGENT),
            oldest=None if oldest is None else oldest[0],
            oldest_hour=None if oldest is None else oldest[1],
        )


def _seen(unit_id: str, now: datetime) -> tuple[ColumnElement[bool], ...]:
    return (
        Tip.unit_id == unit_id,
        Tip.status != TipStatus.CLOSED.value,
        is_announced(unit_id, now),
    )
