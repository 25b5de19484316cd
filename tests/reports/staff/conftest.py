"""The staff's use cases on a house of their own, on SQLite but for tests marked `on_both`."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.databases import Database
from tests.reports.house import open_house
from tests.reports.services import Services, staff_services


@pytest.fixture
async def services(any_database: Database, tmp_path: Path) -> AsyncIterator[Services]:
    async with open_house(tmp_path, await any_database("reports")) as house:
        yield staff_services(house)
