"""Live events: nothing lost, nothing twice."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from typing import Any

import aiohttp
import pytest

from bot.gateway.sim import events as stream_module
from bot.gateway.world import World
from bot.gateway.world.events import EventLog
from tests.gateway.telegram import Bot
from tests.phone import call
from tests.player import Player

JSON = dict[str, Any]


async def listen(
    url: str, count: int, *, headers: dict[str, str] | None = None, **query: Any
) -> list[JSON]:
    """Read so many events of a stream, then hang up."""
    async with (
        aiohttp.ClientSession() as session,
        session.get(f"{url}/sim/events", params=query, headers=headers) as response,
    ):
        assert response.content_type == "text/event-stream"
        found: list[JSON] = []
        async with asyncio.timeout(5):
            async for event in _events(response):
                found.append(event)
                if len(found) == count:
                    break
        response.close()
        return found


async def _events(response: aiohttp.ClientResponse) -> AsyncIterator[JSON]:
    event: JSON = {}
    async for raw in response.content:
        line = raw.decode().rstrip("\n")
        if line.startswith(":"):
            yield {"comment": line[1:].strip()}
        elif line:
            name, _, value = line.partition(": ")
            event[name] = value
        elif "data" in event:
            told = json.loads(event["data"])
            named = {"id": int(event["id"]), "event": event["event"], "user": told["user"]}
            yield {**named, **told["data"]}
            event = {}


async def test_a_message_reaches_the_open_stream(bot: Bot, mei: Player) -> None:
    listening = asyncio.create_task(listen(bot.url, 1, users=mei.id))
    await asyncio.sleep(0.1)
    await bot("sendMessage", chat_id=mei.id, text="live")
    [event] = await listening
    assert event["event"] == "message"
    assert event["chat"] == bot.id
    assert (event["message"]["text"], event["message"]["out"]) == ("live", False)


async def test_every_change_has_its_kind(bot: Bot, mei: Player) -> None:
    state = await call(bot.url, "GET", "/sim/state", params={"user": mei.id})
    markup = {"inline_keyboard": [[{"text": "Yes", "callback_data": "yes"}]]}
    await bot("sendChatAction", chat_id=mei.id, action="typing")
    sent = await bot("sendMessage", chat_id=mei.id, text="?", reply_markup=markup)
    await mei.tap("Yes")
    query = (await bot.updates())[-1]["callback_query"]
    await bot("answerCallbackQuery", callback_query_id=query["id"], text="ok")
    where = {"chat_id": mei.id, "message_id": sent["message_id"]}
    await bot("editMessageText", **where, text="!")
    await bot("pinChatMessage", **where)
    await mei.read()
    await bot("deleteMessage", **where)
    keyboard = {"keyboard": [[{"text": "A"}]]}
    await bot("sendMessage", chat_id=mei.id, text="keys", reply_markup=keyboard)
    heard = await listen(bot.url, 11, users=mei.id, after=state["seq"])
    assert [each["event"] for each in heard] == [
        "typing",
        "message",
        "answer",
        "edited",
        "chat",
        "message",
        "read",
        "deleted",
        "chat",
        "message",
        "keyboard",
    ]
    assert heard[7]["message_ids"] == [sent["message_id"]]
    assert "messages" not in heard[4]["chat"]
    assert heard[4]["chat"]["pinned"]["text"] == "!"


async def test_a_resumed_stream_loses_and_repeats_nothing(bot: Bot, mei: Player) -> None:
    state = await call(bot.url, "GET", "/sim/state", params={"user": mei.id})
    seen: list[JSON] = []
    last = state["seq"]

    async def talk() -> None:
        for number in range(40):
            await bot("sendMessage", chat_id=mei.id, text=str(number))

    talking = asyncio.create_task(talk())
    while len(seen) < 40:
        headers = {"Last-Event-ID": str(last)}
        seen += await listen(bot.url, min(7, 40 - len(seen)), headers=headers, users=mei.id)
        last = seen[-1]["id"]
    await talking
    assert [each["message"]["text"] for each in seen] == [str(number) for number in range(40)]
    ids = [each["id"] for each in seen]
    assert ids == sorted(set(ids))


async def test_the_state_and_the_stream_join_without_a_gap(bot: Bot, mei: Player) -> None:
    await bot("sendMessage", chat_id=mei.id, text="before")
    state = await call(bot.url, "GET", "/sim/state", params={"user": mei.id})
    await bot("sendMessage", chat_id=mei.id, text="after")
    assert state["chats"][0]["messages"][-1]["text"] == "before"
    [event] = await listen(bot.url, 1, users=mei.id, after=state["seq"])
    assert event["message"]["text"] == "after"


async def test_one_stream_carries_what_happens_to_everybody_on_a_page(
    bot: Bot, mei: Player
) -> None:
    may = await Player.create(bot.url, "May")
    await may.send(bot.id, "/start")
    now = (await call(bot.url, "GET", "/sim/state", params={"user": mei.id}))["seq"]
    for person in (mei, may, may, mei):
        await bot("sendMessage", chat_id=person.id, text=person.name)
    heard = await listen(bot.url, 4, users=f"{mei.id},{may.id}", after=now)
    assert [each["user"] for each in heard] == [mei.id, may.id, may.id, mei.id]
    assert [each["message"]["text"] for each in heard] == ["小梅", "May", "May", "小梅"]
    ids = [each["id"] for each in heard]
    assert ids == sorted(set(ids))


async def test_nobody_hears_of_a_strangers_chat(bot: Bot, mei: Player) -> None:
    stranger = await Player.create(bot.url, "Stranger")
    await bot("sendMessage", chat_id=mei.id, text="private")
    query = {"user": stranger.id, "after": 0}
    assert (await call(bot.url, "GET", "/sim/changes", params=query))["events"] == []


@pytest.mark.parametrize("after", [0, 10_000])
async def test_a_listener_who_missed_too_much_is_told_to_reload(
    bot: Bot, world: World, mei: Player, after: int
) -> None:
    world.events = EventLog(kept=3)
    world.events.seq = 500
    for number in range(5):
        await bot("sendMessage", chat_id=mei.id, text=str(number))
    [event] = await listen(bot.url, 1, users=mei.id, after=after)
    assert (event["event"], event["id"]) == ("reset", 505)


async def test_a_silent_stream_beats(
    bot: Bot, mei: Player, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(stream_module, "BEAT_SECONDS", 0.05)
    assert await listen(bot.url, 2, users=mei.id) == [{"comment": "beat"}] * 2
