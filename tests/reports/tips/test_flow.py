"""The tip form as a person meets it: few taps, one card, nothing lost, nothing left on the screen."""

from __future__ import annotations

import asyncio

import pytest

from storage.reports.kinds import Urgency
from tests.languages import in_each_language
from tests.phone import JSON, call, inline_buttons
from tests.reports.house import BOT, House, bot_on, gateway_for
from tests.reports.tipster import TEXT, Tipster, photo


@pytest.fixture(params=in_each_language("zh-hans"))
async def tipster(request: pytest.FixtureRequest, running_house: House) -> Tipster:
    return await Tipster.create(running_house, request.param)


@pytest.fixture
async def zhou(running_house: House) -> Tipster:
    return await Tipster.create(running_house)


async def test_a_basic_tip_takes_six_taps_and_one_message(
    tipster: Tipster, running_house: House
) -> None:
    await tipster.player.send(BOT, "/start")
    taps, sent = tipster.player.taps, tipster.player.sent
    for name in ("report", "not_now", "category", "region"):
        await tipster.tap(name)
    await tipster.sees("ask_text")
    await tipster.player.say(TEXT)
    await tipster.sees("review")
    await tipster.tap("go_on")
    await tipster.tap("forget")
    await tipster.sees("sent")
    assert (tipster.player.taps - taps, tipster.player.sent - sent) == (6, 1)
    (tip,) = await running_house.tips()
    assert (await running_house.read(tip))[0].text == TEXT


async def test_the_whole_form_ends_with_a_stored_tip_and_one_clean_card(
    tipster: Tipster, running_house: House
) -> None:
    number = await tipster.send_tip()
    (tip,) = await running_house.tips()
    assert (tip.number, tip.category, tip.region_id) == (number, "trafficking", "429005001")
    assert await tipster.written_by_me() == []
    screen = await tipster.player.transcript()
    assert TEXT not in screen
    assert tipster.receipt not in screen
    bots_own = [each for each in await tipster.player.messages() if not each["out"]]
    assert len(bots_own) == 1


async def test_whoever_says_it_is_happening_now_is_told_to_call_110_first(
    zhou: Tipster, running_house: House
) -> None:
    await zhou.open_form()
    await zhou.tap("now")
    await zhou.player.sees("请现在就打 110")
    await zhou.player.tap("我现在安全，继续")
    await zhou.tap("category")
    await zhou.tap("region")
    await zhou.sees("ask_text")
    await zhou.player.say(TEXT)
    await zhou.player.sees("已标为紧急")
    await zhou.tap("go_on")
    await zhou.tap("forget")
    await zhou.sees("sent")
    (tip,) = await running_house.tips()
    assert tip.urgency is Urgency.URGENT


async def test_every_screen_has_the_help_button_and_small_callback_data(zhou: Tipster) -> None:
    seen: list[JSON] = []

    async def look() -> None:
        buttons = list(inline_buttons(await zhou.player.last()))
        assert buttons[-1]["callback_data"] == "open:help"
        seen.extend(buttons)

    await zhou.open_form()
    for name, wait in (
        ("not_now", "ask_category"),
        ("category", "ask_region"),
        ("region", "ask_text"),
    ):
        await zhou.tap(name)
        await zhou.sees(wait)
        await look()
    await zhou.player.say(TEXT)
    await zhou.sees("review")
    await look()
    await zhou.tap("go_on")
    await zhou.sees("receipt")
    await look()
    await zhou.tap("forget")
    await zhou.sees("sent")
    await look()
    assert all(len(each["callback_data"].encode()) <= 64 for each in seen)


async def test_an_album_and_a_photo_with_a_caption_are_all_taken(
    zhou: Tipster, running_house: House
) -> None:
    await zhou.go_to_text()
    await zhou.player.photo(None, photo("blue"), caption=TEXT)
    await zhou.sees("review")
    await zhou.player.photo(None, photo("red"), photo("green"), photo("white"))
    await zhou.player.sees("照片：4 张")
    await zhou.player.document(None, ("picture.png", photo("black")))
    await zhou.player.sees("照片：5 张")
    assert await zhou.written_by_me() == []
    await zhou.tap("go_on")
    await zhou.tap("forget")
    await zhou.sees("sent")
    (tip,) = await running_house.tips()
    (message,) = await running_house.read(tip)
    assert (len(message.files), message.text) == (5, TEXT)
    assert len(running_house.files.list_names()) == 5


