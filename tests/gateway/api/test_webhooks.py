"""Updates pushed to a webhook: in order, repeated until accepted, answered with a method."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field
from typing import Any

import pytest
from aiohttp import web

from bot.gateway.world import World
from tests.gateway.telegram import Bot, RefusedError, eventually
from tests.phone import call
from tests.player import Player
from tests.walking import each_of

JSON = dict[str, Any]
MARKUP = {"inline_keyboard": [[{"text": "Yes", "callback_data": "yes"}]]}


@dataclass
class Hook:
    """A web server that keeps what it was sent and answers as told."""

    url: str = ""
    received: list[JSON] = field(default_factory=list)
    secrets: list[str | None] = field(default_factory=list)
    answer: Callable[[JSON], web.Response] = lambda _: web.Response()
    gate: asyncio.Event = field(default_factory=asyncio.Event)

    async def handle(self, request: web.Request) -> web.Response:
        update = await request.json()
        self.received.append(update)
        self.secrets.append(request.headers.get("X-Telegram-Bot-Api-Secret-Token"))
        await self.gate.wait()
        return self.answer(update)

    def words(self) -> list[str]:
        return [each["message"]["text"] for each in self.received if "message" in each]


@pytest.fixture
async def hook() -> AsyncIterator[Hook]:
    hook = Hook()
    hook.gate.set()
    app = web.Application()
    app.router.add_post("/updates", hook.handle)
    runner = web.AppRunner(app, handler_cancellation=True)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    hook.url = f"http://127.0.0.1:{runner.addresses[0][1]}/updates"
    yield hook
    hook.gate.set()
    await runner.cleanup()


async def confirmed(bot: Bot) -> JSON:
    return dict(await call(bot.url, "GET", "/sim/updates", params={"bot": bot.username}))


async def test_updates_arrive_with_the_secret(bot: Bot, mei: Player, hook: Hook) -> None:
    await bot("setWebhook", url=hook.url, secret_token="only-between-us")
    await mei.say("hello")
    await eventually(lambda: hook.words() == ["hello"])
    assert hook.secrets == ["only-between-us"]
    info = await bot("getWebhookInfo")
    assert (info["url"], info["pending_update_count"]) == (hook.url, 0)


async def test_what_waited_before_is_pushed_or_dropped(bot: Bot, mei: Player, hook: Hook) -> None:
    await mei.say("lost")
    await bot("setWebhook", url=hook.url, drop_pending_updates=True)
    await bot("deleteWebhook")
    await mei.say("kept")
    await bot("setWebhook", url=hook.url)
    await eventually(lambda: hook.words() == ["kept"])


async def test_messages_of_a_chat_come_one_by_one_and_chats_side_by_side(
    bot: Bot, mei: Player, hook: Hook
) -> None:
    hook.gate.clear()
    john = await Player.create(bot.url, "John")
    await bot("setWebhook", url=hook.url)
    for text in "ab":
        await mei.say(text)
        await john.send(bot.id, text)
    await eventually(lambda: hook.words() == ["a", "a"])
    await asyncio.sleep(0.05)
    assert hook.words() == ["a", "a"]
    hook.gate.set()
    await eventually(lambda: sorted(hook.words()) == ["a", "a", "b", "b"])


async def test_taps_of_a_person_do_not_wait_for_their_messages(
    bot: Bot, mei: Player, hook: Hook
) -> None:
    sent = await bot("sendMessage", chat_id=mei.id, text="Sure?", reply_markup=MARKUP)
    hook.gate.clear()
    await bot("setWebhook", url=hook.url)
    await mei.say("words")
    await mei.tap_data("yes", sent)
    await mei.tap_data("yes", sent)
    await eventually(lambda: len(hook.received) == 2)
    await asyncio.sleep(0.05)
    assert [set(each) - {"update_id"} for each in hook.received] == [
        {"message"},
        {"callback_query"},
    ]
    hook.gate.set()
    await eventually(lambda: len(hook.received) == 3)


async def test_a_refused_update_comes_again_before_the_next(
    bot: Bot, mei: Player, hook: Hook
) -> None:
    statuses = iter([500, 404, 202])
    hook.answer = lambda _: web.Response(status=next(statuses, 200))
    await bot("setWebhook", url=hook.url)
    await mei.say("first")
    await mei.say("second")
    await eventually(lambda: hook.words() == ["first", "first", "first", "second"])
    await eventually(lambda: next(statuses, None) is None)
    info = await bot("getWebhookInfo")
    assert info["last_error_message"] == "Wrong response from the webhook: 404 Not Found"
    assert "last_error_date" in info


async def test_retry_after_is_honoured(bot: Bot, mei: Player, hook: Hook) -> None:
    times: list[float] = []
    loop = asyncio.get_running_loop()

    def answer(_: JSON) -> web.Response:
        times.append(loop.time())
        return web.Response(status=429 if len(times) == 1 else 200, headers={"Retry-After": "1"})

    hook.answer = answer
    await bot("setWebhook", url=hook.url)
    await mei.say("hello")
    await eventually(lambda: len(times) == 2)
    assert times[1] - times[0] >= 1.0


async def test_an_unreachable_webhook_keeps_the_updates(
    bot: Bot, mei: Player, hook: Hook, world: World
) -> None:
    await bot("setWebhook", url="http://127.0.0.1:9/updates")
    await mei.say("hello")
    webhook = world.bots[bot.id].webhook
    assert webhook is not None
    await eventually(lambda: webhook.last_error_message is not None)
    assert (await bot("getWebhookInfo"))["pending_update_count"] == 1
    await bot("setWebhook", url=hook.url)
    await eventually(lambda: hook.words() == ["hello"])


@pytest.mark.parametrize("form", ["json", "urlencoded"])
async def test_an_answer_that_names_a_method_is_executed(
    bot: Bot, mei: Player, hook: Hook, form: str
) -> None:
    answer = {"method": "sendMessage", "chat_id": str(mei.id), "text": "from the answer"}
    if form == "json":
        hook.answer = lambda _: web.json_response(answer)
    else:
        body = f"method=sendmessage&chat_id={mei.id}&text=from+the+answer"
        hook.answer = lambda _: web.Response(
            text=body, content_type="application/x-www-form-urlencoded"
        )
    await bot("setWebhook", url=hook.url)
    await mei.say("hello")
    await mei.sees("from the answer")


async def test_an_answer_may_not_change_the_webhook(bot: Bot, mei: Player, hook: Hook) -> None:
    hook.answer = lambda _: web.json_response({"method": "deleteWebhook"})
    await bot("setWebhook", url=hook.url)
    await mei.say("hello")
    await eventually(lambda: hook.words() == ["hello"])
    await mei.say("again")
    await eventually(lambda: hook.words() == ["hello", "again"])
    assert (await bot("getWebhookInfo"))["url"] == hook.url


async def test_a_duplicate_is_pushed_twice(bot: Bot, mei: Player, hook: Hook) -> None:
    await bot("setWebhook", url=hook.url)
    fault = {"kind": "duplicate", "times": 1, "copies": 5}
    await call(bot.url, "POST", "/sim/faults", json=fault)
    await mei.say("hello")
    await mei.say("next")
    await eventually(lambda: hook.words() == ["hello"] * 5 + ["next"])
    assert len({each["update_id"] for each in hook.received}) == 2


@each_of(
    "parameters, sentence",
    [
        ({"url": "ftp://127.0.0.1"}, "invalid webhook URL specified"),
        (
            {"url": "https://example.org/x"},
            "bad webhook: only loopback addresses can be reached from here",
        ),
        ({"secret_token": "no spaces"}, "secret token contains unallowed characters"),
        ({"secret_token": "a" * 257}, "secret token is too long"),
    ],
)
async def test_a_bad_webhook_is_refused(
    bot: Bot, hook: Hook, parameters: JSON, sentence: str
) -> None:
    with pytest.raises(RefusedError) as caught:
        await bot("setWebhook", **({"url": hook.url} | parameters))
    assert str(caught.value) == f"Bad Request: {sentence}"


async def test_an_empty_url_deletes_the_webhook(bot: Bot, hook: Hook) -> None:
    await bot("setWebhook", url=hook.url)
    await bot("setWebhook", url="")
    assert (await bot("getWebhookInfo"))["url"] == ""
    assert await bot.updates() == []
