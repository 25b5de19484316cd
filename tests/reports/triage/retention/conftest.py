"""A house whose tips live for 40 days, for 30 once they are closed."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.databases import Database
    from tests.reports.triage.retention.keeping import Keeping

# ruff: noqa: PLC0415 - a file of pure rules is to start without the application


@pytest.fixture
async def keeping_in_sqlite(sqlite: Database, tmp_path: Path) -> AsyncIterator[Keeping]:
    """Keep tips in SQLite only; what PostgreSQL leaves is in tests/storage/kit."""
    from tests.reports.house import open_house
    from tests.reports.triage.retention.keeping import open_keeping

    async with open_house(tmp_path, await sqlite("reports")) as house:
        yield await open_keeping(house)


@pytest.fixture
async def keeping(any_database: Database, tmp_path: Path) -> AsyncIterator[Keeping]:
    from tests.reports.house import open_house
    from tests.reports.triage.retention.keeping import open_keeping

    async with open_house(tmp_path, await any_database("reports")) as house:
        yield await open_keeping(house)
