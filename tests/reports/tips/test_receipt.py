"""The receipt leaves the screen: when it is confirmed, after a while, and with its picture."""

from __future__ import annotations

import io
from collections.abc import AsyncIterator
from dataclasses import replace

import pytest
from PIL import Image

from tests.phone import call
from tests.reports.house import BOT, House, bot_on, gateway_for
from tests.reports.tipster import TEXT, Tipster


@pytest.fixture
async def zhou(running_house: House) -> Tipster:
    return await Tipster.create(running_house)


@pytest.fixture
async def hasty(house: House) -> AsyncIterator[Tipster]:
    """Return a citizen whose receipt is shown for a moment only."""
    parts = house.parts()
    house.parts = lambda: replace(parts, receipt_seconds=2.0)  # type: ignore[method-assign]
    async with gateway_for(house), bot_on(house):
        yield await Tipster.create(house)


async def test_the_words_hide_when_the_time_is_up_and_come_again_when_asked_for(
    hasty: Tipster, house: House
) -> None:
    await hasty.go_to_receipt()
    await hasty.player.tap("存成图片")
    await hasty.player.sees("回执已经隐藏")
    await hasty.player.no_longer_sees("请现在就保存")
    assert hasty.receipt not in await hasty.player.transcript()
    await hasty.player.tap("再看一遍")
    await hasty.player.sees(hasty.receipt)
    await hasty.tap("forget")
    await hasty.sees("sent")
    (tip,) = await house.tips()
    assert (await house.read(tip))[0].text == TEXT


async def test_the_picture_goes_in_time_though_the_mailbox_lies_above(hasty: Tipster) -> None:
    await hasty.go_to_receipt()
    await hasty.player.tap("存成图片")
    await hasty.player.send(BOT, "/receipt")
    await hasty.sees("ask_receipt")
    await hasty.player.no_longer_sees("请现在就保存")
    assert all("photo" not in each for each in await hasty.player.messages())
    await hasty.sees("ask_receipt")


async def test_a_confirmed_receipt_is_not_disturbed_by_its_timer(hasty: Tipster) -> None:
    await hasty.go_to_receipt()
    await hasty.tap("written")
    await hasty.sees("check")
    await hasty.player.not_sees("回执已经隐藏", within=2.5)


async def test_the_picture_can_be_saved_and_goes_once_the_words_are_written_down(
    zhou: Tipster,
) -> None:
    await zhou.go_to_receipt()
    await zhou.player.tap("存成图片")
    message = await zhou.player.sees("请现在就保存")
    assert not message.get("has_protected_content")
    with Image.open(io.BytesIO(await zhou.player.file(message))) as picture:
        picture.load()
        assert min(picture.size) >= 800
    await zhou.tap("written")
    await zhou.sees("check")
    assert all("photo" not in each for each in await zhou.player.messages())


@pytest.mark.parametrize("way", ["forget", "erase", "exit"])
async def test_the_picture_goes_with_every_way_out(zhou: Tipster, way: str) -> None:
    await zhou.go_to_receipt()
    await zhou.player.tap("存成图片")
    await zhou.player.sees("请现在就保存")
    if way == "forget":
        await zhou.tap("forget")
        await zhou.sees("sent")
    elif way == "erase":
        await zhou.player.tap("全部清除")
        await zhou.player.sees("一点没留")
    else:
        await zhou.player.send(BOT, "/exit")
        await zhou.player.sees("已关闭")
    assert all("photo" not in each for each in await zhou.player.messages())
    assert zhou.receipt not in await zhou.player.transcript()


@pytest.mark.parametrize("way", ["written", "exit"])
async def test_what_could_not_be_deleted_is_told(
    zhou: Tipster, running_house: House, way: str
) -> None:
    await zhou.go_to_receipt()
    await zhou.player.tap("存成图片")
    await zhou.player.sees("请现在就保存")
    fault = {"kind": "5xx", "bot": BOT, "method": "deleteMessage", "times": 3, "status": 500}
    await call(running_house.base_url, "POST", "/sim/faults", json=fault)
    if way == "written":
        await zhou.tap("written")
    else:
        await zhou.player.send(BOT, "/exit")
    await zhou.player.sees("有一条我发的消息没能删掉")
