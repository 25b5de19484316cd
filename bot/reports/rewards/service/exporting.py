"""The books as a workbook for the finance office: numbers of tips, never who sent them."""

from __future__ import annotations

import asyncio
import io
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

import xlsxwriter

from bot.reports.rewards.rules.money import FEN
from bot.reports.rewards.service.accounts import Reconcile, Reconciled
from bot.reports.rewards.service.base import RewardUseCase
from storage.reports.ledger import LedgerEntry

ENTRY_FIELDS: Final = (
    "position",
    "day",
    "unit",
    "year",
    "kind",
    "account",
    "debit",
    "credit",
    "tip",
    "transaction",
    "reverses",
)
BALANCE_FIELDS: Final = (
    "unit",
    "year",
    "allotted",
    "available",
    "reserved",
    "paid",
    "donated",
    "sum",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Labels:
    """The words of the workbook, in one language; each is found by its code."""

    entries: str
    balances: str
    faults: str
    words: dict[str, str]

    def of(self, code: str) -> str:
        return self.words.get(code, code)


class ExportLedger(RewardUseCase):
    """Writes all entries and the balances; formulas add up again what was added here."""

    async def __call__(self, labels: Labels, unit_id: str | None, year: int | None) -> bytes:
        async with self.unit_of_work() as work:
            entries = await work.ledger.list_all(unit_id, year)
        reconcile = Reconcile(unit_of_work=self.unit_of_work, clock=self.clock, books=self.books)
        reconciled = await reconcile(unit_id)
        return await asyncio.to_thread(self._write, labels, entries, reconciled, (unit_id, year))

    def _write(
        self,
        labels: Labels,
        entries: Sequence[LedgerEntry],
        reconciled: Reconciled,
        wanted: tuple[str | None, int | None],
    ) -> bytes:
        buffer = io.BytesIO()
        with xlsxwriter.Workbook(buffer, {"in_memory": True}) as book:
            self._write_entries(book, labels, entries)
            _write_balances(book, labels, reconciled, wanted)
        return buffer.getvalue()

    def _write_entries(self, book: Any, labels: Labels, entries: Sequence[LedgerEntry]) -> None:
        sheet, money = _sheet(book, labels, labels.entries, ENTRY_FIELDS)
        for row, entry in enumerate(entries, start=1):
            values = (
                entry.position,
                self.books.day_of(entry.hour).isoformat(),
                entry.unit_id,
                entry.year,
                labels.of(entry.kind),
                labels.of(entry.account),
                entry.debit / FEN,
                entry.credit / FEN,
                entry.tip_number or "",
                entry.transaction_id,
                entry.reverses or "",
            )
            _write_row(sheet, row, values, money)
        last = len(entries) + 1
        for column in ("G", "H"):
            index = ord(column) - ord("A")
            formula = f"=SUM({column}2:{column}{last})"
            total = sum(e.debit if column == "G" else e.credit for e in entries) / FEN
            sheet.write_formula(last, index, formula, money, total)


def _write_balances(
    book: Any, labels: Labels, reconciled: Reconciled, wanted: tuple[str | None, int | None]
) -> None:
    sheet, money = _sheet(book, labels, labels.balances, BALANCE_FIELDS)
    unit_id, year = wanted
    shown = [
        (each, balances)
        for each, balances in reconciled.balances.items()
        if unit_id in {None, each[0]} and year in {None, each[1]}
    ]
    for row, ((unit, of), b) in enumerate(shown, start=1):
        sums = [fen / FEN for fen in (b.allotted, b.available, b.reserved, b.paid, b.donated)]
        _write_row(sheet, row, (unit, of, *sums), money)
        sheet.write_formula(row, len(sums) + 2, f"=SUM(C{row + 1}:G{row + 1})", money, sum(sums))
    for row, fault in enumerate(reconciled.faults, start=len(shown) + 2):
        sheet.write_string(row, 0, labels.faults)
        sheet.write_string(row, 1, fault)


def _sheet(book: Any, labels: Labels, title: str, fields: Sequence[str]) -> tuple[Any, Any]:
    sheet = book.add_worksheet(title)
    bold, money = book.add_format({"bold": True}), book.add_format({"num_format": "#,##0.00"})
    for column, field in enumerate(fields):
        sheet.write_string(0, column, labels.of(field), bold)
    sheet.set_column(0, len(fields) - 1, 14)
    sheet.freeze_panes(1, 0)
    return sheet, money


def _write_row(sheet: Any, row: int, values: Sequence[object], money: Any) -> None:
    for column, value in enumerate(values):
        if isinstance(value, float):
            sheet.write_number(row, column, value, money)
        elif isinstance(value, int):
            sheet.write_number(row, column, value)
        elif value:
            sheet.write_string(row, column, str(value))
