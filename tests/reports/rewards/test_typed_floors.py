"""What a person decides is typed: for a minor's report, and above what is certain."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

import pytest

from tests.phone import words_of
from tests.reports import staff_bot
from tests.reports.house import House
from tests.reports.rewards.counter import Counter, open_counter

TWELVE: dict[str, Any] = {
    "seizures": [{"substance": "heroin", "grams": "12"}],
    "flags": ["case_cracked"],
}


@pytest.fixture
async def counter(house: House) -> AsyncIterator[Counter]:
    async with open_counter(house, "zh-hans") as opened:
        yield opened


async def test_a_minor_is_told_of_a_reward_by_two_and_comes_with_a_guardian(
    counter: Counter,
) -> None:
    child = await counter.citizen()
    number = await child.send_tip()
    await counter.close(number, TWELVE | {"flags": ["case_cracked", "by_minor"]})
    await counter.li.tap("填写金额", chat=counter.group)
    await counter.li.sees("可填 0.01 至 300,000", chat=staff_bot.BOT)
    await counter.li.say("500")
    await counter.li.tap("已核对，建议 500 元", chat=staff_bot.BOT)
    await counter.wang.sees("500 元，已提出，待另一人审批", chat=counter.group)
    await counter.wang.tap("批准", chat=counter.group)
    await counter.wang.sees("500 元，已批准", chat=counter.group)
    await child.open_mailbox()
    await child.player.tap("我的奖励")
    await child.player.sees("领取时请和父母或其他监护人一起来")


async def test_the_amount_begins_with_what_is_certain(counter: Counter) -> None:
    citizen = await counter.citizen()
    fugitive = {"people": [{"role": "fugitive", "count": 1}]}
    await counter.close(await citizen.send_tip(), TWELVE | fugitive)
    card = await counter.li.sees("至少 500 元，另加由人决定的部分", chat=counter.group)
    assert "建议 500 元" not in str(card), "what a person decides is not dropped by one tap"
    assert "公安部在逃人员信息库中的毒贩" in words_of(card)
    await counter.li.tap("填写金额", message=card, chat=counter.group)
    await counter.li.sees("可填 500 至 300,000", chat=staff_bot.BOT)
    await counter.li.say("499")
    await counter.li.sees("500 至 300,000 元之间", chat=staff_bot.BOT)
