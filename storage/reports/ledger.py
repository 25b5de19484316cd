"""The books: double entry in fen, by unit and year; rows are only added, never changed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, String, func, select, text
from sqlalchemy.orm import Mapped, mapped_column

from storage.kit.base import UTCHour
from storage.kit.repository import Repository
from storage.reports.base import UNORDERED, Base

AccountKey = tuple[str, int, str]


class LedgerEntry(Base):
    """One side of a transaction; `position` is the order of commits, for the finance office."""

    __tablename__ = "ledger_entries"
    __table_args__ = (
        CheckConstraint("debit >= 0 AND credit >= 0 AND (debit = 0) <> (credit = 0)", "one_side"),
        UNORDERED,
    )

    transaction_id: Mapped[str] = mapped_column(String(64), primary_key=True)
    line: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    position: Mapped[int] = mapped_column(BigInteger, index=True)
    unit_id: Mapped[str] = mapped_column(ForeignKey("units.id"), index=True)
    year: Mapped[int] = mapped_column()
    account: Mapped[str] = mapped_column(String(16))
    debit: Mapped[int] = mapped_column(BigInteger)
    credit: Mapped[int] = mapped_column(BigInteger)
    kind: Mapped[str] = mapped_column(String(16))
    reward_id: Mapped[str | None] = mapped_column(ForeignKey("rewards.id"), index=True)
    tip_number: Mapped[str | None] = mapped_column(String(9))
    staff_id: Mapped[str | None] = mapped_column(ForeignKey("staff.id"))
    reverses: Mapped[str | None] = mapped_column(String(64))
    hour: Mapped[datetime] = mapped_column(UTCHour)


class LedgerRepository(Repository[LedgerEntry]):
    """Every SELECT of the books; nothing here changes or deletes."""

    model = LedgerEntry

    async def hold(self) -> None:
        """Let one transaction at a time write; SQLite's immediate transactions do so anyway."""
        if self._session.get_bind().dialect.name == "postgresql":
            await self._session.execute(
                text("LOCK TABLE ledger_entries IN SHARE ROW EXCLUSIVE MODE")
            )

    async def next_position(self) -> int:
        """Return the place of the next transaction; call `hold` first."""
        statement = select(func.max(LedgerEntry.position))
        return ((await self._session.execute(statement)).scalar_one() or 0) + 1

    async def list_all(self, unit_id: str | None, year: int | None) -> Sequence[LedgerEntry]:
        """Return the entries of a unit and year, of all where None is given, as they came."""
        statement = select(LedgerEntry).order_by(LedgerEntry.position, LedgerEntry.line)
        if unit_id is not None:
            statement = statement.where(LedgerEntry.unit_id == unit_id)
        if year is not None:
            statement = statement.where(LedgerEntry.year == year)
        return await self._list(statement)

    async def list_by_reward(self, reward_id: str) -> Sequence[LedgerEntry]:
        return await self._list(
            select(LedgerEntry)
            .where(LedgerEntry.reward_id == reward_id)
            .order_by(LedgerEntry.position, LedgerEntry.line)
        )

    async def balances(self, unit_id: str | None = None) -> Mapping[AccountKey, int]:
        """Return debits less credits of each account, in fen."""
        statement = select(
            LedgerEntry.unit_id,
            LedgerEntry.year,
            LedgerEntry.account,
            func.sum(LedgerEntry.debit - LedgerEntry.credit),
        ).group_by(LedgerEntry.unit_id, LedgerEntry.year, LedgerEntry.account)
        if unit_id is not None:
            statement = statement.where(LedgerEntry.unit_id == unit_id)
        rows = (await self._session.execute(statement)).all()
        return {(row[0], row[1], row[2]): int(row[3]) for row in rows}
