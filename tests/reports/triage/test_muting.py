"""The button that mutes for today: for the holder only, and it tells nobody anything."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest

from tests.phone import JSON, inline_buttons
from tests.reports.house import open_house
from tests.reports.staff_bot import StaffBot, run_staff_bot

BUTTON = "🔇 今天对此人静音"


@pytest.fixture
async def staff_bot(tmp_path: Path) -> AsyncIterator[StaffBot]:
    async with open_house(tmp_path) as house, run_staff_bot(house) as opened:
        yield opened


async def wishes(staff_bot: StaffBot) -> list[str]:
    async with staff_bot.services.house.work() as work:
        return list(await work.mutes.list_all())


async def taken(staff_bot: StaffBot) -> tuple[str, JSON]:
    """Let Li take a tip; return its id and its card."""
    tip, card = await staff_bot.tip_with_card()
    await staff_bot.li.tap("接手", message=card)
    return tip.id, await staff_bot.li.sees("承办：李警官", chat=staff_bot.group)


async def test_only_a_card_that_somebody_holds_offers_it(staff_bot: StaffBot) -> None:
    _tip, card = await staff_bot.tip_with_card()
    assert BUTTON not in [each["text"] for each in inline_buttons(card)]
    await staff_bot.li.tap("接手", message=card)
    held = await staff_bot.li.sees("承办：李警官", chat=staff_bot.group)
    assert BUTTON in [each["text"] for each in inline_buttons(held)]


async def test_the_holder_leaves_a_wish_that_names_the_tip_alone(staff_bot: StaffBot) -> None:
    tip_id, card = await taken(staff_bot)
    before = await staff_bot.services.tip(tip_id)
    for _ in range(3):
        await staff_bot.li.tap("今天对此人静音", message=card)
        await staff_bot.quiet()
    assert await wishes(staff_bot) == [tip_id]
    after = await staff_bot.services.tip(tip_id)
    assert (after.status, after.holder_id) == (before.status, before.holder_id)
    seen = await staff_bot.li.sees("承办：李警官", chat=staff_bot.group)
    assert seen["text"] == card["text"], "no mark on the card"


async def test_a_tip_of_yesterday_mutes_nobody(staff_bot: StaffBot) -> None:
    _tip_id, card = await taken(staff_bot)
    staff_bot.services.house.clock.now += timedelta(hours=12)
    await staff_bot.li.tap("今天对此人静音", message=card)
    await staff_bot.quiet()
    assert await wishes(staff_bot) == []
