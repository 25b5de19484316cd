"""The use cases of duplicates, on SQLite but for tests marked `on_both`."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.databases import Database
    from tests.reports.triage.duplicates.linking import Linking

# ruff: noqa: PLC0415 - a file of pure rules is to start without the application


@pytest.fixture
async def linking(any_database: Database, tmp_path: Path) -> AsyncIterator[Linking]:
    from tests.reports.house import open_house
    from tests.reports.triage.duplicates.linking import open_linking

    async with open_house(tmp_path, await any_database("reports")) as house:
        yield await open_linking(house)
