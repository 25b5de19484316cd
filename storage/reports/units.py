"""Units: who handles the tips of a region, and in which admin chat."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import BigInteger, LargeBinary, String, select
from sqlalchemy.orm import Mapped, mapped_column

from storage.kit.base import UTCDateTime, UTCHour
from storage.kit.repository import Repository
from storage.reports.base import UNORDERED, Base


class Unit(Base):
    """A unit; its chat is bound once, with a code of which only a digest is kept.

    `unreachable_since` is the hour in which the bot was put out of the chat. `exposed_wrapping`
    marks the wrapping of the keys whose passphrase somebody knew who has left.
    """

    __tablename__ = "units"
    __table_args__ = UNORDERED

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    region_id: Mapped[str] = mapped_column(String(32))
    chat_id: Mapped[int | None] = mapped_column(BigInteger, unique=True)
    locale: Mapped[str] = mapped_column(String(16))
    binding_digest: Mapped[bytes | None] = mapped_column(LargeBinary(32))
    binding_until: Mapped[datetime | None] = mapped_column(UTCDateTime)
    unreachable_since: Mapped[datetime | None] = mapped_column(UTCHour)
    exposed_wrapping: Mapped[bytes | None] = mapped_column(LargeBinary(32))


class UnitRepository(Repository[Unit]):
    """Every SELECT of units."""

    model = Unit

    async def get(self, unit_id: str) -> Unit:
        """Raise `NotFoundError` where there is no such unit."""
        return await self._get(select(Unit).where(Unit.id == unit_id))

    async def find(self, unit_id: str) -> Unit | None:
        return await self._find(select(Unit).where(Unit.id == unit_id))

    async def hold(self, unit_id: str) -> None:
        """Let one transaction at a time change who works in the unit."""
        # Rows that refer to the unit may still be written, such as a tip that is passed to it.
        held = select(Unit).where(Unit.id == unit_id).with_for_update(key_share=True)
        await self._find(held)

    async def find_by_chat(self, chat_id: int) -> Unit | None:
        return await self._find(select(Unit).where(Unit.chat_id == chat_id))

    async def find_by_binding(self, digest: bytes) -> Unit | None:
        """Return the unit, held against others who give the same code until this one is done."""
        return await self._find(
            select(Unit).where(Unit.binding_digest == digest).with_for_update()
        )

    async def list_all(self) -> Sequence[Unit]:
        return await self._list(select(Unit).order_by(Unit.id))

    async def ensure(self, unit_id: str, *, region_id: str, locale: str) -> Unit:
        """Return the unit, made without a chat where it is not yet there."""
        unit = await self.find(unit_id)
        if unit is None:
            unit = self.add(Unit(id=unit_id, region_id=region_id, locale=locale))
            await self.flush()
        return unit
