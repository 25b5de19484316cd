"""What `humen doctor` finds wrong with units: chats that are shut, nobody to lead, old secrets."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bot.app.keys import wrapping_mark
from bot.app.keys_ending import open_work
from bot.reports.staff import rules
from bot.settings import Settings
from storage.reports.staff import Staff
from storage.reports.unit_of_work import ReportsUnitOfWork
from storage.reports.units import Unit


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitFinding:
    """A sentence with its remedy."""

    sentence: str
    is_red: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitState:
    """A unit with its people and how many rows wait for it."""

    unit: Unit
    people: Sequence[Staff]
    waiting: int


async def find_in_units(settings: Settings) -> list[UnitFinding]:
    """Return what is wrong with the units; nothing where the database is elsewhere."""
    async with open_work(settings) as work_factory:
        if work_factory is None:
            return []
        async with work_factory() as work:
            states = [await _state(work, unit) for unit in await work.units.list_all()]
    mark = wrapping_mark(settings)
    return [finding for state in states for finding in findings_of(state, mark)]


async def list_unit_ids(settings: Settings) -> list[str]:
    """Return every unit in the database, by which their keys are looked at."""
    async with open_work(settings) as work_factory:
        if work_factory is None:
            return []
        async with work_factory() as work:
            return [unit.id for unit in await work.units.list_all()]


def findings_of(state: UnitState, mark: bytes | None) -> Iterator[UnitFinding]:
    """Yield what is wrong; `mark` is that of the passphrase the keys are locked with now."""
    unit, count = state.unit, state.waiting
    if unit.unreachable_since is not None:
        since = f"{unit.unreachable_since:%Y-%m-%d %H}:00 UTC"
        yield UnitFinding(
            is_red=True,
            sentence=f"The bot is out of the admin chat of {unit.id} since {since}; {count} "
            f"messages wait. Put it back, or bind another chat: humen staff code --unit {unit.id}",
        )
    if unit.chat_id is None:
        yield UnitFinding(
            is_red=count > 0,
            sentence=f"{unit.id} has no admin chat; {count} messages wait. "
            f"humen staff code --unit {unit.id}",
        )
    elif not any(rules.Role.SUPERVISOR in rules.roles_from(each.roles) for each in state.people):
        yield UnitFinding(
            is_red=True,
            sentence=f"{unit.id} has no supervisor. "
            f"humen staff invite {unit.id} supervisor triage",
        )
    if unit.exposed_wrapping is not None and unit.exposed_wrapping in {mark, b""}:
        yield UnitFinding(
            is_red=True,
            sentence=f"Somebody who left {unit.id} knew the passphrase of the keys. "
            "humen keys passphrase",
        )


async def _state(work: ReportsUnitOfWork, unit: Unit) -> UnitState:
    people = await work.staff.list_by_unit(unit.id)
    return UnitState(unit=unit, people=people, waiting=await work.outbox.count(unit.id.encode()))
