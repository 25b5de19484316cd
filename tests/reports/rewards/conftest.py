"""A treasury on both databases, and who works there."""

from __future__ import annotations

from pathlib import Path

import pytest

from storage.vault.keys import StaffKeys, create_keys
from tests.databases import Database
from tests.reports.house import CHEAP, PASSPHRASE
from tests.reports.rewards.treasury import OTHER, UNIT, Staffing, Treasury, staff_of


@pytest.fixture(scope="session")
def reward_keys(tmp_path_factory: pytest.TempPathFactory) -> StaffKeys:
    folder: Path = tmp_path_factory.mktemp("reward-keys")
    months = [f"2026-{month:02d}" for month in range(1, 13)]
    create_keys(folder, units=[UNIT, OTHER], months=months, passphrase=PASSPHRASE, cost=CHEAP)
    return StaffKeys.load(folder, PASSPHRASE, None)


@pytest.fixture
async def treasury(database: Database, reward_keys: StaffKeys) -> Treasury:
    return Treasury(await database("reports"), reward_keys)


@pytest.fixture
async def staff(treasury: Treasury) -> Staffing:
    return await staff_of(treasury)
