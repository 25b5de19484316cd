"""A start that would lose something is refused in a sentence."""

from __future__ import annotations

import shutil
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.app.start_checks import (
    create_clock_chore,
    ensure_clock,
    ensure_keys_of_database,
    ensure_unit_of_region,
)
from bot.errors import SettingsError, StartRefusedError
from bot.settings import Settings, load_settings
from storage.kit.unit_of_work import create_sessions
from storage.reports.unit_of_work import ReportsUnitOfWork
from storage.vault.keys import create_keys
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
    for days in (1, 20, 54, 53):
        ensure_clock(settings, NOW + timedelta(days=days))
    await create_clock_chore(settings, lambda: NOW)()
    for days in (40, 365 * 20, -3):
        with pytest.raises(StartRefusedError, match="the clock says"):
            ensure_clock(settings, NOW + timedelta(days=days))
    ensure_clock(settings, NOW)
    (settings.data_dir / "last-run").unlink()
    ensure_clock(settings, NOW + timedelta(days=40))