async def test_more_than_ten_photos_are_refused_without_losing_the_ten(zhou: Tipster) -> None:
    await zhou.go_to_review()
    await zhou.player.photo(None, *[photo()] * 10)
    await zhou.player.sees("照片：10 张", within=20)
    await zhou.player.photo(None, photo())
    await zhou.player.sees("一次最多 10 个文件")
    await zhou.player.sees("照片：10 张")
    assert await zhou.written_by_me() == ["[file]"]


async def test_what_cannot_be_taken_is_told_and_stays_with_the_person(
    zhou: Tipster, running_house: House
) -> None:
    await zhou.go_to_review()
    await zhou.player.document(None, ("notes.pdf", b"%PDF-1.7 no picture"))
    await zhou.player.sees("读不出照片")
    await zhou.player.contact(None, "13800000000")
    await zhou.player.sees("这里只收文字、位置")
    await zhou.player.say("长" * 4001)
    await zhou.player.sees("这段有 4001 个字")
    await zhou.player.say("/nonsense")
    await zhou.player.sees("这是一条命令")
    assert "长" * 4001 in await zhou.written_by_me()
    await zhou.tap("go_on")
    await zhou.tap("forget")
    await zhou.sees("sent")
    (tip,) = await running_house.tips()
    (message,) = await running_house.read(tip)
    assert (message.text, message.files) == (TEXT, ())


async def test_words_that_come_before_they_are_asked_for_are_kept(
    zhou: Tipster, running_house: House
) -> None:
    await zhou.open_form()
    await zhou.tap("not_now")
    await zhou.sees("ask_category")
    await zhou.player.say(TEXT)
    await zhou.player.sees("收下了")
    await zhou.tap("category")
    await zhou.tap("region")
    await zhou.player.sees(TEXT)
    await zhou.player.say("还有一个人")
    await zhou.player.sees("还有一个人")
    await zhou.tap("go_on")
    await zhou.tap("forget")
    await zhou.sees("sent")
    (tip,) = await running_house.tips()
    assert (await running_house.read(tip))[0].text == f"{TEXT}\n还有一个人"


async def test_any_answer_can_be_changed_and_leads_back_to_the_review(
    zhou: Tipster, running_house: House
) -> None:
    await zhou.go_to_review()
    await zhou.player.tap("改类别")
    await zhou.tap("other")
    await zhou.player.sees("类别：其他涉毒情况")
    await zhou.player.tap("改地点")
    await zhou.player.tap("说不准，或者全市")
    await zhou.player.sees("地点：潜江市")
    await zhou.player.tap("修改内容")
    await zhou.player.sees("会替换这段")
    await zhou.player.say("改过的话")
    await zhou.sees("review")
    await zhou.tap("go_on")
    await zhou.tap("forget")
    await zhou.sees("sent")
    (tip,) = await running_house.tips()
    assert (tip.category, tip.region_id) == ("other", "429005")
    assert (await running_house.read(tip))[0].text == "改过的话"


async def test_wrong_words_are_named_and_the_receipt_can_be_seen_again(zhou: Tipster) -> None:
    await zhou.go_to_receipt()
    await zhou.tap("written")
    await zhou.sees("check")
    assert zhou.receipt not in await zhou.player.transcript()
    await zhou.player.say("虎门")
    await zhou.player.sees("还不对：第")
    await zhou.player.say("一")
    await zhou.player.sees("请只输入这两个字")
    await zhou.player.tap("再看一遍")
    await zhou.player.sees(zhou.receipt)
    await zhou.tap("written")
    await zhou.sees("check")
    await zhou.player.say(zhou.receipt)
    await zhou.sees("ready")
    assert await zhou.written_by_me() == []


async def test_everything_can_be_erased_at_any_step(zhou: Tipster, running_house: House) -> None:
    await zhou.go_to_receipt()
    await zhou.player.tap("全部清除")
    await zhou.player.sees("一点没留")
    await zhou.player.say("还在吗")
    await zhou.player.sees("没有保存")
    assert await running_house.tips() == []


async def test_exit_closes_the_form_and_removes_its_card(zhou: Tipster) -> None:
    await zhou.go_to_review()
    await zhou.player.send(BOT, "/exit")
    await zhou.player.sees("已关闭")
    await zhou.player.no_longer_sees(TEXT)
    await zhou.player.send(BOT, "/exit")
    await zhou.player.sees("现在没有打开的表单")


async def test_the_form_is_found_again_from_the_menu(zhou: Tipster) -> None:
    await zhou.go_to_review()
    await zhou.player.send(BOT, "/start")
    await zhou.sees("menu")
    await zhou.tap("report")
    await zhou.sees("review")
    shown = [each for each in await zhou.player.messages() if TEXT in str(each.get("text"))]
    assert len(shown) == 1


