"""An office on a house of its own, once on SQLite and once on PostgreSQL."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.databases import Database
from tests.reports.desk import Office, open_office
from tests.reports.house import open_house


@pytest.fixture
async def office(database: Database, tmp_path: Path) -> AsyncIterator[Office]:
    async with open_house(tmp_path, await database("reports")) as house:
        yield open_office(house)
