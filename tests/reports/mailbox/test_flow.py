"""The mailbox as a person meets it: nothing but the receipt opens it, nothing goes by accident."""

from __future__ import annotations

import io

import pytest
from PIL import Image

from tests.languages import in_each_language
from tests.phone import call, inline_buttons
from tests.reports.asking import ask
from tests.reports.house import BOT, House
from tests.reports.tipster import TEXT, Tipster, photo


@pytest.fixture
async def zhou(running_house: House) -> Tipster:
    """Return a citizen whose tip is sent."""
    tipster = await Tipster.create(running_house)
    await tipster.send_tip()
    return tipster


@pytest.mark.parametrize("language", in_each_language("zh-hans"))
async def test_a_question_is_read_and_answered_with_nothing_but_the_receipt(
    running_house: House, language: str
) -> None:
    sender = await Tipster.create(running_house, language)
    number = await sender.send_tip()
    (tip,) = await running_house.tips()
    await ask(running_house, tip.id, "那辆车 <什么> 颜色？")
    later = await Tipster.create(running_house, language)
    later.receipt = sender.receipt
    await later.open_mailbox()
    await later.player.sees("那辆车 <什么> 颜色？")
    await later.player.sees(number)
    await later.tap("answer")
    await later.player.say("白色")
    await later.sees("review")
    await later.tap("send")
    await later.sees("answered")
    assert [each.text for each in (await running_house.read(tip))[2:]] == ["白色"]
    assert await later.written_by_me() == []
    await later.tap("close")
    await later.player.sees("🔒")
    assert number not in await later.player.transcript()


async def test_the_receipt_is_read_with_line_breaks_numbers_and_without_spaces(
    zhou: Tipster,
) -> None:
    words = zhou.receipt.split()
    numbered = "\n".join(f"{place}. {word}" for place, word in enumerate(words, start=1))
    for spelling in ("\n".join(words), numbered, "".join(words)):
        zhou.receipt = spelling
        await zhou.open_mailbox()
        await zhou.player.sees("进展：")
        await zhou.tap("close")
        await zhou.player.sees("信箱已关闭")
    assert await zhou.written_by_me() == []


async def test_wrong_words_are_told_in_plain_words_and_taken_off(zhou: Tipster) -> None:
    await zhou.player.send(BOT, "/receipt")
    await zhou.sees("ask_receipt")
    await zhou.player.say("一二三")
    await zhou.player.sees("我读到 3 个")
    await zhou.player.say("abandn " + "abandon " * 11)
    await zhou.player.sees("第 1 个字不在字表里")
    await zhou.player.sees("是不是：abandon")
    await zhou.player.say(" ".join(reversed(zhou.receipt.split())))
    await zhou.player.sees("这十二个字打不开信箱")
    assert await zhou.written_by_me() == []


async def test_a_guesser_waits(zhou: Tipster, running_house: House) -> None:
    await zhou.player.send(BOT, "/receipt")
    for _ in range(3):
        await zhou.player.say("zoo " * 12)
        await zhou.player.sees("这十二个字打不开信箱")
    await zhou.player.say(zhou.receipt)
    await zhou.player.sees("请等 5 秒")
    running_house.clock.now = running_house.clock.now.replace(minute=59)
    await zhou.player.say(zhou.receipt)
    await zhou.player.sees("进展：")


async def test_new_evidence_with_a_photo_is_added_once_however_often_send_is_tapped(
    zhou: Tipster, running_house: House
) -> None:
    await zhou.open_mailbox()
    await zhou.player.tap("补充线索")
    await zhou.player.photo(None, photo(), caption="车牌照片")
    await zhou.sees("review")
    card = await zhou.player.last()
    data = next(iter(inline_buttons(card)))["callback_data"]
    for _ in range(10):
        await zhou.player.tap_data(data, card)
    await zhou.player.sees("已发给工作人员")
    (tip,) = await running_house.tips()
    first, second = await running_house.read(tip)
    assert (first.text, second.text, len(second.files)) == (TEXT, "车牌照片", 1)


async def test_words_typed_on_the_card_are_shown_and_wait_for_send(
    zhou: Tipster, running_house: House
) -> None:
    await zhou.open_mailbox()
    await zhou.player.sees("进展：")
    await zhou.player.say("随手写的话")
    await zhou.sees("review")
    await zhou.player.tap("清除")
    await zhou.player.sees("进展：")
    (tip,) = await running_house.tips()
    assert len(await running_house.read(tip)) == 1


