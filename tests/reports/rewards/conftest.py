"""A treasury on SQLite, on both databases where a test races on it, and who works there."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from storage.vault.keys import StaffKeys, create_keys
from tests.databases import Backend, Database
from tests.keys import CHEAP, PASSPHRASE
from tests.reports.rewards.treasury import OTHER, UNIT, Staffing, Treasury, staff_of


@pytest.fixture(scope="session")
def reward_keys(tmp_path_factory: pytest.TempPathFactory) -> StaffKeys:
    folder: Path = tmp_path_factory.mktemp("reward-keys")
    months = [f"2026-{month:02d}" for month in range(1, 13)]
    create_keys(folder, units=[UNIT, OTHER], months=months, passphrase=PASSPHRASE, cost=CHEAP)
    return StaffKeys.load(folder, PASSPHRASE, None)


@pytest.fixture
def backend(request: pytest.FixtureRequest) -> Backend:
    """Where the databases of a test come from: PostgreSQL too under `on_both`."""
    found: Backend = request.getfixturevalue(f"{getattr(request, 'param', 'sqlite')}_backend")
    return found


@pytest.fixture
async def treasury(backend: Backend, reward_keys: StaffKeys) -> AsyncIterator[Treasury]:
    database = Database(backend)
    yield Treasury(await database("reports"), reward_keys)
    await database.close()


@pytest.fixture
async def staff(treasury: Treasury) -> Staffing:
    return await staff_of(treasury)
