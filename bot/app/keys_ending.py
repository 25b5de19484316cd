"""What `humen keys rewrap` and `humen keys destroy` do: they need the reports database."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Callable, Coroutine, Mapping, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

import typer
from sqlalchemy.exc import SQLAlchemyError

from bot.app.keys import month_at, pin_of
from bot.app.keys_commands import describe_destroying, unlocked_settings
from bot.app.shared import open_reports, utc_now
from bot.app.start_checks import refuse_wrong_clock
from bot.errors import StartError
from bot.reports.triage.rewrapping import Move, Moved, RewrapTip
from bot.settings import Settings, load_settings
from storage.errors import KeyDestroyedError
from storage.kit.unit_of_work import create_sessions
from storage.reports.kinds import TipStatus
from storage.reports.tips import Tip
from storage.reports.unit_of_work import ReportsUnitOfWork
from storage.vault.destruction import destroy_key, plan_destruction
from storage.vault.files import SealedFiles
from storage.vault.inventory import Inventory, take_inventory
from storage.vault.key_list import UnitKey
from storage.vault.keys import StaffKeys

T = TypeVar("T")
Work = Callable[[], ReportsUnitOfWork]
_MOST_NUMBERS = 20


@dataclass(frozen=True, slots=True)
class Loss:
    """What the end of a key takes with it."""

    key: UnitKey
    tips: Sequence[Tip]

    @property
    def open_numbers(self) -> list[str]:
        return [tip.number for tip in self.tips if tip.status is not TipStatus.CLOSED]


def rewrap_month(period: str, unit: str, numbers: Sequence[str], *, closed_too: bool) -> None:
    """Seal what is kept to this month's key: open tips, or the named ones, or all."""
    settings = unlocked_settings()
    logging.disable(logging.WARNING)

    def is_kept(tip: Tip) -> bool:
        return tip.number in numbers if numbers else closed_too or tip.status != TipStatus.CLOSED

    count, moved = run_or_explain(_rewrap(settings, (unit or settings.unit, period), is_kept))
    sealed = f"{moved.envelopes} messages, {moved.files} files"
    typer.echo(f"Sealed {count} tips to this month's key: {sealed}.")
    if moved.lost_files:
        typer.echo(f"Files that are not there: {moved.lost_files}")


def destroy_month(period: str, unit: str, confirmation: str) -> None:
    """Say what will be lost, let the month be typed, then destroy its key."""
    settings = load_settings()
    refuse_wrong_clock(settings, utc_now())
    logging.disable(logging.WARNING)
    place = (unit or settings.unit, period)
    month = month_at(utc_now())
    planned = plan_destruction(_inventory(settings).key_list, place, month)
    losses = run_or_explain(_count_losses(settings, planned))
    for line in _warnings(planned, losses):
        typer.echo(line)
    if (confirmation or typer.prompt(f"Type {period} to destroy it")) != period:
        typer.echo("Nothing was destroyed.")
        raise typer.Exit(1)
    touched = {key.id for key in destroy_key(settings.keys_dir, place, month)}
    for each in _inventory(settings).keys:
        if each.key.id in touched:
            typer.echo(describe_destroying(each))
    typer.echo(
        "The key's file was overwritten before it was removed. A file system with snapshots, a\n"
        "flash disk or a backup may still hold the old bytes, locked with the passphrase. The\n"
        "staff bot lets go of the key within an hour; a restart makes sure."
    )


async def count_used(settings: Settings) -> Mapping[str, int]:
    """Return how many messages each key opens; nothing where the database is elsewhere."""
    async with open_work(settings) as work_factory:
        if work_factory is None:
            return {}
        async with work_factory() as work:
            return await work.envelopes.count_by_key()


def _warnings(planned: Sequence[UnitKey], losses: Sequence[Loss] | None) -> list[str]:
    lines = [
        f"With {key.month} goes the standby key that may have served it." if key.is_standby else ""
        for key in planned[1:]
    ]
    if losses is None:
        return [*lines, "The reports database is not here; how many tips go is not known."]
    for loss in losses:
        waiting = loss.open_numbers
        lines.append(
            f"{loss.key.month}: {len(loss.tips)} tips will be unreadable for ever, "
            f"{len(waiting)} of them still open."
        )
        if waiting:
            more = "" if len(waiting) <= _MOST_NUMBERS else " …"
            lines.append(f"Open: {', '.join(waiting[:_MOST_NUMBERS])}{more}")
            lines.append(f"To keep them: humen keys rewrap {loss.key.month}")
    return lines


async def _rewrap(
    settings: Settings, place: tuple[str, str], is_kept: Callable[[Tip], bool]
) -> tuple[int, Moved]:
    keys = await asyncio.to_thread(
        StaffKeys.load, settings.keys_dir, settings.staff_passphrase, pin_of(settings)
    )
    source = keys.key_list.key_of(*place)
    target = keys.unit_key(source.unit, month_at(utc_now()))
    if target.id == source.id or target.is_standby:
        raise KeyDestroyedError("there is no other key of this month to seal to; make it first")
    count, total = 0, Moved()
    async with open_work(settings) as work_factory:
        if work_factory is None:
            raise StartError("the reports database is not here")
        rewrap = RewrapTip(
            unit_of_work=work_factory, keys=keys, files=SealedFiles(settings.files_dir)
        )
        for tip_id in await _kept_tips(work_factory, source, is_kept):
            total += await rewrap(tip_id, Move(source, target))
            count += 1
    return count, total


async def _kept_tips(
    work_factory: Work, key: UnitKey, is_kept: Callable[[Tip], bool]
) -> list[str]:
    async with work_factory() as work:
        sealed = await work.lifetimes.list_sealed_to([key.id])
        tips = [await work.tips.get(tip_id) for tip_id in sealed]
    return [tip.id for tip in tips if is_kept(tip)]


async def _count_losses(settings: Settings, keys: Sequence[UnitKey]) -> list[Loss] | None:
    async with open_work(settings) as work_factory:
        if work_factory is None:
            return None
        async with work_factory() as work:
            return [Loss(key, await work.envelopes.list_tips_by_key(key.id)) for key in keys]


@asynccontextmanager
async def open_work(settings: Settings) -> AsyncIterator[Work | None]:
    """Open the reports database; None where it is a file that is not on this machine."""
    if _is_elsewhere(settings):
        yield None
        return
    async with AsyncExitStack() as stack:
        sessions = create_sessions(await open_reports(settings, stack))
        yield lambda: ReportsUnitOfWork(sessions)


def _is_elsewhere(settings: Settings) -> bool:
    url = settings.reports_url
    return url.get_backend_name() == "sqlite" and not Path(url.database or "").exists()


def run_or_explain(work: Coroutine[Any, Any, T]) -> T:
    """Run to the end; a database or folder that cannot be used ends in a sentence."""
    try:
        return asyncio.run(work)
    except (SQLAlchemyError, OSError) as broken:
        raise StartError from broken


def _inventory(settings: Settings) -> Inventory:
    return take_inventory(settings.keys_dir, pin_of(settings), month_at(utc_now()))
