"""What `humen audit` does: verify the chain, and show what a unit did."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Coroutine
from contextlib import AsyncExitStack
from datetime import UTC, date, datetime, time, timedelta
from functools import partial
from typing import Any, NoReturn, TypeVar
from zoneinfo import ZoneInfo

import typer
from nacl.signing import VerifyKey
from rich.console import Console
from rich.markup import escape
from rich.table import Table
from sqlalchemy.exc import SQLAlchemyError

from bot.app.audit_findings import gap_words, head_path, list_gaps, lost_head_words
from bot.app.keys import month_at, pin_of
from bot.app.shared import open_reports, utc_now
from bot.errors import SettingsError, StartError
from bot.reports.staff.audit.checking import AuditCheck, Verified
from bot.reports.staff.audit.heads import Head, parse_head
from bot.reports.staff.audit.keeping import read_head
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
    head, kept = _read_head(head_text), _read_kept(settings, writer)
    if head is not None and head.signature and not head.is_signed_by(writer):
        _refuse("This head is not signed by our staff's key, or was mistyped.")
    try:
        verified, gaps = _run(
            settings, partial(_look, writer, [each for each in (head, kept) if each])
        )
    except AuditChainError as error:
        _refuse(
            f"Entry {error.position} was changed, removed or moved.",
            *([lost_head_words(head_path(settings))] if _is_lost(kept, error) else []),
        )
    if gaps:
        _refuse(*gap_words(gaps))
    typer.echo(_verdict(verified, head))
    typer.echo(_about_kept(verified, kept))


async def _look(
    writer: VerifyKey, heads: list[Head], work: ReportsUnitOfWork
) -> tuple[Verified, list[str]]:
    """Verify the chain against these heads and those that auditors were told."""
    told = [
        Head(day=each.day, position=each.position, digest=each.digest)
        for each in await work.audit.list_heads()
    ]
    verified = await work.session.run_sync(AuditCheck(writer=writer, heads=[*heads, *told]))
    return verified, await list_gaps(work)


def _refuse(*sentences: str) -> NoReturn:
    for sentence in sentences:
        typer.secho(sentence, fg="red")
    raise typer.Exit(1)


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


def _read_kept(settings: Settings, writer: VerifyKey) -> Head | None:
    """Return the head that the staff bot keeps here; one that is not its own is refused."""
    path = head_path(settings)
    try:
        kept = read_head(path)
    except ValueError:
        kept = Head(day=None, position=0, digest=b"")
    if kept is not None and not kept.is_signed_by(writer):
        _refuse(f"The head that is kept in {path} is not our staff's.", lost_head_words(path))
    return kept


def _is_lost(kept: Head | None, error: AuditChainError) -> bool:
    return kept is not None and kept.position >= error.position


def _about_kept(verified: Verified, kept: Head | None) -> str:
    if kept is None:
        return (
            "No head is kept in the data folder: entries cut off the end would not all show. "
            "Please compare with the last message of an auditor: --head."
        )
    later = verified.entries - kept.position
    words = f"It holds the head kept in the data folder, at entry {kept.position}"
    return f"{words}; {later} came later." if later else f"{words}."


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
