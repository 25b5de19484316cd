"""What an officer writes goes off the screen as what he reads does, and is not lost by that."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.phone import JSON, call, words_of
from tests.reports.house import open_house
from tests.reports.station import BOT, Station, open_station

SECRET = "三号楼储藏间半夜有人敲门取货"
WORDS = "那辆面包车是什么颜色？"
OTHER_WORDS = "那辆车大约几点来？"
AGAIN = "再写一次可以改，或直接发送。"
NOT_SENT = "这条线索还有一段话没发送"


@pytest.fixture
async def station(tmp_path: Path) -> AsyncIterator[Station]:
    async with open_house(tmp_path) as house, open_station(house) as opened:
        yield opened


async def taken(station: Station) -> JSON:
    """Let Li take a tip; return its card."""
    _tip, card = await station.tip_with_card(SECRET)
    await station.li.tap("接手", message=card)
    return await station.li.sees("承办：李警官", message=card)


async def begun(station: Station, card: JSON, button: str = "提问") -> JSON:
    """Let Li begin to write, and return the prompt; that of another report may stand above it."""
    await station.li.tap(button, message=card, chat=station.group)
    await station.quiet()
    return await station.li.sees("您想问什么？" if button == "提问" else "要记什么？", chat=BOT)


async def written(station: Station, button: str = "提问", words: str = WORDS) -> tuple[JSON, JSON]:
    """Let Li write on a tip of his; return the card and the review."""
    card = await taken(station)
    await begun(station, card, button)
    await station.li.say(words)
    review = await station.li.sees(AGAIN)
    await station.quiet()
    return card, review


async def bearing(station: Station, words: str) -> list[JSON]:
    """Return the messages of the private chat that carry the words."""
    await station.quiet()
    return [each for each in await station.li.messages(BOT) if words in words_of(each)]


async def ids_shown(station: Station) -> list[int]:
    return [each.message_id for each in await station.shown()]


@pytest.mark.parametrize("button", ["提问", "备注"])
async def test_only_the_protected_review_shows_what_was_written(
    station: Station, button: str
) -> None:
    _card, review = await written(station, button)
    assert review["has_protected_content"]
    assert "最后一次操作 10 分钟后" in words_of(review)
    assert [each["message_id"] for each in await bearing(station, WORDS)] == [review["message_id"]]
    assert await ids_shown(station) == [review["message_id"]]


async def test_words_written_anew_leave_one_review(station: Station) -> None:
    await written(station)
    await station.li.say(OTHER_WORDS)
    await station.quiet()
    await station.li.sees(OTHER_WORDS)
    await station.li.no_longer_sees(WORDS)
    assert len(await bearing(station, AGAIN)) == 1
    await station.li.tap("发送")
    await station.li.sees("已提问。")
    assert await bearing(station, OTHER_WORDS) == []


async def test_what_stands_after_sending_stays(station: Station) -> None:
    await written(station)
    await station.li.tap("发送")
    await station.li.sees("已提问。")
    assert await station.shown() == []


async def test_a_cancel_under_the_prompt_takes_the_review_away(station: Station) -> None:
    card = await taken(station)
    prompt = await begun(station, card)
    await station.li.say(WORDS)
    await station.li.sees(AGAIN)
    await station.li.tap("取消", message=prompt)
    await station.li.sees("已取消，什么都没有发送。")
    await station.li.no_longer_sees(WORDS)
    await begun(station, card)
    assert await bearing(station, WORDS) == []


@pytest.mark.parametrize("button", ["提问", "备注"])
async def test_what_went_off_the_screen_comes_back_and_can_be_sent(
    station: Station, button: str
) -> None:
    showing = station.showing
    card, _review = await written(station)
    await showing.hide_chat(station.li.id)
    await station.li.no_longer_sees(WORDS, chat=BOT)
    await station.li.tap(button, message=card, chat=station.group)
    await station.li.sees(NOT_SENT)
    review = await station.li.sees(WORDS, chat=BOT)
    assert review["has_protected_content"]
    assert len(await station.shown()) == 1
    await station.li.tap("发送")
    await station.li.sees("已提问。")


async def test_the_review_goes_after_its_time(station: Station) -> None:
    station.showing.seconds = 0.3
    card = await taken(station)
    await begun(station, card, "备注")
    await station.li.say(WORDS)
    await station.quiet()
    await station.li.no_longer_sees(WORDS, chat=BOT)
    async with asyncio.timeout(10):
        while await station.shown():  # noqa: ASYNC110 - the row goes after the message
            await asyncio.sleep(0.05)


async def test_reading_brings_back_words_that_are_not_sent(station: Station) -> None:
    card, _review = await written(station)
    await station.li.tap("阅读", message=card, chat=station.group)
    await station.li.sees(SECRET, chat=BOT)
    assert len(await bearing(station, AGAIN)) == 1
    await station.li.tap("发送")
    await station.li.sees("已提问。")
    await station.li.sees(SECRET)


async def test_words_on_one_report_wait_while_another_is_written_on(station: Station) -> None:
    _card, review = await written(station)
    other = await taken(station)
    await begun(station, other)
    await station.li.say(OTHER_WORDS)
    await station.quiet()
    await station.li.sees(OTHER_WORDS)
    await station.li.tap("发送", message=review)
    await station.li.sees("已提问。", message=review)
    await station.li.tap("发送")
    await station.quiet()
    assert await bearing(station, OTHER_WORDS) == []
    assert await bearing(station, AGAIN) == []


async def test_only_the_report_that_takes_words_says_so(station: Station) -> None:
    card, review = await written(station)
    other = await taken(station)
    await begun(station, other)
    assert await bearing(station, AGAIN) == []
    assert [each["message_id"] for each in await bearing(station, WORDS)] == [review["message_id"]]
    await station.li.tap("阅读", message=card, chat=station.group)
    review = await station.li.sees(AGAIN, chat=BOT)
    assert WORDS in words_of(review)
    await station.li.say(OTHER_WORDS)
    await station.quiet()
    await station.li.sees(OTHER_WORDS)
    assert await bearing(station, WORDS) == [], "they are written anew, on the same report"
    await station.li.tap("发送")
    await station.li.sees("已提问。")


async def test_a_review_that_cannot_be_changed_goes_and_comes_back(station: Station) -> None:
    card, _review = await written(station)
    other = await taken(station)
    fault = {"kind": "5xx", "method": "editMessageText", "times": 10, "status": 500}
    await call(station.base_url, "POST", "/sim/faults", json=fault)
    await begun(station, other, "备注")
    assert await bearing(station, WORDS) == []
    await call(station.base_url, "DELETE", "/sim/faults")
    await station.li.tap("提问", message=card, chat=station.group)
    await station.li.sees(NOT_SENT)
    await station.li.sees(AGAIN, chat=BOT)
    assert len(await bearing(station, WORDS)) == 1


async def test_what_waits_for_a_number_is_not_disturbed_by_words_that_come_back(
    station: Station,
) -> None:
    card, review = await written(station)
    await station.li.send(BOT, "/queue")
    await station.li.tap("查编号", chat=BOT)
    await station.li.sees("编号", chat=BOT)
    await station.li.tap("阅读", message=card, chat=station.group)
    await station.li.sees(SECRET, chat=BOT)
    await station.quiet()
    (back,) = await bearing(station, WORDS)
    assert back["message_id"] != review["message_id"]
    assert AGAIN not in words_of(back)
    await station.li.tap("发送", message=back)
    await station.li.sees("已提问。")


@pytest.mark.parametrize("words", [WORDS, "您叫什么名字，住在哪里？", "几" * 1001])
async def test_what_was_typed_goes_with_the_rest_where_it_could_not_be_answered(
    station: Station, words: str
) -> None:
    card = await taken(station)
    await begun(station, card)
    fault = {"kind": "5xx", "method": "sendMessage", "times": 10, "status": 500}
    await call(station.base_url, "POST", "/sim/faults", json=fault)
    await station.li.say(words)
    await station.quiet()
    (typed,) = await bearing(station, words)
    assert await ids_shown(station) == [typed["message_id"]]
    await call(station.base_url, "DELETE", "/sim/faults")
    await station.showing.hide_chat(station.li.id)
    await station.li.no_longer_sees(words, chat=BOT)


@pytest.mark.parametrize(
    ("words", "answer"),
    [("您叫什么名字，住在哪里？", "先拦下了"), ("几" * 1001, "请用文字写，1 到 1000 个字")],
)
async def test_words_that_are_not_taken_can_be_copied_for_ten_minutes(
    station: Station, words: str, answer: str
) -> None:
    card = await taken(station)
    await begun(station, card)
    await station.li.say(words)
    await station.li.sees(answer)
    (typed,) = await bearing(station, words)
    assert await ids_shown(station) == [typed["message_id"]]
    await station.showing.hide_chat(station.li.id)
    await station.li.no_longer_sees(words, chat=BOT)


async def test_a_typed_message_that_telegram_keeps_goes_later(station: Station) -> None:
    card = await taken(station)
    await begun(station, card)
    fault = {"kind": "5xx", "method": "deleteMessage", "times": 10, "status": 500}
    await call(station.base_url, "POST", "/sim/faults", json=fault)
    await station.li.say(WORDS)
    await station.li.sees(AGAIN)
    assert len(await bearing(station, WORDS)) == 2
    await call(station.base_url, "DELETE", "/sim/faults")
    assert len(await station.shown()) == 2
    await station.showing.hide_chat(station.li.id)
    await station.li.no_longer_sees(WORDS, chat=BOT)
