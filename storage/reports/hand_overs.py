"""Hand-overs that wait for an answer; until then whoever hands over still holds the tip."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import ForeignKey, String, delete, select
from sqlalchemy.orm import Mapped, mapped_column

from storage.kit.repository import Repository
from storage.reports.base import UNORDERED, Base


class HandOver(Base):
    """A tip that its holder offers to a colleague."""

    __tablename__ = "hand_overs"
    __table_args__ = UNORDERED

    tip_id: Mapped[str] = mapped_column(String(32), ForeignKey("tips.id"), primary_key=True)
    staff_id: Mapped[str] = mapped_column(String(32), ForeignKey("staff.id"), index=True)


class HandOverRepository(Repository[HandOver]):
    """Every SELECT of hand-overs."""

    model = HandOver

    async def find(self, tip_id: str) -> HandOver | None:
        return await self._find(select(HandOver).where(HandOver.tip_id == tip_id))

    async def list_for(self, staff_id: str) -> Sequence[HandOver]:
        """Return what is offered to somebody."""
        return await self._list(
            select(HandOver).where(HandOver.staff_id == staff_id).order_by(HandOver.tip_id)
        )

    async def offer(self, tip_id: str, staff_id: str) -> None:
        """Offer the tip, in place of an offer made before."""
        await self._session.merge(HandOver(tip_id=tip_id, staff_id=staff_id))

    async def end_offers_to(self, staff_id: str) -> None:
        """End what is offered to somebody who can take it no more."""
        await self._session.execute(delete(HandOver).where(HandOver.staff_id == staff_id))

    async def end(self, tip_id: str) -> None:
        await self._session.execute(delete(HandOver).where(HandOver.tip_id == tip_id))
