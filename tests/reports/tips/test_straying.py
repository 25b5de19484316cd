"""Whoever leaves the form is told where it is; what he writes elsewhere enters it only if asked."""

from __future__ import annotations

import pytest

from tests.reports.house import BOT, House
from tests.reports.tipster import TEXT, Tipster, photo


@pytest.fixture
async def zhou(running_house: House) -> Tipster:
    return await Tipster.create(running_house)


async def test_the_menu_tells_of_the_unsent_report_and_leads_back(zhou: Tipster) -> None:
    await zhou.open_form()
    await zhou.player.send(BOT, "/start")
    await zhou.player.sees("您有一条举报还没发送")
    await zhou.player.tap("回到没发送的举报")
    await zhou.player.sees("请先打 110")
    await zhou.player.tap("全部清除")
    await zhou.player.tap("主菜单")
    await zhou.sees("menu")
    await zhou.player.not_sees("您有一条举报还没发送")


async def test_words_written_at_the_menu_enter_the_report_only_when_asked_for(
    zhou: Tipster, running_house: House
) -> None:
    await zhou.go_to_text()
    await zhou.player.send(BOT, "/start")
    await zhou.sees("menu")
    await zhou.player.say("这句不算")
    await zhou.player.sees("这条要加进去吗")
    await zhou.player.tap("不加，回到举报")
    await zhou.sees("ask_text")
    await zhou.player.not_sees("会替换这段")
    await zhou.player.send(BOT, "/start")
    await zhou.player.say(TEXT)
    await zhou.player.sees("这条要加进去吗")
    await zhou.player.tap("加进举报")
    await zhou.sees("review")
    assert await zhou.written_by_me() == ["这句不算"]
    await zhou.tap("go_on")
    await zhou.tap("forget")
    await zhou.sees("sent")
    (tip,) = await running_house.tips()
    assert (await running_house.read(tip))[0].text == TEXT


async def test_a_receipt_written_at_the_menu_opens_its_mailbox_above_the_report(
    zhou: Tipster,
) -> None:
    await zhou.send_tip()
    receipt = zhou.receipt
    await zhou.go_to_review("第二条线索")
    await zhou.player.send(BOT, "/start")
    await zhou.sees("menu")
    await zhou.player.say(receipt)
    await zhou.player.sees("进展：")
    await zhou.tap("close")
    await zhou.player.sees("第二条线索")


async def test_a_photo_sent_at_the_menu_is_asked_about_too(
    zhou: Tipster, running_house: House
) -> None:
    await zhou.go_to_review()
    await zhou.player.send(BOT, "/start")
    await zhou.sees("menu")
    await zhou.player.photo(None, photo(), caption="车牌")
    await zhou.player.sees("这条要加进去吗")
    await zhou.player.tap("加进举报")
    await zhou.player.sees("照片：1 张")
    await zhou.player.sees(f"{TEXT}\n车牌")
    assert await zhou.written_by_me() == []


async def test_a_stray_message_that_is_gone_is_told(zhou: Tipster) -> None:
    await zhou.go_to_review()
    await zhou.player.send(BOT, "/start")
    await zhou.sees("menu")
    stray = await zhou.player.say("删掉的话")
    await zhou.player.sees("这条要加进去吗")
    await zhou.player.delete(stray)
    await zhou.player.tap("加进举报")
    await zhou.sees("review")
    await zhou.player.not_sees("删掉的话")


async def test_what_strayed_goes_with_the_form_and_so_does_the_question(zhou: Tipster) -> None:
    await zhou.go_to_review()
    await zhou.player.send(BOT, "/start")
    await zhou.sees("menu")
    await zhou.player.say("晚到的话")
    await zhou.player.sees("这条要加进去吗")
    await zhou.player.send(BOT, "/exit")
    await zhou.player.sees("已关闭")
    await zhou.player.no_longer_sees("这条要加进去吗")
    assert await zhou.written_by_me() == []
