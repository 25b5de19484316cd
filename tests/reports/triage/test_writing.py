"""What an officer writes goes off the screen as what he reads does, and is not lost by that."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.phone import JSON, call, words_of
from tests.reports.house import open_house
from tests.reports.staff_bot import BOT, StaffBot, run_staff_bot

SECRET = "三号楼储藏间半夜有人敲门取货"
WORDS = "那辆面包车是什么颜色？"
OTHER_WORDS = "那辆车大约几点来？"
AGAIN = "再写一次可以改，或直接发送。"
NOT_SENT = "这条线索还有一段话没发送"


@pytest.fixture
async def staff_bot(tmp_path: Path) -> AsyncIterator[StaffBot]:
    async with open_house(tmp_path) as house, run_staff_bot(house) as opened:
        yield opened


async def taken(staff_bot: StaffBot) -> JSON:
    """Let Li take a tip; return its card."""
    _tip, card = await staff_bot.tip_with_card(SECRET)
    await staff_bot.li.tap("接手", message=card)
    return await staff_bot.li.sees("承办：李警官", message=card)


async def begun(staff_bot: StaffBot, card: JSON, button: str = "提问") -> JSON:
    """Let Li begin to write, and return the prompt; that of another report may stand above it."""
    await staff_bot.li.tap(button, message=card, chat=staff_bot.group)
    await staff_bot.quiet()
    return await staff_bot.li.sees("您想问什么？" if button == "提问" else "要记什么？", chat=BOT)


async def written(
    staff_bot: StaffBot, button: str = "提问", words: str = WORDS
) -> tuple[JSON, JSON]:
    """Let Li write on a tip of his; return the card and the review."""
    card = await taken(staff_bot)
    await begun(staff_bot, card, button)
    await staff_bot.li.say(words)
    review = await staff_bot.li.sees(AGAIN)
    await staff_bot.quiet()
    return card, review


async def bearing(staff_bot: StaffBot, words: str) -> list[JSON]:
    """Return the messages of the private chat that carry the words."""
    await staff_bot.quiet()
    return [each for each in await staff_bot.li.messages(BOT) if words in words_of(each)]


async def ids_shown(staff_bot: StaffBot) -> list[int]:
    return [each.message_id for each in await staff_bot.shown()]


@pytest.mark.parametrize("button", ["提问", "备注"])
async def test_only_the_protected_review_shows_what_was_written(
    staff_bot: StaffBot, button: str
) -> None:
    _card, review = await written(staff_bot, button)
    assert review["has_protected_content"]
    assert "最后一次操作 10 分钟后" in words_of(review)
    assert [each["message_id"] for each in await bearing(staff_bot, WORDS)] == [
        review["message_id"]
    ]
    assert await ids_shown(staff_bot) == [review["message_id"]]


async def test_words_written_anew_leave_one_review(staff_bot: StaffBot) -> None:
    await written(staff_bot)
    await staff_bot.li.say(OTHER_WORDS)
    await staff_bot.quiet()
    await staff_bot.li.sees(OTHER_WORDS)
    await staff_bot.li.no_longer_sees(WORDS)
    assert len(await bearing(staff_bot, AGAIN)) == 1
    await staff_bot.li.tap("发送")
    await staff_bot.li.sees("已提问。")
    assert await bearing(staff_bot, OTHER_WORDS) == []


async def test_what_stands_after_sending_stays(staff_bot: StaffBot) -> None:
    await written(staff_bot)
    await staff_bot.li.tap("发送")
    await staff_bot.li.sees("已提问。")
    assert await staff_bot.shown() == []


async def test_a_cancel_under_the_prompt_takes_the_review_away(staff_bot: StaffBot) -> None:
    card = await taken(staff_bot)
    prompt = await begun(staff_bot, card)
    await staff_bot.li.say(WORDS)
    await staff_bot.li.sees(AGAIN)
    await staff_bot.li.tap("取消", message=prompt)
    await staff_bot.li.sees("已取消，什么都没有发送。")
    await staff_bot.li.no_longer_sees(WORDS)
    await begun(staff_bot, card)
    assert await bearing(staff_bot, WORDS) == []


@pytest.mark.parametrize("button", ["提问", "备注"])
async def test_what_went_off_the_screen_comes_back_and_can_be_sent(
    staff_bot: StaffBot, button: str
) -> None:
    showing = staff_bot.showing
    card, _review = await written(staff_bot)
    await showing.hide_chat(staff_bot.li.id)
    await staff_bot.li.no_longer_sees(WORDS, chat=BOT)
    await staff_bot.li.tap(button, message=card, chat=staff_bot.group)
    await staff_bot.li.sees(NOT_SENT)
    review = await staff_bot.li.sees(WORDS, chat=BOT)
    assert review["has_protected_content"]
    assert len(await staff_bot.shown()) == 1
    await staff_bot.li.tap("发送")
    await staff_bot.li.sees("已提问。")


async def test_the_review_goes_after_its_time(staff_bot: StaffBot) -> None:
    staff_bot.showing.seconds = 0.3
    card = await taken(staff_bot)
    await begun(staff_bot, card, "备注")
    await staff_bot.li.say(WORDS)
    await staff_bot.quiet()
    await staff_bot.li.no_longer_sees(WORDS, chat=BOT)
    async with asyncio.timeout(10):
        while await staff_bot.shown():  # noqa: ASYNC110 - the row goes after the message
            await asyncio.sleep(0.05)


async def test_reading_brings_back_words_that_are_not_sent(staff_bot: StaffBot) -> None:
    card, _review = await written(staff_bot)
    await staff_bot.li.tap("阅读", message=card, chat=staff_bot.group)
    await staff_bot.li.sees(SECRET, chat=BOT)
    assert len(await bearing(staff_bot, AGAIN)) == 1
    await staff_bot.li.tap("发送")
    await staff_bot.li.sees("已提问。")
    await staff_bot.li.sees(SECRET)


async def test_words_on_one_report_wait_while_another_is_written_on(staff_bot: StaffBot) -> None:
    _card, review = await written(staff_bot)
    other = await taken(staff_bot)
    await begun(staff_bot, other)
    await staff_bot.li.say(OTHER_WORDS)
    await staff_bot.quiet()
    await staff_bot.li.sees(OTHER_WORDS)
    await staff_bot.li.tap("发送", message=review)
    await staff_bot.li.sees("已提问。", message=review)
    await staff_bot.li.tap("发送")
    await staff_bot.quiet()
    assert await bearing(staff_bot, OTHER_WORDS) == []
    assert await bearing(staff_bot, AGAIN) == []


async def test_only_the_report_that_takes_words_says_so(staff_bot: StaffBot) -> None:
    card, review = await written(staff_bot)
    other = await taken(staff_bot)
    await begun(staff_bot, other)
    assert await bearing(staff_bot, AGAIN) == []
    assert [each["message_id"] for each in await bearing(staff_bot, WORDS)] == [
        review["message_id"]
    ]
    await staff_bot.li.tap("阅读", message=card, chat=staff_bot.group)
    review = await staff_bot.li.sees(AGAIN, chat=BOT)
    assert WORDS in words_of(review)
    await staff_bot.li.say(OTHER_WORDS)
    await staff_bot.quiet()
    await staff_bot.li.sees(OTHER_WORDS)
    assert await bearing(staff_bot, WORDS) == [], "they are written anew, on the same report"
    await staff_bot.li.tap("发送")
    await staff_bot.li.sees("已提问。")


async def test_a_review_that_cannot_be_changed_goes_and_comes_back(staff_bot: StaffBot) -> None:
    card, _review = await written(staff_bot)
    other = await taken(staff_bot)
    fault = {"kind": "5xx", "method": "editMessageText", "times": 10, "status": 500}
    await call(staff_bot.base_url, "POST", "/sim/faults", json=fault)
    await begun(staff_bot, other, "备注")
    assert await bearing(staff_bot, WORDS) == []
    await call(staff_bot.base_url, "DELETE", "/sim/faults")
    await staff_bot.li.tap("提问", message=card, chat=staff_bot.group)
    await staff_bot.li.sees(NOT_SENT)
    await staff_bot.li.sees(AGAIN, chat=BOT)
    assert len(await bearing(staff_bot, WORDS)) == 1


async def test_what_waits_for_a_number_is_not_disturbed_by_words_that_come_back(
    staff_bot: StaffBot,
) -> None:
    card, review = await written(staff_bot)
    await staff_bot.li.send(BOT, "/queue")
    await staff_bot.li.tap("查编号", chat=BOT)
    await staff_bot.li.sees("编号", chat=BOT)
    await staff_bot.li.tap("阅读", message=card, chat=staff_bot.group)
    await staff_bot.li.sees(SECRET, chat=BOT)
    await staff_bot.quiet()
    (back,) = await bearing(staff_bot, WORDS)
    assert back["message_id"] != review["message_id"]
    assert AGAIN not in words_of(back)
    await staff_bot.li.tap("发送", message=back)
    await staff_bot.li.sees("已提问。")


@pytest.mark.parametrize("words", [WORDS, "您叫什么名字，住在哪里？", "几" * 1001])
async def test_what_was_typed_goes_with_the_rest_where_it_could_not_be_answered(
    staff_bot: StaffBot, words: str
) -> None:
    card = await taken(staff_bot)
    await begun(staff_bot, card)
    fault = {"kind": "5xx", "method": "sendMessage", "times": 10, "status": 500}
    await call(staff_bot.base_url, "POST", "/sim/faults", json=fault)
    await staff_bot.li.say(words)
    await staff_bot.quiet()
    (typed,) = await bearing(staff_bot, words)
    assert await ids_shown(staff_bot) == [typed["message_id"]]
    await call(staff_bot.base_url, "DELETE", "/sim/faults")
    await staff_bot.showing.hide_chat(staff_bot.li.id)
    await staff_bot.li.no_longer_sees(words, chat=BOT)


@pytest.mark.parametrize(
    ("words", "answer"),
    [("您叫什么名字，住在哪里？", "先拦下了"), ("几" * 1001, "请用文字写，1 到 1000 个字")],
)
async def test_words_that_are_not_taken_can_be_copied_for_ten_minutes(
    staff_bot: StaffBot, words: str, answer: str
) -> None:
    card = await taken(staff_bot)
    await begun(staff_bot, card)
    await staff_bot.li.say(words)
    await staff_bot.li.sees(answer)
    (typed,) = await bearing(staff_bot, words)
    assert await ids_shown(staff_bot) == [typed["message_id"]]
    await staff_bot.showing.hide_chat(staff_bot.li.id)
    await staff_bot.li.no_longer_sees(words, chat=BOT)


async def test_a_typed_message_that_telegram_keeps_goes_later(staff_bot: StaffBot) -> None:
    card = await taken(staff_bot)
    await begun(staff_bot, card)
    fault = {"kind": "5xx", "method": "deleteMessage", "times": 10, "status": 500}
    await call(staff_bot.base_url, "POST", "/sim/faults", json=fault)
    await staff_bot.li.say(WORDS)
    await staff_bot.li.sees(AGAIN)
    assert len(await bearing(staff_bot, WORDS)) == 2
    await call(staff_bot.base_url, "DELETE", "/sim/faults")
    assert len(await staff_bot.shown()) == 2
    await staff_bot.showing.hide_chat(staff_bot.li.id)
    await staff_bot.li.no_longer_sees(WORDS, chat=BOT)
