"""The note on a proposal, read in the private chat by who approves it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

import pytest

from storage.reports.shown import ShownPlace
from tests.journeys.scenes import buttons_of
from tests.reports import staff_bot
from tests.reports.house import House
from tests.reports.rewards.counter import Counter, open_counter
from tests.reports.rewards.test_journey import FACTORY, TWELVE, reported

NOTE = "compared with the list of <seizures>"
READ = "📝 Read the note"


@pytest.fixture
async def counter(house: House) -> AsyncIterator[Counter]:
    async with open_counter(house, "en") as opened:
        yield opened


async def places_shown(counter: Counter) -> list[ShownPlace]:
    async with counter.house.work() as work:
        return list(await work.shown.list_all())


async def test_who_approves_reads_what_who_proposed_wrote(counter: Counter) -> None:
    _, number = await reported(counter, FACTORY)
    await counter.li.tap("Set the amount", chat=counter.group)
    await counter.li.sees("It can be 20,000 to 200,000", chat=staff_bot.BOT)
    await counter.li.say(f"60000\n{NOTE}")
    await counter.li.tap("Checked: propose 60,000 yuan")
    card = await counter.wang.sees("60,000 yuan, proposed", chat=counter.group)
    assert READ in buttons_of(card)
    await counter.zhou.tap(READ, message=card, chat=counter.group)
    await counter.zhou.sees("This is not open to you, or somebody else holds it.")
    await counter.wang.tap(READ, message=card, chat=counter.group)
    await counter.wang.sees("It is open in our private chat.")
    shown = await counter.wang.sees(
        f"Note on the reward for {number}:\n{NOTE}", chat=staff_bot.BOT
    )
    assert shown["has_protected_content"]
    async with asyncio.timeout(10):
        while not (places := await places_shown(counter)):  # noqa: ASYNC110 - kept once it is seen
            await asyncio.sleep(0.05)
    assert [(each.chat_id, each.message_id) for each in places] == [
        (counter.wang.id, shown["message_id"])
    ]


async def test_without_a_note_there_is_no_button_for_it(counter: Counter) -> None:
    await reported(counter, TWELVE)
    await counter.li.tap("Checked: propose 500 yuan", chat=counter.group)
    card = await counter.wang.sees("500 yuan, proposed", chat=counter.group)
    assert READ not in buttons_of(card)
