"""The audit: what the staff did and read, each entry linked to the one before.

An entry names a tip by its number and a person by the staff id, without a foreign key: the chain
stays whole when the tip is shredded or the person leaves. It is never changed or deleted.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime

from sqlalchemy import (
    BigInteger,
    Date,
    LargeBinary,
    Select,
    String,
    and_,
    exists,
    func,
    or_,
    select,
    text,
)
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, Session, mapped_column

from storage.kit.base import UTCHour
from storage.reports.base import UNORDERED, Base
from storage.reports.outcomes import TipOutcome
from storage.reports.staff import Staff
from storage.reports.tips import Tip

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

    async def find(self, position: int) -> AuditRow | None:
        return await self._session.get(AuditRow, position)

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

    async def count_by_tip(self, kinds: Sequence[str]) -> Mapping[tuple[str, str], int]:
        """Return how many entries of these kinds name each tip, by number and kind."""
        statement = (
            select(AuditRow.tip_number, AuditRow.kind, func.count())
            .where(AuditRow.kind.in_(kinds), AuditRow.tip_number.is_not(None))
            .group_by(AuditRow.tip_number, AuditRow.kind)
        )
        rows = (await self._session.execute(statement)).all()
        return {(str(number), kind): count for number, kind, count in rows}

    async def list_untold_tips(self) -> Sequence[str]:
        """Return the numbers of tips that somebody holds or closed, and no entry says so."""
        told = exists().where(AuditRow.tip_number == Tip.number)
        closed = told.where(AuditRow.kind == "closed")
        is_untold = or_(
            and_(Tip.holder_id.is_not(None), ~told),
            and_(exists().where(TipOutcome.tip_id == Tip.id), ~closed),
        )
        statement = select(Tip.number).where(is_untold).order_by(Tip.number)
        return (await self._session.execute(statement)).scalars().all()

    async def list_untold_staff(self) -> Sequence[str]:
        """Return the ids of staff of whom no entry says how they came."""
        told = exists().where(
            AuditRow.staff_id == Staff.id, AuditRow.kind.in_(("joined", "bound"))
        )
        statement = select(Staff.id).where(~told).order_by(Staff.id)
        return (await self._session.execute(statement)).scalars().all()

    async def list_heads(self) -> Sequence[AuditHead]:
        return (await self._session.execute(select(AuditHead))).scalars().all()

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
