"""From which unit to which a tip went, so that both can say where it is."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ForeignKey, String, select
from sqlalchemy.orm import Mapped, mapped_column

from storage.kit.base import UTCHour
from storage.kit.repository import Repository
from storage.reports.base import UNORDERED, Base, random_id


class Transfer(Base):
    """One step of a tip from unit to unit; `step` counts from 1."""

    __tablename__ = "transfers"
    __table_args__ = UNORDERED

    id: Mapped[str] = mapped_column(String(32), primary_key=True, default=random_id)
    tip_id: Mapped[str] = mapped_column(String(32), ForeignKey("tips.id"), index=True)
    source_id: Mapped[str] = mapped_column(String(32), ForeignKey("units.id"))
    target_id: Mapped[str] = mapped_column(String(32), ForeignKey("units.id"))
    step: Mapped[int] = mapped_column()
    hour: Mapped[datetime] = mapped_column(UTCHour)


class TransferRepository(Repository[Transfer]):
    """Every SELECT of transfers."""

    model = Transfer

    async def list_of_tip(self, tip_id: str) -> Sequence[Transfer]:
        """Return a tip's way, its first step first."""
        return await self._list(
            select(Transfer).where(Transfer.tip_id == tip_id).order_by(Transfer.step)
        )
