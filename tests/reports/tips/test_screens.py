"""What a tip has put on the screen goes from it, however the story ends."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path
from time import time

import pytest
import time_machine

from bot.chat.shown.shelves import RamShelf
from bot.gateway.api.methods.deletion import DELETABLE_SECONDS
from tests.phone import call
from tests.player import Player
from tests.reports.asking import ask
from tests.reports.house import BOT, House, bot_on, gateway_for, open_house
from tests.reports.tipster import TEXT, Tipster

ANSWER = "面包车换成了蓝色的"
LANGUAGES = ("zh-hans", "en")
LOST = {"zh-hans": "这张表单已关闭", "en": "This form was closed"}


@pytest.fixture
async def house(tmp_path: Path) -> AsyncIterator[House]:
    async with open_house(tmp_path) as opened, gateway_for(opened):
        opened.shelf = RamShelf(tmp_path / "screens", b"a token of the tests")
        yield opened


async def at_the_review(house: House) -> list[Tipster]:
    people = [await Tipster.create(house, language) for language in LANGUAGES]
    for person in people:
        await person.go_to_review()
    return people


@pytest.mark.parametrize("is_killed", [False, True])
async def test_the_review_goes_with_the_process_at_a_stop_and_after_a_crash(
    house: House, *, is_killed: bool
) -> None:
    async with bot_on(house, dies=is_killed):
        people = await at_the_review(house)
    if not is_killed:
        for person in people:
            await person.player.not_sees(TEXT)
    async with bot_on(house):
        for person, language in zip(people, LANGUAGES, strict=True):
            await person.player.sees(LOST[language])
            await person.player.not_sees(TEXT)
            await person.player.send(BOT, "/exit")
            await person.player.sees("没有打开的表单" if language != "en" else "No form is open")


async def test_receipt_picture_and_refused_words_go_after_a_crash(house: House) -> None:
    async with bot_on(house, dies=True):
        zhou = await Tipster.create(house)
        await zhou.go_to_review()
        await zhou.player.say("长" * 4001)
        await zhou.player.sees("这段有 4001 个字")
        await zhou.tap("go_on")
        await zhou.sees("receipt")
        await zhou.player.tap("存成图片")
        await zhou.player.sees("请现在就保存")
    async with bot_on(house):
        await zhou.player.sees(LOST["zh-hans"])
        await zhou.player.no_longer_sees("请现在就保存")
        await zhou.player.no_longer_sees("长长")
    assert await zhou.written_by_me() == []


async def test_an_answer_in_the_mailbox_goes_after_a_crash(house: House) -> None:
    async with bot_on(house, dies=True):
        zhou = await Tipster.create(house)
        number = await zhou.send_tip()
        (tip,) = await house.tips()
        await ask(house, tip.id, "是什么颜色的车？")
        await zhou.open_mailbox()
        await zhou.player.say(ANSWER)
        await zhou.sees("review")
    async with bot_on(house):
        await zhou.player.sees("信箱已关闭")
        screen = await zhou.player.transcript()
        assert ANSWER not in screen
        assert number not in screen


async def test_the_card_goes_with_its_conversation_and_not_before(house: House) -> None:
    async with bot_on(house) as reports:
        (zhou, ann) = await at_the_review(house)
        with time_machine.travel(timedelta(hours=2)):
            await reports.screens.end_due()
            await zhou.sees("review")
            await house.storage.close()
        with time_machine.travel(timedelta(hours=3)):
            await reports.screens.end_due()
        for person, language in ((zhou, "zh-hans"), (ann, "en")):
            await person.player.sees(LOST[language])
            await person.player.not_sees(TEXT)


async def test_what_is_too_old_to_be_deleted_is_written_over(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with bot_on(house, dies=True):
        zhou = await Tipster.create(house)
        await zhou.go_to_receipt()
        await zhou.player.tap("存成图片")
        picture = await zhou.player.sees("请现在就保存")
        before = await zhou.player.file(picture)
    monkeypatch.setattr(house.world.clock, "now", lambda: time() + DELETABLE_SECONDS + 60)
    async with bot_on(house):
        await zhou.player.sees(LOST["zh-hans"])
        await zhou.player.no_longer_sees("请现在就保存")
    (left,) = [each for each in await zhou.player.messages() if "photo" in each]
    assert await zhou.player.file(left) != before


async def test_what_telegram_does_not_take_yet_goes_later(house: House) -> None:
    async with bot_on(house, dies=True):
        zhou = await Tipster.create(house)
        await zhou.go_to_review()
    for method in ("editMessageText", "deleteMessage"):
        fault = {"kind": "5xx", "bot": BOT, "method": method, "times": 3, "status": 500}
        await call(house.base_url, "POST", "/sim/faults", json=fault)
    async with bot_on(house):
        await zhou.player.no_longer_sees(TEXT)


async def test_whoever_goes_elsewhere_leaves_no_words_and_finds_the_form_again(
    house: House,
) -> None:
    async with bot_on(house):
        zhou = await Tipster.create(house)
        for door in ("/start", "/forget", "/language"):
            await zhou.go_to_review()
            await zhou.player.send(BOT, door)
            await zhou.player.no_longer_sees(TEXT)
            await zhou.player.send(BOT, "/report")
            await zhou.player.sees(TEXT)
            await zhou.player.send(BOT, "/help")
            await zhou.player.send(BOT, "/exit")
            await zhou.player.sees("已关闭")
        assert await zhou.written_by_me() == []


async def test_what_came_while_the_bot_was_down_is_no_tip_and_goes(house: House) -> None:
    async with bot_on(house, dies=True):
        zhou = await Tipster.create(house)
        await zhou.go_to_text()
    await zhou.player.say(TEXT)
    async with bot_on(house):
        await zhou.player.no_longer_sees(TEXT)
        await zhou.player.sees("服务重启过")


UNKNOWN = {"zh-hans": "没有这个命令", "en": "I do not know this command"}
NOT_KEPT = {"zh-hans": "刚才发的内容没有保存", "en": "I did not keep what you sent"}
WIPE = {"zh-hans": "擦掉我刚写的", "en": "Wipe what I wrote"}
UNSENT = {"zh-hans": "。\n\n📝 您有一条举报", "en": ".\n\n📝 You have a report"}


@pytest.mark.parametrize("language", LANGUAGES)
async def test_an_unknown_command_other_words_and_a_living_draft_are_three_answers(
    house: House, language: str
) -> None:
    async with bot_on(house):
        person = await Tipster.create(house, language)
        await person.player.send(BOT, "/cancel")
        answer = await person.player.sees(UNKNOWN[language])
        assert UNSENT[language] not in answer["text"]
        await person.player.say(TEXT)
        await person.player.sees(NOT_KEPT[language])
        await person.player.tap(WIPE[language])
        await person.player.no_longer_sees(TEXT)
        await person.go_to_review()
        await person.player.send(BOT, "/start")
        await person.sees("menu")
        await person.player.send(BOT, "/cancel")
        await person.player.sees(UNKNOWN[language] + UNSENT[language])


NUMBER = re.compile(r"[0-9A-Z]{4}-[0-9A-Z]{4}")
OFFICE = {"zh-hans": "不收 Word、Excel", "en": "Word, Excel and other office files"}
STAYS = {"zh-hans": "表单结束时由我一并删掉", "en": "until this form ends"}


@pytest.mark.parametrize("language", LANGUAGES)
async def test_a_refused_file_is_told_what_to_send_instead_and_goes_with_the_form(
    house: House, language: str
) -> None:
    async with bot_on(house):
        person = await Tipster.create(house, language)
        await person.go_to_review()
        await person.player.document(None, ("名单.docx", b"PK\x03\x04 a document"))
        await person.player.sees(OFFICE[language])
        await person.player.sees(STAYS[language])
        assert await person.written_by_me() == ["[file]"]
        await person.tap("go_on")
        await person.tap("forget")
        card = await person.sees("sent")
        assert await person.written_by_me() == []
        assert NUMBER.search(card["text"]) is None


async def test_what_could_not_be_deleted_takes_the_all_clear_back(house: House) -> None:
    async with bot_on(house):
        zhou = await Tipster.create(house)
        await zhou.go_to_review()
        await zhou.player.document(None, ("名单.docx", b"PK\x03\x04 a document"))
        await zhou.player.sees(OFFICE["zh-hans"])
        await zhou.tap("go_on")
        await zhou.sees("receipt")
        fault = {"kind": "5xx", "bot": BOT, "method": "deleteMessage", "times": 3, "status": 500}
        await call(house.base_url, "POST", "/sim/faults", json=fault)
        await zhou.tap("forget")
        card = await zhou.sees("sent")
        assert "我没能删掉" in card["text"]


async def test_the_number_goes_from_the_screen_in_time_and_the_menu_stands_there(
    house: House,
) -> None:
    async with bot_on(house) as reports:
        zhou = await Tipster.create(house)
        number = await zhou.send_tip()
        with time_machine.travel(timedelta(minutes=16)):
            await reports.screens.end_due()
        await zhou.player.no_longer_sees(number)
        await zhou.sees("menu")


async def test_words_of_danger_in_a_draft_are_said_to_be_there(house: House) -> None:
    async with bot_on(house):
        zhou = await Tipster.create(house)
        await zhou.go_to_text()
        await zhou.player.say("有人要杀我救命")
        await zhou.player.sees("也收进了草稿")


async def test_the_public_bot_says_once_that_it_leaves_a_group(house: House) -> None:
    async with bot_on(house):
        teacher = await Player.create(house.base_url, "王老师", "zh-hans")
        body = {"title": "初二3班", "owner": teacher.id, "members": [teacher.id, house.bot_id]}
        group = await call(house.base_url, "POST", "/sim/groups", json=body)
        await teacher.sees("我只在私聊里工作", chat=group["id"])
        await teacher.send(group["id"], f"/report@{BOT}")
        texts = [str(each.get("text")) for each in await teacher.messages(group["id"])]
        assert sum("我只在私聊里工作" in text for text in texts) == 1


async def test_no_card_of_a_form_shows_the_page_of_an_address_in_it(house: House) -> None:
    async with bot_on(house):
        zhou = await Tipster.create(house)
        card = await zhou.go_to_review("卖家的网址 https://example.com/shop")
        assert card["link_preview_options"] == {"is_disabled": True}
