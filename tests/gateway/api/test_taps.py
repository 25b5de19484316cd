"""Taps, their answers, and taps that come too late."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from bot.gateway.world import ManualClock
from tests.gateway.telegram import Bot, RefusedError
from tests.phone import RefusedError as RefusedActionError
from tests.phone import call
from tests.player import Player

MARKUP = {"inline_keyboard": [[{"text": "Yes", "callback_data": "yes"}]]}
TOO_OLD = "Bad Request: query is too old and response timeout expired or query ID is invalid"


async def tapped(bot: Bot, mei: Player) -> dict[str, Any]:
    await bot("sendMessage", chat_id=mei.id, text="Sure?", reply_markup=MARKUP)
    await mei.tap("Yes")
    return dict((await bot.updates())[-1]["callback_query"])


async def test_a_tap_reaches_the_bot_with_its_message(bot: Bot, mei: Player) -> None:
    query = await tapped(bot, mei)
    assert (query["data"], query["from"]["id"]) == ("yes", mei.id)
    assert query["message"]["text"] == "Sure?"
    assert query["message"]["chat"]["id"] == mei.id
    assert query["chat_instance"]


async def test_the_answer_is_seen_once(bot: Bot, mei: Player) -> None:
    query = await tapped(bot, mei)
    answer = {"callback_query_id": query["id"], "text": "Well done", "show_alert": True}
    assert await bot("answerCallbackQuery", **answer)
    assert await bot("answerCallbackQuery", callback_query_id=query["id"], text="Again")
    assert (await mei.sees("Well done"))["show_alert"] is True
    await mei.not_sees("Again")


@pytest.mark.parametrize("seconds", [61, 3600])
async def test_a_late_answer_is_refused(
    bot: Bot, mei: Player, clock: ManualClock, seconds: int
) -> None:
    query = await tapped(bot, mei)
    clock.advance(seconds)
    with pytest.raises(RefusedError) as caught:
        await bot("answerCallbackQuery", callback_query_id=query["id"])
    assert str(caught.value) == TOO_OLD


async def test_a_foreign_or_invented_query_is_refused(
    bot: Bot, staff_bot: Bot, mei: Player
) -> None:
    query = await tapped(bot, mei)
    with pytest.raises(RefusedError, match="query is too old"):
        await staff_bot("answerCallbackQuery", callback_query_id=query["id"])
    with pytest.raises(RefusedError, match="query is too old"):
        await bot("answerCallbackQuery", callback_query_id="1")


async def test_an_answer_has_at_most_200_characters(bot: Bot, mei: Player) -> None:
    query = await tapped(bot, mei)
    with pytest.raises(RefusedError, match="MESSAGE_TOO_LONG"):
        await bot("answerCallbackQuery", callback_query_id=query["id"], text="门" * 201)
    await bot("answerCallbackQuery", callback_query_id=query["id"], text="门" * 200)
    await mei.sees("门" * 200)


async def test_a_tap_may_wait_for_its_answer(bot: Bot, mei: Player) -> None:
    sent = await bot("sendMessage", chat_id=mei.id, text="Sure?", reply_markup=MARKUP)
    body = {"user": mei.id, "chat": bot.id, "message_id": sent["message_id"], "wait": 5}
    press = asyncio.create_task(
        call(bot.url, "POST", "/sim/tap", json=body | {"row": 0, "column": 0})
    )
    query = (await bot.updates(timeout=5))[-1]["callback_query"]
    await bot("answerCallbackQuery", callback_query_id=query["id"], text="Good")
    assert (await press)["answer"]["text"] == "Good"


async def test_a_slow_phone_taps_a_button_that_was_there_before(bot: Bot, mei: Player) -> None:
    sent = await bot("sendMessage", chat_id=mei.id, text="Sure?", reply_markup=MARKUP)
    where = {"chat_id": mei.id, "message_id": sent["message_id"]}
    await bot("editMessageText", **where, text="Done")
    await mei.tap_data("yes", sent)
    query = (await bot.updates())[-1]["callback_query"]
    assert (query["data"], query["message"]["text"]) == ("yes", "Done")
    with pytest.raises(RefusedActionError, match="never had such a button"):
        await mei.tap_data("forged", sent)
    await bot("deleteMessage", **where)
    with pytest.raises(RefusedActionError, match="this message is gone"):
        await mei.tap_data("yes", sent)


async def test_a_tap_that_nobody_fetched_expires(
    bot: Bot, mei: Player, clock: ManualClock
) -> None:
    await tapped(bot, mei)
    clock.advance(151)
    assert await bot.updates() == []
