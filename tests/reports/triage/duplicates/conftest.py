"""An office and the use cases of duplicates, once on SQLite and once on PostgreSQL."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.databases import Database
from tests.reports.house import open_house
from tests.reports.triage.duplicates.linking import Linking, open_linking


@pytest.fixture
async def linking(database: Database, tmp_path: Path) -> AsyncIterator[Linking]:
    async with open_house(tmp_path, await database("reports")) as house:
        yield await open_linking(house)
