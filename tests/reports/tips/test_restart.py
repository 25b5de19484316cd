"""A process that is told to stop leaves no receipt on a screen."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.reports.house import House, bot_on, gateway_for, open_house
from tests.reports.tipster import Tipster


@pytest.fixture
async def house(tmp_path: Path) -> AsyncIterator[House]:
    async with open_house(tmp_path) as opened, gateway_for(opened):
        yield opened


async def test_a_restart_hides_every_receipt_and_says_so(house: House) -> None:
    people = []
    async with bot_on(house):
        for language in ("zh-hans", "en"):
            person = await Tipster.create(house, language)
            await person.go_to_receipt()
            people.append(person)
        await people[0].player.tap("存成图片")
        await people[0].player.sees("请现在就保存")
    for person, words in zip(people, ("服务正在重启", "The service is restarting"), strict=True):
        await person.player.sees(words)
        assert await words_shown(person) < 4, "a word or two, as “please”, may stand in any text"
        assert all("photo" not in each for each in await person.player.messages())


async def words_shown(person: Tipster) -> int:
    """Return how many words of the receipt the screen holds."""
    return len(set(person.receipt.split()) & set((await person.player.transcript()).split()))


async def test_a_receipt_that_was_put_away_is_not_touched_by_a_restart(house: House) -> None:
    async with bot_on(house):
        zhou = await Tipster.create(house)
        await zhou.send_tip()
    await zhou.sees("sent")
    await zhou.player.not_sees("服务正在重启")
