"""In the middle of a form: danger comes first, and the ways out and sideways work."""

from __future__ import annotations

import re

from tests.journeys.conftest import in_town, newcomer
from tests.journeys.scenes import photo_of_a_van, receipt_on
from tests.phone import words_of
from tests.player import Player
from tests.whole_app import WholeApp

pytestmark = in_town


async def test_danger_is_answered_at_once_and_the_form_goes_on(mei: Player) -> None:
    for button in ("举报", "不是正在发生，继续", "吸毒、聚众吸毒", "园林街道"):
        await mei.tap(button)
    await mei.sees("请用一条消息写下")
    await mei.say("他吃了不知道什么东西，现在昏过去了，叫不醒！")
    answer = await mei.sees("现在就打 120", within=2)
    assert "不会替人报警，也不会告诉任何人" in words_of(answer)
    card = await mei.sees("请核对要发送的内容。")
    assert "现在昏过去了，叫不醒！" in words_of(card)
    await mei.tap("继续", message=card)
    await mei.sees("您的回执：十二个字")


async def test_danger_is_answered_in_english_too(may: Player) -> None:
    for button in ("Report", "Not now, go on", "Something else about drugs", "Yuanlin"):
        await may.tap(button)
    await may.sees("Write in one message")
    await may.say("I don't want to live any more")
    answer = await may.sees("Thank you for saying it.", within=2)
    assert "12356" in words_of(answer)
    card = await may.sees("This is what will be sent.")
    await may.tap("Go on", message=card)
    await may.sees("Your receipt: twelve words")


async def test_danger_in_the_caption_of_a_photo_is_seen(mei: Player) -> None:
    await mei.photo(None, photo_of_a_van(), caption="我朋友吸了那个，现在喘不上气了")
    await mei.sees("现在就打 120", within=2)
    await mei.sees("刚才发的内容没有保存")


async def test_exit_closes_the_form_and_nothing_of_it_is_kept(mei: Player) -> None:
    for button in ("举报", "不是正在发生，继续", "种植毒品原植物", "王场镇"):
        await mei.tap(button)
    await mei.sees("请用一条消息写下")
    await mei.say("后山有一小片花，红的，有人夜里去浇水。")
    await mei.sees("请核对要发送的内容。")
    await mei.say("/exit")
    await mei.sees("已关闭，刚才填的内容没有保留。")
    await mei.no_longer_sees("后山有一小片花")
    await mei.say("/exit")
    await mei.sees("现在没有打开的表单。")


async def test_erasing_leaves_nothing_on_the_screen(mei: Player) -> None:
    for button in ("举报", "不是正在发生，继续", "制造毒品", "王场镇"):
        await mei.tap(button)
    await mei.sees("请用一条消息写下")
    await mei.say("村口平房夜里冒白烟，味道刺鼻。")
    await mei.sees("请核对要发送的内容。")
    await mei.tap("全部清除")
    await mei.sees("已清除，这次填的内容一点没留。")
    await mei.no_longer_sees("白烟")


async def test_what_happens_now_is_sent_to_110_first_and_marked_urgent(
    town: WholeApp, mei: Player
) -> None:
    await mei.tap("举报")
    await mei.sees("举报毒品违法犯罪")
    await mei.tap("正在发生")
    card = await mei.sees("请现在就打 110。")
    assert "等您安全了、电话也打过了" in words_of(card)
    await mei.tap("我现在安全，继续")
    await mei.tap("毒驾")
    await mei.tap("周矶街道")
    await mei.say("一辆黑色轿车在国道上来回变道，刚停在加油站。")
    card = await mei.sees("请核对要发送的内容。")
    assert "已标为紧急" in words_of(card)
    await mei.tap("继续")
    await mei.tap("直接发送，不留回执")
    await mei.sees("已发送，谢谢您。")
    li = town.officer
    card = await li.sees("毒驾 · 潜江市周矶街道", chat=town.admin_chat)
    assert "正在发生" in words_of(card)
    (number,) = re.findall(r"线索 ([0-9A-Z]{4}-[0-9A-Z]{4}) · 未核实", words_of(card))
    take = card["reply_markup"]["inline_keyboard"][0][0]["callback_data"]
    for _time in range(10):
        await li.tap_data(take, card)
    await li.sees("承办：李警官", message=card)
    cards = [each for each in await li.messages(town.admin_chat) if number in words_of(each)]
    assert len(cards) == 1, "ten taps leave the card one"


async def test_a_receipt_typed_into_the_empty_chat_opens_its_mailbox(mei: Player) -> None:
    for button in ("举报", "不是正在发生，继续", "可疑的快递、物流", "广华街道"):
        await mei.tap(button)
    await mei.say("快递点有个没写寄件人的箱子，每周一次，同一个人来取。")
    await mei.tap("继续")
    receipt = receipt_on(await mei.sees("您的回执：十二个字"))
    await mei.say(" ".join(receipt))
    await mei.sees("对了，可以发送了。")
    await mei.tap("发送")
    await mei.sees("已发送，谢谢您。")
    await mei.say("/start")
    await mei.say("".join(receipt))
    await mei.sees("已收到，还没有人接手")
    assert "".join(receipt) not in [words_of(each) for each in await mei.messages()]


async def test_words_that_fit_nowhere_are_not_kept_and_the_doors_are_shown(mei: Player) -> None:
    await mei.say("在吗？")
    card = await mei.sees("刚才发的内容没有保存")
    await mei.tap("主菜单", message=card)
    await mei.sees("您想做什么？")


async def test_the_language_is_switched_in_two_taps_and_stays(town: WholeApp) -> None:
    guest = await newcomer(town, "Anna", "zh-hans")
    await guest.tap("语言 / Language")
    await guest.sees("请选择语言 / Which language do you read?")
    await guest.tap("English")
    await guest.sees("What would you like to do?")
    await guest.tap("Start learning")
    await guest.sees("Junior secondary course")
    await guest.say("/help")
    await guest.sees("You are not alone. These numbers help:")
    await guest.say("/language")
    await guest.tap("简体中文")
    await guest.sees("您想做什么？")
