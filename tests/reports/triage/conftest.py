"""An office on a house of its own, on SQLite but for tests marked `on_both`."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.databases import Database
from tests.reports.desk import Office, open_office
from tests.reports.house import open_house


@pytest.fixture
async def office(any_database: Database, tmp_path: Path) -> AsyncIterator[Office]:
    async with open_house(tmp_path, await any_database("reports")) as house:
        yield open_office(house)
