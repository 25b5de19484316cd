"""The audit: what the staff did and read, each entry linked to the one before.

An entry names a tip by its number and a person by the staff id, without a foreign key: the chain
stays whole when the tip is shredded or the person leaves. It is never changed or deleted.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime

from sqlalchemy import BigInteger, Date, LargeBinary, Select, String, func, select, text
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, Session, mapped_column

from storage.kit.base import UTCHour
from storage.reports.base import UNORDERED, Base

_CHUNK = 500


class AuditRow(Base):
    """An entry, the digest of the chain up to it, and the signature of who wrote it."""

    __tablename__ = "audit_entries"
    __table_args__ = UNORDERED

    position: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    kind: Mapped[str] = mapped_column(String(24))
    unit_id: Mapped[str] = mapped_column(String(40), index=True)
    staff_id: Mapped[str | None] = mapped_column(String(32))
    tip_number: Mapped[str | None] = mapped_column(String(9), index=True)
    detail: Mapped[str] = mapped_column(String(64))
    hour: Mapped[datetime] = mapped_column(UTCHour)
    digest: Mapped[bytes] = mapped_column(LargeBinary(32))
    signature: Mapped[bytes] = mapped_column(LargeBinary(64))


class AuditHead(Base):
    """The chain's end as a unit's auditor was told of it on one day."""

    __tablename__ = "audit_heads"
    __table_args__ = UNORDERED

    unit_id: Mapped[str] = mapped_column(String(40), primary_key=True)
    day: Mapped[date] = mapped_column(Date, primary_key=True, autoincrement=False)
    position: Mapped[int] = mapped_column(BigInteger)
    digest: Mapped[bytes] = mapped_column(LargeBinary(32))
    signature: Mapped[bytes] = mapped_column(LargeBinary(64))


class AuditRepository:
    """Every SELECT of the audit."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def hold(self) -> None:
        """Let one transaction at a time append; SQLite's immediate transactions do so anyway.

        Nothing may be locked after this in the same transaction, else two could wait for one
        another.
        """
        if self._session.get_bind().dialect.name == "postgresql":
            lock = "LOCK TABLE audit_entries IN SHARE ROW EXCLUSIVE MODE"
            await self._session.execute(text(lock))

    async def find_last(self) -> AuditRow | None:
        statement = select(AuditRow).order_by(AuditRow.position.desc()).limit(1)
        return (await self._session.execute(statement)).scalar_one_or_none()

    async def append(self, rows: Sequence[AuditRow]) -> None:
        self._session.add_all(rows)
        await self._session.flush()

    async def list_of_unit(
        self, unit_id: str, since: datetime, before: datetime
    ) -> list[AuditRow]:
        """Return a unit's entries of a span, oldest first."""
        statement = (
            select(AuditRow)
            .where(AuditRow.unit_id == unit_id, AuditRow.hour >= since, AuditRow.hour < before)
            .order_by(AuditRow.position)
        )
        return list((await self._session.execute(statement)).scalars())

    async def list_of_tip(self, number: str) -> list[AuditRow]:
        """Return the entries that name a tip, oldest first."""
        statement = (
            select(AuditRow).where(AuditRow.tip_number == number).order_by(AuditRow.position)
        )
        return list((await self._session.execute(statement)).scalars())

    async def count(self) -> int:
        return (
            await self._session.execute(select(func.count()).select_from(AuditRow))
        ).scalar_one()

    def add_head(self, head: AuditHead) -> None:
        self._session.add(head)

    async def find_head(self, unit_id: str, day: date) -> AuditHead | None:
        return await self._session.get(AuditHead, (unit_id, day))

    async def find_last_head(self, unit_id: str) -> AuditHead | None:
        statement = (
            select(AuditHead)
            .where(AuditHead.unit_id == unit_id)
            .order_by(AuditHead.day.desc())
            .limit(1)
        )
        return (await self._session.execute(statement)).scalar_one_or_none()


def iterate(session: Session) -> Iterator[AuditRow]:
    """Yield every entry in order without holding all of them; run it within `run_sync`.

    What an attacker left that is no row raises where it stands: it is then read one by one.
    """
    last: int | None = None
    while rows := _read(session, last):
        yield from rows
        last = rows[-1].position
        session.expunge_all()


def _read(session: Session, after: int | None) -> Sequence[AuditRow]:
    try:
        return session.execute(_after(after, _CHUNK)).scalars().all()
    except (TypeError, ValueError, LookupError, OverflowError):
        return session.execute(_after(after, 1)).scalars().all()


def _after(position: int | None, count: int) -> Select[AuditRow]:
    statement = select(AuditRow).order_by(AuditRow.position).limit(count)
    return statement if position is None else statement.where(AuditRow.position > position)
