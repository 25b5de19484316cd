"""What `humen audit` does: verify the chain, and show what a unit did."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Coroutine
from contextlib import AsyncExitStack
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

import typer
from rich.console import Console
from rich.markup import escape
from rich.table import Table
from sqlalchemy.exc import SQLAlchemyError

from bot.app.keys import month_at, pin_of
from bot.app.shared import open_reports, utc_now
from bot.errors import SettingsError, StartError
from bot.reports.staff.audit.checking import AuditCheck, Verified
from bot.reports.staff.audit.heads import Head, parse_head
from bot.settings import Settings, load_settings
from storage.errors import AuditChainError
from storage.kit.unit_of_work import create_sessions
from storage.reports.audit import AuditRow
from storage.reports.unit_of_work import ReportsUnitOfWork
from storage.vault.inventory import take_inventory
from storage.vault.layout import Role

T = TypeVar("T")


def verify_audit(head_text: str) -> None:
    """Say whether the audit is whole; exit with 1 and the entry's number where it is not."""
    settings = load_settings()
    writers = take_inventory(settings.keys_dir, pin_of(settings), month_at(utc_now())).key_list
    writer = writers.writers[Role.STAFF]
    head = _read_head(head_text)
    if head is not None and head.signature and not head.is_signed_by(writer):
        typer.secho("This head is not signed by our staff's key, or was mistyped.", fg="red")
        raise typer.Exit(1)
    check = AuditCheck(writer=writer, head=head)
    try:
        verified = _run(settings, lambda work: work.session.run_sync(check))
    except AuditChainError as error:
        typer.secho(f"Entry {error.position} was changed, removed or moved.", fg="red")
        raise typer.Exit(1) from None
    typer.echo(_verdict(verified, head))


def show_audit(unit: str, since: date | None, until: date | None) -> None:
    """Print what the staff of a unit did and read, in local time; both days are included."""
    settings = load_settings()
    zone = ZoneInfo(settings.time_zone)
    first = datetime.combine(since or date.min.replace(year=1970), time(), zone)
    last = until or utc_now().astimezone(zone).date()
    end = datetime.combine(last + timedelta(days=1), time(), zone)
    rows = _run(settings, lambda work: work.audit.list_of_unit(unit or settings.unit, first, end))
    Console().print(_table(rows, zone))


def _read_head(text: str) -> Head | None:
    if not text:
        return None
    head = parse_head(text)
    if head is None:
        raise SettingsError(["--head is the number and the digest of the auditor's message"])
    return head


def _verdict(verified: Verified, head: Head | None) -> str:
    if verified.last_hour is None:
        return "The audit has no entry yet."
    hour = verified.last_hour.astimezone(UTC).strftime("%Y-%m-%d %H:00 UTC")
    words = f"The audit is whole: {verified.entries} entries, the last of {hour}."
    return words if head is None else f"{words} It holds the head at entry {head.position}."


def _table(rows: list[AuditRow], zone: ZoneInfo) -> Table:
    table = Table("Entry", "Hour", "What", "Report", "By", "Detail")
    for row in rows:
        hour = row.hour.astimezone(zone).strftime("%Y-%m-%d %H:00")
        cells = (row.kind, row.tip_number or "", row.staff_id or "Humen", row.detail)
        table.add_row(str(row.position), hour, *(escape(cell) for cell in cells))
    return table


def _run(settings: Settings, ask: Callable[[ReportsUnitOfWork], Coroutine[Any, Any, T]]) -> T:
    async def run() -> T:
        async with AsyncExitStack() as stack:
            engine = await open_reports(settings, stack)
            async with ReportsUnitOfWork(create_sessions(engine)) as work:
                return await ask(work)

    logging.disable(logging.WARNING)
    try:
        return asyncio.run(run())
    except (SQLAlchemyError, OSError) as broken:
        raise StartError from broken
