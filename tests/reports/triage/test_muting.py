"""The button that mutes for today: for the holder only, and it tells nobody anything."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest

from tests.phone import JSON, inline_buttons
from tests.reports.house import open_house
from tests.reports.station import Station, open_station

BUTTON = "🔇 今天对此人静音"


@pytest.fixture
async def station(tmp_path: Path) -> AsyncIterator[Station]:
    async with open_house(tmp_path) as house, open_station(house) as opened:
        yield opened


async def wishes(station: Station) -> list[str]:
    async with station.office.house.work() as work:
        return list(await work.mutes.list_all())


async def taken(station: Station) -> tuple[str, JSON]:
    """Let Li take a tip; return its id and its card."""
    tip, card = await station.tip_with_card()
    await station.li.tap("接手", message=card)
    return tip.id, await station.li.sees("承办：李警官", chat=station.group)


async def test_only_a_card_that_somebody_holds_offers_it(station: Station) -> None:
    _tip, card = await station.tip_with_card()
    assert BUTTON not in [each["text"] for each in inline_buttons(card)]
    await station.li.tap("接手", message=card)
    held = await station.li.sees("承办：李警官", chat=station.group)
    assert BUTTON in [each["text"] for each in inline_buttons(held)]


async def test_the_holder_leaves_a_wish_that_names_the_tip_alone(station: Station) -> None:
    tip_id, card = await taken(station)
    before = await station.office.tip(tip_id)
    for _ in range(3):
        await station.li.tap("今天对此人静音", message=card)
        await station.quiet()
    assert await wishes(station) == [tip_id]
    after = await station.office.tip(tip_id)
    assert (after.status, after.holder_id) == (before.status, before.holder_id)
    seen = await station.li.sees("承办：李警官", chat=station.group)
    assert seen["text"] == card["text"], "no mark on the card"


async def test_a_tip_of_yesterday_mutes_nobody(station: Station) -> None:
    _tip_id, card = await taken(station)
    station.office.house.clock.now += timedelta(hours=12)
    await station.li.tap("今天对此人静音", message=card)
    await station.quiet()
    assert await wishes(station) == []