async def test_send_tapped_ten_times_is_one_tip_with_one_answer(
    zhou: Tipster, running_house: House
) -> None:
    await zhou.go_to_ready()
    card = await zhou.player.last()
    (data,) = [
        each["callback_data"] for each in inline_buttons(card) if each["text"].endswith("发送")
    ]
    for _ in range(10):
        await zhou.player.tap_data(data, card)
    await zhou.sees("sent")
    (tip,) = await running_house.tips()
    await asyncio.sleep(0.5)
    last = await zhou.player.last()
    assert tip.number in last["text"]
    assert len(await running_house.tips()) == 1


async def test_updates_delivered_five_times_have_one_effect(
    zhou: Tipster, running_house: House
) -> None:
    fault = {"kind": "duplicate", "bot": BOT, "times": 100, "copies": 5}
    await call(running_house.base_url, "POST", "/sim/faults", json=fault)
    number = await zhou.send_tip()
    (tip,) = await running_house.tips()
    (message,) = await running_house.read(tip)
    assert (tip.number, message.text) == (number, TEXT)


async def test_a_tip_sent_before_a_restart_is_opened_by_its_receipt(house: House) -> None:
    async with gateway_for(house):
        async with bot_on(house):
            zhou = await Tipster.create(house)
            number = await zhou.send_tip()
        async with bot_on(house):
            await zhou.open_mailbox()
            await zhou.player.sees(number)


async def test_a_receipt_written_into_the_form_is_taken_off_and_not_added(
    zhou: Tipster, running_house: House
) -> None:
    await zhou.send_tip()
    receipt = zhou.receipt
    await zhou.go_to_review("第二条线索")
    await zhou.player.say(receipt)
    await zhou.player.sees("看起来是一份回执")
    assert await zhou.written_by_me() == []
    await zhou.tap("go_on")
    await zhou.tap("forget")
    await zhou.player.sees("这次没有留回执")
    texts = [(await running_house.read(tip))[0].text for tip in await running_house.tips()]
    assert texts == [TEXT, "第二条线索"]


async def test_what_is_written_after_sending_belongs_to_no_report(
    zhou: Tipster, running_house: House
) -> None:
    await zhou.send_tip()
    await zhou.player.say("忘了说，他姓王")
    await zhou.player.sees("请用回执打开信箱")
    await zhou.player.photo(BOT, photo())
    await zhou.player.sees("请用回执打开信箱")
    await zhou.player.say("/menu")
    await zhou.sees("menu")
    assert await zhou.written_by_me() == []
    (tip,) = await running_house.tips()
    assert len(await running_house.read(tip)) == 1


async def test_a_message_that_cannot_be_deleted_is_told(
    zhou: Tipster, running_house: House
) -> None:
    await zhou.go_to_text()
    fault = {"kind": "5xx", "bot": BOT, "method": "deleteMessage", "times": 3, "status": 500}
    await call(running_house.base_url, "POST", "/sim/faults", json=fault)
    await zhou.player.say(TEXT)
    await zhou.sees("review")
    await zhou.player.sees("请您长按它自己删除")


@pytest.mark.parametrize("step", ["review", "receipt", "sent"])
async def test_an_answer_that_did_not_get_through_comes_after_all(
    zhou: Tipster, running_house: House, step: str
) -> None:
    async def lose_the_next_answer() -> None:
        fault = {"kind": "5xx", "bot": BOT, "method": "editMessageText", "times": 1, "status": 500}
        await call(running_house.base_url, "POST", "/sim/faults", json=fault)

    if step == "review":
        await zhou.go_to_text()
        await lose_the_next_answer()
        await zhou.player.say(TEXT)
    elif step == "receipt":
        await zhou.go_to_review()
        await lose_the_next_answer()
        await zhou.tap("go_on")
    else:
        await zhou.go_to_ready()
        await lose_the_next_answer()
        await zhou.tap("send")
    await zhou.sees(step)
    assert len(await running_house.tips()) == (step == "sent")


async def test_a_photo_that_cannot_be_fetched_is_told(zhou: Tipster, running_house: House) -> None:
    await zhou.go_to_review()
    fault = {"kind": "5xx", "bot": BOT, "method": "getFile", "times": 1, "status": 500}
    await call(running_house.base_url, "POST", "/sim/faults", json=fault)
    await zhou.player.photo(None, photo())
    await zhou.player.sees("文件没有取到")
    await zhou.player.photo(None, photo())
    await zhou.player.sees("照片：1 张")


async def test_the_deep_link_opens_the_form(zhou: Tipster) -> None:
    await zhou.player.send(BOT, "/start report")
    await zhou.player.sees("请先打 110")
