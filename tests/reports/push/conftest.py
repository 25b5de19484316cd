"""A house whose delivery role is at hand, with a sender that only notes what it sends."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.reports.house import House, open_house
from tests.reports.push.delivery import Delivery, open_delivery


@pytest.fixture
async def house(tmp_path: Path) -> AsyncIterator[House]:
    async with open_house(tmp_path) as opened:
        yield opened


@pytest.fixture
async def delivery(house: House) -> Delivery:
    return await open_delivery(house)