async def test_a_receipt_typed_in_the_menu_opens_the_mailbox_and_goes_off_the_screen(
    zhou: Tipster,
) -> None:
    await zhou.player.send(BOT, "/exit")
    await zhou.player.sees("已关闭")
    await zhou.player.say(zhou.receipt)
    await zhou.player.sees("进展：")
    assert await zhou.written_by_me() == []


async def test_an_unsent_report_comes_back_when_the_mailbox_closes(zhou: Tipster) -> None:
    receipt = zhou.receipt
    await zhou.go_to_review("第二条线索")
    zhou.receipt = receipt
    await zhou.open_mailbox()
    await zhou.player.sees("进展：")
    await zhou.tap("close")
    await zhou.player.sees("第二条线索")
    await zhou.sees("review")


async def test_after_closing_nothing_reaches_the_report(
    zhou: Tipster, running_house: House
) -> None:
    await zhou.open_mailbox()
    await zhou.tap("close")
    await zhou.player.sees("信箱已关闭")
    await zhou.player.say("白色")
    await zhou.player.sees("没有保存")
    (tip,) = await running_house.tips()
    assert len(await running_house.read(tip)) == 1


async def test_an_answer_that_did_not_get_through_comes_after_all(
    zhou: Tipster, running_house: House
) -> None:
    async def lose_the_next_answer() -> None:
        fault = {"kind": "5xx", "bot": BOT, "method": "editMessageText", "times": 1, "status": 500}
        await call(running_house.base_url, "POST", "/sim/faults", json=fault)

    await zhou.player.send(BOT, "/receipt")
    await zhou.sees("ask_receipt")
    await lose_the_next_answer()
    await zhou.player.say(zhou.receipt)
    await zhou.player.sees("进展：")
    await lose_the_next_answer()
    await zhou.player.say("只此一句")
    await zhou.sees("review")
    await lose_the_next_answer()
    await zhou.tap("send")
    await zhou.player.sees("已发给工作人员")
    (tip,) = await running_house.tips()
    assert [each.text for each in await running_house.read(tip)] == [TEXT, "只此一句"]


async def test_older_questions_are_a_tap_away(zhou: Tipster, running_house: House) -> None:
    (tip,) = await running_house.tips()
    for question in ("第一问", "第二问"):
        await ask(running_house, tip.id, question)
    await zhou.open_mailbox()
    await zhou.player.sees("第二问")
    await zhou.player.tap("较早")
    await zhou.player.sees("第一问")
    await zhou.player.tap("较新")
    await zhou.player.sees("第二问")


async def test_looking_again_shows_what_came_meanwhile(
    zhou: Tipster, running_house: House
) -> None:
    await zhou.open_mailbox()
    await zhou.player.tap("再看看")
    await zhou.player.sees("暂时没有新消息")
    (tip,) = await running_house.tips()
    await ask(running_house, tip.id, "几个人？")
    await zhou.player.tap("再看看")
    await zhou.player.sees("几个人？")


async def test_updates_delivered_five_times_give_one_answer(
    zhou: Tipster, running_house: House
) -> None:
    fault = {"kind": "duplicate", "bot": BOT, "times": 100, "copies": 5}
    await call(running_house.base_url, "POST", "/sim/faults", json=fault)
    await zhou.open_mailbox()
    await zhou.player.sees("进展：")
    await zhou.player.say("只此一句")
    await zhou.sees("review")
    await zhou.tap("send")
    await zhou.player.sees("已发给工作人员")
    (tip,) = await running_house.tips()
    assert [each.text for each in await running_house.read(tip)] == [TEXT, "只此一句"]


async def test_the_proof_of_filing_is_a_picture_that_goes_with_the_mailbox(zhou: Tipster) -> None:
    await zhou.open_mailbox()
    await zhou.player.tap("提交凭证")
    message = await zhou.player.sees("关闭信箱时")
    with Image.open(io.BytesIO(await zhou.player.file(message))) as picture:
        picture.load()
        assert min(picture.size) >= 900
    await zhou.tap("close")
    await zhou.player.sees("信箱已关闭")
    assert all("photo" not in each for each in await zhou.player.messages())
