"""A start that would lose something is refused in a sentence."""

from __future__ import annotations

import shutil
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from pydantic import SecretStr
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.app.application import open_application
from bot.app.keys import make_all_keys
from bot.app.process import running_alone
from bot.app.start_checks import (
    create_clock_chore,
    ensure_clock,
    ensure_keys_of_database,
    ensure_unit_of_region,
)
from bot.app.steady import SteadyClock
from bot.errors import AlreadyRunningError, SettingsError, StartRefusedError
from bot.settings import Settings, load_settings
from storage.kit.engine import create_engine
from storage.kit.migrate import upgrade
from storage.kit.unit_of_work import create_sessions
from storage.reports.envelopes import Envelope
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


@dataclass
class Office:
    """An installation that has a report, and what must be the same after a start that failed."""

    settings: Settings
    engine: AsyncEngine

    async def state(self) -> tuple[dict[str, bytes], list[tuple[str, str]]]:
        """Return every key file, and which messages are sealed to which key."""
        files = self.settings.keys_dir.rglob("*")
        keys = {f"{path}": path.read_bytes() for path in files if path.is_file()}
        async with ReportsUnitOfWork(create_sessions(self.engine)) as work:
            rows = await work.session.execute(select(Envelope.key_id, Envelope.tip_id))
            return keys, sorted((key, tip) for key, tip in rows.all())

    async def start(self, now: datetime, **changed: Any) -> None:
        """Open both bots as a start does, and run nothing."""
        settings = self.settings.model_copy(update=changed)
        with running_alone(settings):
            async with open_application(settings, lambda: now):
                pass


@pytest.fixture
async def office(tmp_path: Path) -> AsyncIterator[Office]:
    settings = load_settings(
        data_dir=tmp_path,
        bot_token=SecretStr("700100200:abcdefghijklmnopqrstuvwxyzABCDEF"),
        staff_bot_token=SecretStr("700100300:abcdefghijklmnopqrstuvwxyzABCDEF"),
        staff_passphrase=SecretStr(PASSPHRASE.decode()),
    )
    engine = create_engine(settings.reports_url)
    await upgrade(engine, "reports")
    office = Office(settings, engine)
    await SealedTips(tmp_path, engine).add_tip("2026-11")
    await office.start(NOW)
    yield office
    await engine.dispose()


@pytest.mark.parametrize("days", [-7300, -40, 40, 7300])
async def test_a_start_by_a_wrong_clock_ends_nothing(office: Office, days: int) -> None:
    before = await office.state()
    with pytest.raises(StartRefusedError, match="set the clock, or, if it is right, delete"):
        await office.start(NOW + timedelta(days=days))
    assert await office.state() == before
    await office.start(NOW + timedelta(hours=1))
    assert await office.state() == before


async def test_a_clock_that_is_off_by_a_day_goes_on_whole(office: Office) -> None:
    _keys, rows = await office.state()
    for days in (1, 0, -1):
        await office.start(NOW + timedelta(days=days))
        keys, present = await office.state()
        assert present == rows
        assert any(path.endswith("delivery/private/2026-12.key") for path in keys)


async def test_a_backup_without_its_keys_is_refused_by_either_bot_and_whole_with_them(
    office: Office, tmp_path: Path
) -> None:
    before = await office.state()
    kept = tmp_path / "kept"
    shutil.move(office.settings.keys_dir, kept)
    for without in ({}, {"bot_token": None}, {"staff_bot_token": None}):
        with pytest.raises(StartRefusedError, match="put back the keys folder"):
            await office.start(NOW, **without)
        assert not office.settings.keys_dir.exists(), "no new keys hide that the old are missing"
    shutil.move(kept, office.settings.keys_dir)
    await office.start(NOW)
    assert await office.state() == before


async def test_a_second_start_is_refused_while_the_first_runs(office: Office) -> None:
    before = await office.state()
    with running_alone(office.settings), pytest.raises(AlreadyRunningError, match="stop it"):
        await office.start(NOW)
    assert await office.state() == before
    await office.start(NOW)


async def test_a_renamed_unit_is_refused_and_takes_no_reports(office: Office) -> None:
    before = await office.state()
    with pytest.raises(SettingsError, match="is the unit “qianjiang”'s"):
        await office.start(NOW, unit="renamed")
    assert await office.state() == before
    async with ReportsUnitOfWork(create_sessions(office.engine)) as work:
        assert [unit.id for unit in await work.units.list_all()] == [UNIT]
    await office.start(NOW)
