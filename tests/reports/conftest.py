"""A house with databases, keys and content, and one that a citizen can talk to."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.reports.house import House, open_house, running


@pytest.fixture
async def house(tmp_path: Path) -> AsyncIterator[House]:
    async with open_house(tmp_path) as opened:
        yield opened


@pytest.fixture
async def running_house(house: House) -> AsyncIterator[House]:
    async with running(house):
        yield house
