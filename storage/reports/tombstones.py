"""Tombstones: what remains of a tip whose time is over.

A tombstone keeps the receipt's lookup id, so that the mailbox can say what became of the tip
instead of "unknown". That is safe: the id is BLAKE2b keyed with the receipt's 128 random bits,
so it leads neither to the receipt nor to a person, stood in clear beside the tip before, and
opens nothing. Only whoever types the receipt finds it.
"""

from __future__ import annotations

from datetime import date

from sqlalchemy import Date, LargeBinary, String, select
from sqlalchemy.orm import Mapped, mapped_column

from storage.kit.repository import Repository
from storage.reports.base import UNORDERED, Base


class Tombstone(Base):
    """A number, two days and two classes; nothing says where, by whom or for which unit."""

    __tablename__ = "tombstones"
    __table_args__ = UNORDERED

    number: Mapped[str] = mapped_column(String(9), primary_key=True)
    lookup: Mapped[bytes] = mapped_column(LargeBinary(32), unique=True)
    accepted_on: Mapped[date] = mapped_column(Date)
    ended_on: Mapped[date] = mapped_column(Date)
    category_class: Mapped[str] = mapped_column(String(16))
    outcome_class: Mapped[str] = mapped_column(String(16))


class TombstoneRepository(Repository[Tombstone]):
    """Every SELECT of tombstones."""

    model = Tombstone

    async def find_by_lookup(self, lookup: bytes) -> Tombstone | None:
        return await self._find(select(Tombstone).where(Tombstone.lookup == lookup))

    async def find_by_number(self, number: str) -> Tombstone | None:
        return await self._find(select(Tombstone).where(Tombstone.number == number))
