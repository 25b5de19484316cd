"""The staff's use cases on a house of their own, on SQLite but for tests marked `on_both`."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.databases import Database
    from tests.reports.services import Services

# ruff: noqa: PLC0415 - a file of pure rules is to start without the application


@pytest.fixture
async def services(any_database: Database, tmp_path: Path) -> AsyncIterator[Services]:
    from tests.reports.house import open_house
    from tests.reports.services import staff_services

    async with open_house(tmp_path, await any_database("reports")) as house:
        yield staff_services(house)
