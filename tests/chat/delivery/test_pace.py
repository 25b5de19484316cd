"""What goes out keeps Telegram's pace; the clock of these tests jumps instead of waiting."""

from __future__ import annotations

import asyncio
import heapq
from collections.abc import AsyncIterator, Awaitable
from typing import Any

import pytest
from aiogram import Bot
from aiogram.exceptions import (
    TelegramBadRequest,
    TelegramForbiddenError,
    TelegramNetworkError,
    TelegramRetryAfter,
)
from aiogram.methods import GetUpdates, SendMessage, TelegramMethod

from bot.chat.delivery.pace import Pace
from bot.chat.source import settling
from tests.chat.recording import RecordingSession, create_recording_bot

GROUP = -1_001_234_567_890
METHOD = SendMessage(chat_id=5, text="hi")


class Telegram(RecordingSession):
    """Notes the moment of every request on the loop's clock."""

    def __init__(self) -> None:
        super().__init__()
        self.moments: list[float] = []

    async def make_request(self, bot: Bot, method: TelegramMethod[Any], *_: Any, **__: Any) -> Any:
        self.moments.append(asyncio.get_running_loop().time())
        return await super().make_request(bot, method)

    @property
    def duration(self) -> float:
        return self.moments[-1] - self.moments[0]


@pytest.fixture
def telegram() -> Telegram:
    return Telegram()


@pytest.fixture
async def paced(telegram: Telegram, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Bot]:
    """Return a bot with its pace on a loop whose time jumps to the next timer instead of waiting."""
    loop: Any = asyncio.get_running_loop()
    offset = 0.0
    real_time, real_select = loop.time, loop._selector.select

    def select(timeout: float | None) -> Any:
        nonlocal offset
        if timeout:
            due = heapq.nsmallest(1, loop._scheduled)
            offset += max(0.0, due[0].when() - loop.time()) if due else 0.0
        return real_select(0 if loop._scheduled else timeout)

    monkeypatch.setattr(loop, "time", lambda: real_time() + offset)
    monkeypatch.setattr(loop._selector, "select", select)
    bot, _ = create_recording_bot()
    telegram.middleware(Pace())
    bot.session = telegram
    yield bot
    monkeypatch.undo()


async def answering(*requests: Awaitable[Any]) -> None:
    """Make the requests as who works on somebody's update does."""

    async def make() -> None:
        settling.begin(lambda: None)
        await asyncio.gather(*requests)

    await asyncio.create_task(make())


def now() -> float:
    return asyncio.get_running_loop().time()


def flood(seconds: int) -> TelegramRetryAfter:
    return TelegramRetryAfter(METHOD, f"Too Many Requests: retry after {seconds}", seconds)


async def test_a_quiet_chat_is_answered_at_once(paced: Bot, telegram: Telegram) -> None:
    for chat in range(10):
        await paced.send_message(chat, "hi")
    assert telegram.duration < 0.5


async def test_of_what_nobody_waits_for_no_more_than_thirty_begin_in_a_second(
    paced: Bot, telegram: Telegram
) -> None:
    await asyncio.gather(*(paced.send_message(chat, "hi") for chat in range(120)))
    assert len(telegram.asked) == 120
    moments = telegram.moments
    assert all(b - a >= 1.0 for a, b in zip(moments, moments[30:], strict=False))
    assert telegram.duration < 5


async def test_who_tapped_waits_for_nobody_and_the_others_are_not_starved(
    paced: Bot, telegram: Telegram
) -> None:
    others = asyncio.gather(*(paced.send_message(chat, "news") for chat in range(1000, 1040)))
    await asyncio.sleep(0)
    began = now()
    await answering(*(paced.send_message(chat, "answer") for chat in range(1, 101)))
    assert now() - began < 3  # in turn with the others it would take 3.3
    for _ in range(40):
        await answering(*(paced.send_message(chat, "answer") for chat in range(1, 31)))
        await asyncio.sleep(0.5)
    assert others.done()


async def test_a_tap_in_a_group_waits_for_no_minute(paced: Bot, telegram: Telegram) -> None:
    await asyncio.gather(*(paced.send_message(GROUP, "card") for _ in range(20)))
    began = now()
    await answering(paced.edit_message_text("card", chat_id=GROUP, message_id=7))
    await answering(paced.answer_callback_query("1"))
    assert now() - began < 5


async def test_one_group_gets_no_more_than_twenty_a_minute(paced: Bot, telegram: Telegram) -> None:
    await asyncio.gather(*(paced.send_message(GROUP, "card") for _ in range(50)))
    moments = telegram.moments
    assert len(moments) == 50
    assert all(
        later - earlier >= 59.5 for earlier, later in zip(moments, moments[20:], strict=False)
    )
    assert telegram.duration < 130


async def test_a_busy_group_holds_up_neither_another_nor_a_person(
    paced: Bot, telegram: Telegram
) -> None:
    busy = asyncio.gather(*(paced.send_message(GROUP, "card") for _ in range(30)))
    await asyncio.sleep(2)
    began = asyncio.get_running_loop().time()
    await paced.send_message(GROUP - 1, "card")
    await paced.send_message(5, "hi")
    assert asyncio.get_running_loop().time() - began < 1
    await busy


