"""Staff of a unit; this list is not the education house's."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import BigInteger, ForeignKey, String, UniqueConstraint, select
from sqlalchemy.orm import Mapped, mapped_column

from storage.kit.base import UTCDateTime
from storage.kit.repository import Repository
from storage.reports.base import UNORDERED, Base, random_id


class Staff(Base):
    """A person of a unit, as the staff bot knows him."""

    __tablename__ = "staff"
    __table_args__ = (UniqueConstraint("chat_id", "unit_id"), UNORDERED)

    id: Mapped[str] = mapped_column(String(32), primary_key=True, default=random_id)
    unit_id: Mapped[str] = mapped_column(ForeignKey("units.id"), index=True)
    chat_id: Mapped[int] = mapped_column(BigInteger)
    role: Mapped[str] = mapped_column(String(16))
    locale: Mapped[str] = mapped_column(String(16))
    joined: Mapped[datetime] = mapped_column(UTCDateTime)


class StaffRepository(Repository[Staff]):
    """Every SELECT of staff."""

    model = Staff

    async def get(self, staff_id: str) -> Staff:
        """Raise `NotFoundError` where there is no such person."""
        return await self._get(select(Staff).where(Staff.id == staff_id))

    async def find(self, chat_id: int, unit_id: str) -> Staff | None:
        return await self._find(
            select(Staff).where(Staff.chat_id == chat_id, Staff.unit_id == unit_id)
        )

    async def list_by_chat(self, chat_id: int) -> Sequence[Staff]:
        """Return one person's places in all units."""
        return await self._list(
            select(Staff).where(Staff.chat_id == chat_id).order_by(Staff.unit_id)
        )

    async def list_by_unit(self, unit_id: str) -> Sequence[Staff]:
        return await self._list(select(Staff).where(Staff.unit_id == unit_id).order_by(Staff.id))
