"""A house with databases, keys and content, and one that a citizen can talk to."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.reports.house import House

# ruff: noqa: PLC0415 - a file of pure rules is to start without the application


@pytest.fixture
async def house(tmp_path: Path) -> AsyncIterator[House]:
    from tests.reports.house import open_house

    async with open_house(tmp_path) as opened:
        yield opened


@pytest.fixture
async def running_house(house: House) -> AsyncIterator[House]:
    from tests.reports.house import running

    async with running(house):
        yield house
