"""Staff of a unit; this list is not the education house's."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import BigInteger, ForeignKey, String, UniqueConstraint, false, select, text
from sqlalchemy.orm import Mapped, mapped_column

from storage.kit.base import UTCDateTime
from storage.kit.repository import Repository
from storage.reports.base import UNORDERED, Base, random_id


class Staff(Base):
    """A person of a unit, as the staff bot knows him; without roles he is staff no longer.

    The row stays, since trail and audit name their people by it.
    """

    __tablename__ = "staff"
    __table_args__ = (UniqueConstraint("chat_id", "unit_id"), UNORDERED)

    id: Mapped[str] = mapped_column(String(32), primary_key=True, default=random_id)
    unit_id: Mapped[str] = mapped_column(ForeignKey("units.id"), index=True)
    chat_id: Mapped[int] = mapped_column(BigInteger)
    roles: Mapped[str] = mapped_column(String(64), default="", server_default=text("''"))
    locale: Mapped[str] = mapped_column(String(16))
    joined: Mapped[datetime] = mapped_column(UTCDateTime)
    knows_passphrase: Mapped[bool] = mapped_column(default=False, server_default=false())


class StaffRepository(Repository[Staff]):
    """Every SELECT of staff."""

    model = Staff

    async def get(self, staff_id: str) -> Staff:
        """Raise `NotFoundError` where there is no such person."""
        return await self._get(select(Staff).where(Staff.id == staff_id))

    async def find(self, chat_id: int, unit_id: str) -> Staff | None:
        """Return the person's place in the unit, also one that has no roles any more."""
        return await self._find(
            select(Staff).where(Staff.chat_id == chat_id, Staff.unit_id == unit_id)
        )

    async def find_present(self, staff_id: str) -> Staff | None:
        """Return the person as he stands now, whatever this transaction read of him before."""
        seen = select(Staff).where(Staff.id == staff_id)
        return await self._find(seen.execution_options(populate_existing=True))

    async def find_for_update(self, staff_id: str) -> Staff | None:
        """Return the person, held against other changes until the transaction ends.

        Rows that refer to the person may still be written: whoever hands him a tip must not wait
        while his tips are waited for here.
        """
        held = select(Staff).where(Staff.id == staff_id).with_for_update(key_share=True)
        return await self._find(held.execution_options(populate_existing=True))

    async def find_at_work(self, staff_id: str) -> Staff | None:
        """Return the person; nobody changes or removes him until the transaction ends.

        Call it before tips are held, as a removal holds the person first.
        """
        held = select(Staff).where(Staff.id == staff_id).with_for_update(read=True)
        return await self._find(held.execution_options(populate_existing=True))

    async def list_by_chat(self, chat_id: int) -> Sequence[Staff]:
        """Return the places that one person has in all units."""
        return await self._list(
            select(Staff)
            .where(Staff.chat_id == chat_id, Staff.roles != "")
            .order_by(Staff.unit_id)
        )

    async def list_by_unit(self, unit_id: str) -> Sequence[Staff]:
        """Return who works in the unit now."""
        return await self._list(
            select(Staff).where(Staff.unit_id == unit_id, Staff.roles != "").order_by(Staff.id)
        )