async def test_deleting_in_a_group_costs_nothing_of_its_minute(
    paced: Bot, telegram: Telegram
) -> None:
    for _ in range(40):
        await paced.delete_message(GROUP, 1)
    assert telegram.duration < 5


async def test_a_flood_wait_of_a_tap_holds_its_chat_alone(paced: Bot, telegram: Telegram) -> None:
    telegram.planned.append(flood(7))
    first = asyncio.create_task(answering(paced.send_message(5, "hi")))
    await asyncio.sleep(0.1)
    began = now()
    await paced.send_message(6, "hello")
    await answering(paced.send_message(7, "hello"), paced.answer_callback_query("1"))
    assert now() - began < 5
    await first
    assert telegram.duration >= 7


async def test_flood_waits_of_two_chats_within_ten_seconds_hold_all_but_toasts(
    paced: Bot, telegram: Telegram
) -> None:
    telegram.planned.extend([flood(2), flood(9)])
    held = asyncio.gather(*(answering(paced.send_message(chat, "hi")) for chat in (5, 6)))
    await asyncio.sleep(0.1)
    began = now()
    await answering(paced.answer_callback_query("1"))
    assert now() - began < 5
    await answering(paced.send_message(7, "hello"))
    assert now() - began >= 8.5
    await held


async def test_a_flood_wait_of_a_notice_holds_notices_alone(
    paced: Bot, telegram: Telegram
) -> None:
    telegram.planned.append(flood(7))
    first = asyncio.create_task(paced.send_message(5, "news"))
    await asyncio.sleep(0.1)
    began = now()
    await answering(paced.send_message(5, "answer"))
    assert now() - began < 5
    await paced.send_message(6, "news")
    assert now() - began >= 6.5
    await first


async def test_a_reply_that_is_held_back_settles_its_update(
    paced: Bot, telegram: Telegram
) -> None:
    telegram.planned.append(flood(7))
    settled = asyncio.Event()

    async def reply() -> None:
        settling.begin(settled.set)
        await paced.send_message(5, "hi")

    task = asyncio.create_task(reply())
    await asyncio.wait_for(settled.wait(), 1)
    assert not task.done()
    await task


async def test_edits_of_one_message_that_wait_become_the_last(
    paced: Bot, telegram: Telegram
) -> None:
    await asyncio.gather(*(paced.send_message(GROUP, "card") for _ in range(20)))
    edits = [paced.edit_message_text(str(n), chat_id=GROUP, message_id=7) for n in range(5)]
    other = paced.edit_message_text("other", chat_id=GROUP, message_id=8)
    buttons = paced.edit_message_reply_markup(chat_id=GROUP, message_id=8)
    await asyncio.gather(*edits, other, buttons)
    # Buttons alone do not say what the text before them said.
    sent = [getattr(method, "text", None) for method in telegram.asked[20:]]
    assert sorted(map(str, sent)) == ["4", "None", "other"]


async def test_flood_waits_without_end_are_given_up(paced: Bot, telegram: Telegram) -> None:
    telegram.planned.extend(flood(1) for _ in range(50))
    with pytest.raises(TelegramRetryAfter):
        await paced.send_message(5, "hi")
    assert len(telegram.asked) == 4


@pytest.mark.parametrize(
    "words",
    [
        "Bad Request: message is not modified: specified new message content and reply markup are exactly the same",
        "Bad Request: query is too old and response timeout expired or query ID is invalid",
        "Bad Request: message to delete not found",
    ],
)
async def test_what_is_already_so_is_forgiven(paced: Bot, telegram: Telegram, words: str) -> None:
    telegram.planned.append(TelegramBadRequest(METHOD, words))
    assert await paced.send_message(5, "hi") is True  # type: ignore[comparison-overlap]
    assert len(telegram.asked) == 1


async def test_another_bad_request_is_told_at_once(paced: Bot, telegram: Telegram) -> None:
    telegram.planned.append(TelegramBadRequest(METHOD, "Bad Request: chat not found"))
    with pytest.raises(TelegramBadRequest):
        await paced.send_message(5, "hi")
    assert len(telegram.asked) == 1


async def test_who_blocked_the_bot_is_not_asked_again(paced: Bot, telegram: Telegram) -> None:
    telegram.planned.append(TelegramForbiddenError(METHOD, "Forbidden: bot was blocked"))
    with pytest.raises(TelegramForbiddenError):
        await paced.send_message(5, "hi")
    assert len(telegram.asked) == 1


async def test_a_lost_connection_is_tried_again_and_then_told(
    paced: Bot, telegram: Telegram
) -> None:
    telegram.planned.extend([TelegramNetworkError(METHOD, "lost")] * 2)
    await paced.send_message(5, "hi")
    assert len(telegram.asked) == 3
    telegram.planned.extend([TelegramNetworkError(METHOD, "lost")] * 3)
    with pytest.raises(TelegramNetworkError):
        await paced.send_message(5, "hi")
    assert len(telegram.asked) == 6


async def test_asking_for_updates_is_neither_paced_nor_repeated(
    paced: Bot, telegram: Telegram
) -> None:
    telegram.planned.append(flood(30))
    with pytest.raises(TelegramRetryAfter):
        await paced(GetUpdates())
    assert len(telegram.asked) == 1
