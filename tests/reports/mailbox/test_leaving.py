"""Whoever leaves the mailbox finds his unsent words again, and leaves no picture behind."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace

import pytest

from tests.reports.asking import ask
from tests.reports.house import BOT, House, bot_on, gateway_for
from tests.reports.tipster import TEXT, Tipster, photo

ANSWER = "每晚十点，三楼"


@pytest.fixture
async def zhou(running_house: House) -> Tipster:
    """Return a citizen whose tip is sent."""
    tipster = await Tipster.create(running_house)
    await tipster.send_tip()
    return tipster


@pytest.fixture
async def hasty(house: House) -> AsyncIterator[Tipster]:
    """Return a citizen whose secrets are shown for a moment only."""
    parts = house.parts()
    house.parts = lambda: replace(parts, receipt_seconds=2.0)  # type: ignore[method-assign]
    async with gateway_for(house), bot_on(house):
        tipster = await Tipster.create(house)
        await tipster.send_tip()
        yield tipster


async def answer(zhou: Tipster, house: House) -> None:
    """Write an answer to a question, and do not send it."""
    (tip,) = await house.tips()
    await ask(house, tip.id, "几点？")
    await zhou.open_mailbox()
    await zhou.player.sees("几点？")
    await zhou.tap("answer")
    await zhou.player.say(ANSWER)
    await zhou.sees("review")


async def texts_of(house: House) -> list[str]:
    (tip,) = await house.tips()
    return [each.text for each in await house.read(tip)]


async def send(zhou: Tipster) -> None:
    await zhou.tap("send")
    await zhou.sees("answered")


async def test_the_menu_tells_of_unsent_words_and_leads_back(
    zhou: Tipster, running_house: House
) -> None:
    await answer(zhou, running_house)
    await zhou.player.send(BOT, "/start")
    await zhou.player.sees("信箱里有一条留言还没发送")
    await zhou.player.tap("回到没发送的留言")
    await zhou.player.sees(ANSWER)
    await send(zhou)
    assert ANSWER in await texts_of(running_house)
    await zhou.player.send(BOT, "/start")
    await zhou.sees("menu")
    await zhou.player.not_sees("信箱里有一条留言还没发送")


@pytest.mark.parametrize("door", ["/receipt", "/report"])
async def test_no_command_throws_unsent_words_away(
    zhou: Tipster, running_house: House, door: str
) -> None:
    await answer(zhou, running_house)
    await zhou.player.send(BOT, "/start")
    await zhou.sees("menu")
    await zhou.player.send(BOT, door)
    await zhou.player.sees("请先发送或清除")
    await zhou.player.sees(ANSWER)
    await send(zhou)
    assert ANSWER in await texts_of(running_house)


@pytest.mark.parametrize("door", ["我的回执", "举报"])
async def test_no_button_of_the_menu_throws_unsent_words_away(
    zhou: Tipster, running_house: House, door: str
) -> None:
    await answer(zhou, running_house)
    await zhou.player.photo(None, photo())
    await zhou.player.sees("照片：1 张")
    await zhou.player.send(BOT, "/start")
    await zhou.sees("menu")
    await zhou.player.tap(door)
    await zhou.player.sees("请先发送或清除")
    await zhou.player.sees(ANSWER)
    await zhou.player.sees("照片：1 张")
    shown = await zhou.player.transcript()
    assert shown.count(ANSWER) == 1, "the card stands once, where he tapped"
    await zhou.player.tap("清除")
    await zhou.player.sees("进展：")
    await zhou.player.send(BOT, "/report")
    await zhou.player.sees("请先打 110")
    assert await texts_of(running_house) == [TEXT, "几点？"]


async def test_unsent_words_above_an_unsent_report_come_first_and_both_are_kept(
    zhou: Tipster, running_house: House
) -> None:
    receipt = zhou.receipt
    await zhou.go_to_review("第二条线索")
    zhou.receipt = receipt
    await answer(zhou, running_house)
    await zhou.player.send(BOT, "/start")
    await zhou.player.sees("信箱里有一条留言还没发送")
    await zhou.player.sees("您有一条举报还没发送")
    await zhou.player.tap("回到没发送的举报")
    await zhou.player.sees(ANSWER)
    await send(zhou)
    await zhou.tap("close")
    await zhou.player.sees("第二条线索")
    assert ANSWER in await texts_of(running_house)


@pytest.mark.parametrize("door", ["/receipt", "/report", "/exit"])
async def test_the_proof_goes_whichever_way_the_mailbox_is_left(zhou: Tipster, door: str) -> None:
    await zhou.open_mailbox()
    await zhou.player.tap("提交凭证")
    await zhou.player.sees("请现在就保存")
    await zhou.player.send(BOT, door)
    await zhou.player.no_longer_sees("请现在就保存")
    assert all("photo" not in each for each in await zhou.player.messages())


async def test_the_proof_goes_in_time_though_nobody_closes_the_mailbox(hasty: Tipster) -> None:
    await hasty.open_mailbox()
    await hasty.player.tap("提交凭证")
    await hasty.player.sees("关闭信箱时")
    await hasty.player.no_longer_sees("关闭信箱时")
    assert all("photo" not in each for each in await hasty.player.messages())
    await hasty.tap("close")
    await hasty.player.sees("信箱已关闭")
    await hasty.player.not_sees("没能删掉")
