"""Faults that tests order."""

from __future__ import annotations

import asyncio
from typing import Any

import aiohttp
import pytest

from bot.gateway.world import ManualClock, World
from bot.gateway.world.flood import WindowLimits
from tests.gateway.telegram import Bot, RefusedError
from tests.phone import call
from tests.player import Player


async def order(client: Bot, **fault: Any) -> None:
    await call(client.url, "POST", "/sim/faults", json=fault)


async def test_a_429_says_how_long_to_wait(bot: Bot, mei: Player) -> None:
    await order(bot, kind="429", method="sendMessage", times=1, retry_after=7)
    assert await bot("getMe")
    with pytest.raises(RefusedError) as caught:
        await bot("sendMessage", chat_id=mei.id, text="x")
    assert caught.value.status == 429
    assert caught.value.body["parameters"] == {"retry_after": 7}
    assert str(caught.value) == "Too Many Requests: retry after 7"
    assert await bot("sendMessage", chat_id=mei.id, text="x")


async def test_a_fault_may_be_meant_for_one_bot(bot: Bot, staff_bot: Bot) -> None:
    await order(bot, kind="5xx", bot="staff_bot", times=2, status=500)
    assert await bot("getMe")
    for _ in range(2):
        with pytest.raises(RefusedError, match="Internal Server Error"):
            await staff_bot("getMe")
    assert await staff_bot("getMe")


@pytest.mark.parametrize("executed", [False, True])
async def test_a_dropped_connection_loses_request_or_answer(
    bot: Bot, mei: Player, *, executed: bool
) -> None:
    await order(bot, kind="drop", method="sendMessage", executed=executed)
    with pytest.raises(aiohttp.ClientError):
        await bot("sendMessage", chat_id=mei.id, text="did it work?")
    seen = [each for each in await mei.messages() if each.get("text") == "did it work?"]
    assert len(seen) == int(executed)


async def test_a_timeout_lets_the_bot_wait(bot: Bot) -> None:
    await order(bot, kind="timeout", method="getMe", seconds=30)
    with pytest.raises(TimeoutError):
        await asyncio.wait_for(bot("getMe"), 0.2)
    assert await bot("getMe")


async def test_a_duplicate_comes_again_after_it_was_confirmed(bot: Bot, mei: Player) -> None:
    await order(bot, kind="duplicate", times=1, copies=3)
    await mei.say("once")
    await mei.say("after")
    heard = []
    offset = 0
    for _ in range(6):
        for update in await bot.updates(offset=offset, limit=1):
            heard.append((update["update_id"], update["message"]["text"]))
            offset = update["update_id"] + 1
    assert [text for _, text in heard] == ["once", "once", "once", "after"]
    assert len({number for number, _ in heard[:3]}) == 1


async def test_faults_can_be_taken_back(bot: Bot) -> None:
    await order(bot, kind="5xx", times=100)
    await call(bot.url, "DELETE", "/sim/faults")
    assert await bot("getMe")


async def test_flood_limits_can_be_put_in(
    bot: Bot, mei: Player, world: World, clock: ManualClock
) -> None:
    world.flood = WindowLimits(private=(2, 3.0))
    for _ in range(2):
        await bot("sendMessage", chat_id=mei.id, text="x")
    clock.advance(1)
    with pytest.raises(RefusedError) as caught:
        await bot("sendMessage", chat_id=mei.id, text="x")
    assert caught.value.body["parameters"] == {"retry_after": 2}
    clock.advance(2)
    assert await bot("sendMessage", chat_id=mei.id, text="x")
