"""What `humen units` does: the units, the regions they own, and who is above whom."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import AsyncExitStack, asynccontextmanager

import typer

from bot.app import shelves
from bot.app.keys import make_all_keys
from bot.app.keys_ending import Work, open_work, run_or_explain
from bot.app.shared import open_reports, utc_now
from bot.app.start_checks import refuse_wrong_clock
from bot.errors import UnitRefusedError, UnknownUnitError
from bot.settings import Settings, load_settings
from content.schema.regions import Regions
from storage.kit.unit_of_work import create_sessions
from storage.reports.staff import Staff
from storage.reports.unit_of_work import ReportsUnitOfWork
from storage.reports.units import Unit
from storage.vault.layout import Role

LOCALE = "zh_Hans"
NAME = re.compile(r"[a-z0-9-]{1,32}")


def print_units() -> None:
    settings, regions = load_settings(), shelves.library().regions
    units = run_or_explain(_list_units(settings))
    if not units:
        typer.echo("There is no unit yet; humen staff code makes the first.")
    for unit in sorted(units, key=lambda each: _path(regions, each)):
        depth = sum(1 for each in units if _is_above(regions, each, unit))
        chat = _state_of_chat(unit)
        typer.echo(f"{'  ' * depth}{unit.id}  {_region(regions, unit)}  {chat}")


def add_unit(unit_id: str, region_id: str) -> None:
    """Make the unit; its keys as well where the operator's key is at hand."""
    settings, regions = load_settings(), shelves.library().regions
    refuse_wrong_clock(settings, utc_now())
    if not NAME.fullmatch(unit_id):
        raise UnitRefusedError("a unit's name is 1 to 32 of the characters a-z 0-9 -")
    if region_id not in regions.by_id:
        raise UnitRefusedError("the content knows no region of this code")
    run_or_explain(_add(settings, unit_id, region_id))
    if (
        settings.keys_dir / Role.OPERATOR
    ).is_dir() and settings.staff_passphrase.get_secret_value():
        make_all_keys(settings, utc_now(), units=[unit_id])
        typer.echo("Its keys are made; running bots take them in within the hour.")
    else:
        typer.echo(f"Now make its keys, where keys are made: humen keys make --unit {unit_id}")
    typer.echo(f"To bind its admin chat: humen staff code --unit {unit_id}")


def show_unit(unit_id: str) -> None:
    settings, regions = load_settings(), shelves.library().regions
    units = run_or_explain(_list_units(settings))
    found = next((each for each in units if each.id == unit_id), None)
    if found is None:
        raise UnknownUnitError(unit_id)
    above = _unit_above(regions, units, found)
    typer.echo(f"{found.id}: {_region(regions, found)}")
    typer.echo(f"Above it: {above.id if above else 'no unit'}")
    typer.echo(f"Admin chat: {_state_of_chat(found)}")
    for each in run_or_explain(_list_people(settings, unit_id)):
        knows = "  knows the passphrase" if each.knows_passphrase else ""
        typer.echo(f"  {each.id[:8]}  since {each.joined:%Y-%m-%d}  {each.roles}{knows}")


@asynccontextmanager
async def open_units(settings: Settings) -> AsyncIterator[Work]:
    """Open the reports database, which is made where it is not yet."""
    async with AsyncExitStack() as stack:
        sessions = create_sessions(await open_reports(settings, stack))
        yield lambda: ReportsUnitOfWork(sessions)


async def _add(settings: Settings, unit_id: str, region_id: str) -> None:
    """Raise `UnitRefusedError` where the name or the region is another unit's."""
    async with open_units(settings) as work_factory, work_factory() as work:
        owners = {each.region_id: each.id for each in await work.units.list_all()}
        owners.setdefault(settings.region, settings.unit)
        if await work.units.find(unit_id) is not None:
            raise UnitRefusedError(f"there is a unit “{unit_id}” already")
        if owners.get(region_id, unit_id) != unit_id:
            raise UnitRefusedError(f"this region is “{owners[region_id]}”'s")
        await work.units.ensure(unit_id, region_id=region_id, locale=LOCALE)
        await work.commit()


async def _list_units(settings: Settings) -> Sequence[Unit]:
    async with open_work(settings) as work_factory:
        if work_factory is None:
            return []
        async with work_factory() as work:
            return await work.units.list_all()


async def _list_people(settings: Settings, unit_id: str) -> Sequence[Staff]:
    async with open_units(settings) as work_factory, work_factory() as work:
        return await work.staff.list_by_unit(unit_id)


def _unit_above(regions: Regions, units: Sequence[Unit], unit: Unit) -> Unit | None:
    """Return the unit of the nearest region above that has one."""
    above = [each for each in units if _is_above(regions, each, unit)]
    return max(above, key=lambda each: len(_path(regions, each)), default=None)


def _is_above(regions: Regions, one: Unit, other: Unit) -> bool:
    return one.id != other.id and one.region_id in _path(regions, other)[:-1]


def _path(regions: Regions, unit: Unit) -> tuple[str, ...]:
    if unit.region_id not in regions.by_id:
        return (unit.region_id,)
    return tuple(region.id for region in regions.path(unit.region_id))


def _region(regions: Regions, unit: Unit) -> str:
    known: Mapping[str, object] = regions.by_id
    name = regions.get(unit.region_id).name.to(LOCALE) if unit.region_id in known else "?"
    return f"{unit.region_id} {name}"


def _state_of_chat(unit: Unit) -> str:
    if unit.chat_id is None:
        return "not bound"
    if unit.unreachable_since is not None:
        return f"the bot is out of it since {unit.unreachable_since:%Y-%m-%d %H}:00 UTC"
    return "bound"
