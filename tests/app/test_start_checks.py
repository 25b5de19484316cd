"""A start that would lose something is refused in a sentence."""

from __future__ import annotations

import shutil
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from pydantic import SecretStr
from sqlalchemy import select

from bot.app.application import open_application
from bot.app.keys import make_all_keys
from bot.app.start_checks import (
    create_clock_chore,
    ensure_clock,
    ensure_keys_of_database,
    ensure_unit_of_region,
)
from bot.app.steady import SteadyClock
from bot.errors import SettingsError, StartRefusedError
from bot.settings import Settings, load_settings
from storage.kit.unit_of_work import create_sessions
from storage.reports.outbox import Outbox
from storage.reports.unit_of_work import ReportsUnitOfWork
from storage.vault.keys import create_keys
from storage.vault.routes import RouteKeys
from storage.vault.wrapping import Argon2Cost
from tests.databases import Database
from tests.keys import PASSPHRASE, UNIT
from tests.reports.sealed_tips import SealedTips

NOW = datetime(2026, 11, 30, 9, 30, tzinfo=UTC)


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return load_settings(data_dir=tmp_path)


async def test_a_unit_of_another_name_on_the_same_region_is_refused(
    settings: Settings, sqlite: Database
) -> None:
    engine = await sqlite("reports")
    await ensure_unit_of_region(engine, settings)
    async with ReportsUnitOfWork(create_sessions(engine)) as work:
        await work.units.ensure(settings.unit, region_id=settings.region, locale="zh_Hans")
        await work.commit()
    await ensure_unit_of_region(engine, settings)
    elsewhere = settings.model_copy(update={"unit": "xiantao", "region": "429004"})
    await ensure_unit_of_region(engine, elsewhere)
    renamed = settings.model_copy(update={"unit": "renamed"})
    with pytest.raises(SettingsError, match=f"is the unit “{settings.unit}”'s"):
        await ensure_unit_of_region(engine, renamed)


async def test_a_database_without_its_keys_is_refused_and_an_empty_one_is_not(
    settings: Settings, sqlite: Database, tmp_path: Path
) -> None:
    engine = await sqlite("reports")
    await ensure_keys_of_database(engine, settings, NOW)
    sealed_tips = SealedTips(tmp_path, engine)
    await sealed_tips.add_tip("2026-11")
    await ensure_keys_of_database(engine, settings, NOW)
    shutil.move(settings.keys_dir, tmp_path / "kept")
    with pytest.raises(StartRefusedError, match="put back the keys folder"):
        await ensure_keys_of_database(engine, settings, NOW)
    months, cost = ["2026-11"], Argon2Cost(opslimit=1, memlimit=8 * 1024 * 1024)
    create_keys(settings.keys_dir, units=[UNIT], months=months, passphrase=PASSPHRASE, cost=cost)
    with pytest.raises(StartRefusedError, match="put back the keys folder"):
        await ensure_keys_of_database(engine, settings, NOW)


async def test_a_clock_far_from_the_last_run_is_refused_until_somebody_says_it_is_right(
    settings: Settings,
) -> None:
    ensure_clock(settings, NOW)
    for days in (1, 13, 26, 25):
        ensure_clock(settings, NOW + timedelta(days=days))
    await create_clock_chore(settings, lambda: NOW)()
    for days in (16, 40, 365 * 20, -3, -40, -365 * 20):
        with pytest.raises(StartRefusedError, match="the clock says"):
            ensure_clock(settings, NOW + timedelta(days=days))
    ensure_clock(settings, NOW)
    (settings.data_dir / "last-run").unlink()
    ensure_clock(settings, NOW + timedelta(days=40))


def a_clock(start: datetime) -> tuple[SteadyClock, dict[str, float]]:
    """Return a clock, and how far its wall and the seconds since boot have gone, to be set."""
    gone = {"wall": 0.0, "boot": 0.0}
    wall = lambda: start + timedelta(seconds=gone["wall"])  # noqa: E731
    return SteadyClock(wall, lambda: gone["boot"]), gone


@pytest.mark.parametrize("days", [-7300, -40, -2, 2, 40, 7300])
def test_a_clock_that_jumps_while_it_runs_is_not_followed_until_it_is_back(days: int) -> None:
    clock, gone = a_clock(NOW)
    gone.update(wall=3600.0, boot=3600.0)
    assert clock() == NOW + timedelta(hours=1)
    gone["wall"] += days * 86400
    gone["boot"] += 60
    assert clock() == NOW + timedelta(hours=1, minutes=1)
    gone.update(wall=9000.0, boot=9000.0)
    assert clock() == NOW + timedelta(seconds=9000)


def test_a_machine_that_sleeps_or_is_set_by_hours_is_followed() -> None:
    clock, gone = a_clock(NOW)
    gone.update(wall=30 * 86400.0, boot=30 * 86400.0)
    assert clock() == NOW + timedelta(days=30)
    gone["wall"] -= 8 * 3600
    assert clock() == NOW + timedelta(days=30, hours=-8)


async def test_delivery_alone_looks_at_the_clock_too(settings: Settings) -> None:
    ensure_clock(settings, NOW)
    token = SecretStr("700100200:abcdefghijklmnopqrstuvwxyzABCDEF")
    alone = settings.model_copy(update={"delivery": "alone", "bot_token": token})
    with pytest.raises(StartRefusedError, match="the clock says"):
        async with open_application(alone, lambda: NOW + timedelta(days=40)):
            pass


async def test_what_a_wrong_clock_put_off_for_weeks_is_due_at_once(
    settings: Settings, sqlite: Database
) -> None:
    engine = await sqlite("reports")
    waits = {"late": timedelta(days=40), "soon": timedelta(hours=2), "past": timedelta(hours=-1)}
    async with ReportsUnitOfWork(create_sessions(engine)) as work:
        for name, wait in waits.items():
            work.outbox.add(name, b"qianjiang", {}, NOW + wait)
        await work.commit()
    await create_clock_chore(settings, lambda: NOW, (engine, Outbox))()
    async with ReportsUnitOfWork(create_sessions(engine)) as work:
        rows = (await work.session.execute(select(Outbox))).scalars()
        due = {row.kind: row.due_at for row in rows}
    assert due == {name: NOW + (waits[name] if name != "late" else timedelta()) for name in waits}


def test_a_lost_route_key_of_this_month_is_remade_where_notices_go_out(
    settings: Settings,
) -> None:
    locked = settings.model_copy(update={"staff_passphrase": SecretStr("correct horse")})
    before = make_all_keys(locked, NOW).routes
    private = settings.keys_dir / "delivery" / "private"
    for month in ("2026-11", "2027-01"):
        (private / f"{month}.key").unlink()
    elsewhere = locked.model_copy(update={"delivery": "apart"})
    assert make_all_keys(elsewhere, NOW).routes == before
    after = make_all_keys(locked, NOW).routes
    changed = {month for month, key in after.items() if key.id != before[month].id}
    assert changed == {"2026-11", "2027-01"}
    held = RouteKeys.load(settings.keys_dir, None)
    assert all(held.has(key.id) for key in after.values())
    later = make_all_keys(locked, NOW + timedelta(days=31))
    assert later.routes["2026-11"].id == after["2026-11"].id
    assert not (private / "2026-11.key").exists()
