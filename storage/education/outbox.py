"""The education house's outbox: reminders, by the learner's id."""

from __future__ import annotations

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncSession

from storage.education.base import UNORDERED, Base
from storage.kit.outbox import OutboxColumns, OutboxRepository


class Outbox(OutboxColumns, Base):
    """A row waiting to be sent; the address is a learner's id."""

    __tablename__ = "outbox"
    __table_args__ = UNORDERED


class EducationOutbox(OutboxRepository):
    """Rows of this house, which leave with the learner they are for."""

    def __init__(self, session: AsyncSession) -> None:
        super().__init__(session, Outbox)

    async def find(self, row_id: str) -> Outbox | None:
        found = await self._session.execute(
            select(Outbox).where(Outbox.id == row_id).with_for_update()
        )
        return found.scalar_one_or_none()

    async def drop_for(self, address: bytes) -> None:
        await self._session.execute(delete(Outbox).where(Outbox.address == address))

    async def drop_waiting(self, address: bytes) -> bool:
        """Drop an address's rows that nobody began to send; return whether there were any."""
        found = await self._session.execute(
            select(Outbox).where(Outbox.address == address).with_for_update()
        )
        waiting = [row for row in found.scalars() if not row.payload]
        for row in waiting:
            await self._session.delete(row)
        return bool(waiting)
