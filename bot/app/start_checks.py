"""What must fit together before anything is made, sent or destroyed, or the start is refused."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy.ext.asyncio import AsyncEngine

from bot.app.keys import month_at, pin_of
from bot.app.shared import Clock
from bot.errors import SettingsError, StartRefusedError
from bot.settings import Settings
from storage.errors import KeyFileError
from storage.kit.outbox import OutboxRepository
from storage.kit.unit_of_work import create_sessions
from storage.reports.unit_of_work import ReportsUnitOfWork
from storage.vault.inventory import take_inventory

LAST_RUN = "last-run"
FORWARD, BACK = timedelta(days=14), timedelta(days=2)
# Every row is made to be sent within hours; a later one was made by a clock that was wrong.
LONGEST_WAIT = timedelta(days=1)


async def ensure_unit_of_region(engine: AsyncEngine, settings: Settings) -> None:
    """Raise `SettingsError` where the region is that of a unit of another name."""
    async with ReportsUnitOfWork(create_sessions(engine)) as work:
        units = {unit.id: unit.region_id for unit in await work.units.list_all()}
    owners = [name for name, region in units.items() if region == settings.region]
    if owners and settings.unit not in units:
        told = f"HUMEN_UNIT: region {settings.region} is the unit “{owners[0]}”'s, with its people"
        raise SettingsError([f"{told} and reports; please name that one"])


async def ensure_keys_of_database(engine: AsyncEngine, settings: Settings, now: datetime) -> None:
    """Raise `StartRefusedError` where the reports were sealed to keys that are not here.

    New keys, made beside them, would hide that the old ones are missing.
    """
    async with ReportsUnitOfWork(create_sessions(engine)) as work:
        used = set(await work.envelopes.count_by_key())
    try:
        inventory = take_inventory(settings.keys_dir, pin_of(settings), month_at(now))
        listed = {each.key.id for each in inventory.keys}
    except KeyFileError:
        listed = set()
    if used and not used & listed:
        raise StartRefusedError(
            f"the reports are sealed to keys that are not in {settings.keys_dir}; put back the "
            "keys folder that belongs to this database"
        )


def ensure_clock(settings: Settings, now: datetime) -> None:
    """Raise `StartRefusedError` where the clock is far from when this folder was last at work.

    A key or a term that ends by the clock ends for good, so one sign alone is not enough.
    """
    refuse_wrong_clock(settings, now)
    note_clock(settings, now)


def refuse_wrong_clock(settings: Settings, now: datetime) -> None:
    """Raise `StartRefusedError` before anything ends by such a clock, at a terminal as well."""
    wrong = wrong_clock(settings, now)
    if wrong:
        raise StartRefusedError(wrong)


def wrong_clock(settings: Settings, now: datetime) -> str | None:
    """Return what to do where the clock is far from the last run of this folder."""
    path = settings.data_dir / LAST_RUN
    try:
        last = datetime.fromisoformat(path.read_text("utf-8").strip())
    except (FileNotFoundError, ValueError):
        return None
    if -BACK <= now - last <= FORWARD:
        return None
    return (
        f"the clock says {now:%Y-%m-%d}, and this folder was last at work on "
        f"{last:%Y-%m-%d}; set the clock, or, if it is right, delete {path}"
    )


def note_clock(settings: Settings, now: datetime) -> None:
    settings.data_dir.mkdir(parents=True, exist_ok=True, mode=0o700)
    hour = now.astimezone(UTC).replace(minute=0, second=0, microsecond=0)
    (settings.data_dir / LAST_RUN).write_text(hour.isoformat(), "utf-8")


def create_clock_chore(
    settings: Settings, clock: Clock, *engines: tuple[AsyncEngine, type[Any]]
) -> Callable[[], Awaitable[None]]:
    """Return a chore that notes that the folder is at work, and caps what is due too late.

    `engines` come with the outbox of their database.
    """

    async def note() -> None:
        note_clock(settings, clock())
        for engine, outbox in engines:
            async with create_sessions(engine)() as session:
                await OutboxRepository(session, outbox).cap(clock(), LONGEST_WAIT)
                await session.commit()

    return note
