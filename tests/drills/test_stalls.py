"""One floods the bot, hundreds come at once, Redis is away, the log's disk is full.

Somebody else's `/help`, and the answer to whoever is in danger, come all the same.
"""

from __future__ import annotations

import asyncio
import io
import socket
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import AsyncExitStack, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from random import Random
from statistics import median

import pytest
from PIL import Image
from pydantic import AnyHttpUrl, SecretStr

from bot.app import demo
from bot.app.stage import Stage
from bot.chat.logs import configure_logs
from bot.settings import Settings
from tests.drills.conftest import Tell
from tests.drills.sizes import share_of
from tests.journeys.conftest import newcomer, open_town
from tests.phone import call, words_of
from tests.player import Player
from tests.redis_server import redis_server
from tests.whole_app import WholeApp, invite

LINES, NEWCOMERS, WORDS = share_of(200, 40), share_of(600, 30), share_of(1000, 350)
AT_ONCE = 25
QUICK = 1.0
HELP, DANGER = ("/help", "你不是一个人"), ("我不想活了", "12356")
FLOOD = "一下子来得太多"


@dataclass
class Stall:
    """A town, what lets its Redis go, and somebody who only needs help."""

    town: WholeApp
    end_redis: Callable[[], Awaitable[None]]
    friend: Player

    async def took(self) -> float:
        """Return how long the slower of both answers took."""
        return max([await self._answer(*each) for each in (HELP, DANGER)])

    async def _answer(self, words: str, sign: str) -> float:
        said = await self.friend.send(self.town.public, words)
        began = asyncio.get_running_loop().time()
        found = await self.friend._until(
            self.town.public,
            lambda view: (
                [
                    each
                    for each in view["messages"]
                    if each["message_id"] > said["message_id"] and sign in words_of(each)
                ]
                or None
            ),
            120,
        )
        assert found is not None, f"{words} has no answer"
        return asyncio.get_running_loop().time() - began

    async def under(self, load: Awaitable[object]) -> list[float]:
        """Ask for help again and again while the load lasts."""
        task, took = asyncio.ensure_future(load), list[float]()
        while not task.done() or len(took) < 3:
            took.append(await self.took())
        await task
        return took


@pytest.fixture(params=["polling", "webhook"])
async def stall(
    request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[Stall]:
    async with AsyncExitStack() as redis, AsyncExitStack() as stack:
        url = await redis.enter_async_context(redis_server())
        _set(monkeypatch, url, is_webhook=request.param == "webhook")
        town = await stack.enter_async_context(open_town(tmp_path, "zh_Hans"))
        yield Stall(town, redis.aclose, await newcomer(town, "小雨", "zh-hans"))


def _set(patch: pytest.MonkeyPatch, redis: str, *, is_webhook: bool) -> None:
    """Let the town keep its conversations in Redis, and be called by webhook or poll."""
    settings_of = demo.demo_settings
    port = _free_port()
    webhook = {
        "webhook_url": AnyHttpUrl(f"http://127.0.0.1:{port}"),
        "webhook_secret": SecretStr("a-secret-of-the-drill"),
        "webhook_port": port,
    }

    def changed(stage: Stage, folder: Path) -> Settings:
        kept = {"redis_url": SecretStr(redis), "state_secret": SecretStr("s" * 40)}
        return settings_of(stage, folder).model_copy(update=kept | (webhook if is_webhook else {}))

    patch.setattr(demo, "demo_settings", changed)


def _free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


@pytest.mark.timeout(1800)
async def test_help_comes_whatever_stalls(stall: Stall, tell: Tell) -> None:
    town = stall.town
    quiet = [await stall.took() for _time in range(3)]
    flooder, leaver = await newcomer(town, "话痨", "zh-hans"), await invite(town, "赵警官")
    loads = {
        f"slow files and {WORDS} messages of one account": lambda: _flood(town, flooder),
        f"{NEWCOMERS} newcomers at once": lambda: _newcomers(town),
        f"{LINES} lines of an officer who then leaves": lambda: _leave(town, leaver),
    }
    worst = {"nothing else": max(quiet)}
    with a_full_log():
        for name, load in loads.items():
            worst[name] = max(await stall.under(load()))
        await stall.end_redis()
        worst["Redis away"] = max([await stall.took() for _time in range(3)])
    for name, seconds in worst.items():
        tell(f"{name}, and a full log: help within {seconds:.2f} s")
    assert max(worst.values()) < 10 + 40 * median(quiet)


@contextmanager
def a_full_log() -> Iterator[None]:
    stream = configure_logs(Path("/dev/full"))
    try:
        yield
    finally:
        configure_logs()
        with suppress(OSError):
            stream.close()


async def _flood(town: WholeApp, flooder: Player) -> None:
    """Send pictures that take long to clean into a form, leave it, and write without end."""
    for button in ("举报", "不是正在发生，继续", "说不准是哪一种", "说不准，或者全市"):
        await flooder.tap(button)
    await flooder.photo(None, *[_large(number) for number in range(4)])
    await flooder.say("/exit")
    sent = [await flooder.say("在吗")]
    for first in range(0, WORDS, AT_ONCE):
        sent += await asyncio.gather(*(flooder.say("在吗") for _ in range(first, first + AT_ONCE)))
    await _answered(town, flooder, len(sent))


async def _answered(town: WholeApp, flooder: Player, said: int) -> None:
    """Wait until each line has an answer, or the flooder was told that not all were read."""
    chat = town.world.private[flooder.id, town.public]
    async with asyncio.timeout(300):
        while True:
            texts = [str(m.content.get("text")) for m in chat.messages.values()]
            if sum("没有保存" in each for each in texts) >= said or any(FLOOD in t for t in texts):
                return
            await asyncio.sleep(0.1)


async def _newcomers(town: WholeApp) -> None:
    people = [
        await Player.create(town.stage.base_url, f"新人{number}") for number in range(NEWCOMERS)
    ]
    await asyncio.gather(*(each.send(town.public, "/start") for each in people))
    for each in people:
        await each.sees("您想做什么？", within=120)


async def _leave(town: WholeApp, leaver: Player) -> None:
    """Write without end, and leave; who has left may do nothing any more."""
    for _line in range(LINES):
        await leaver.send(town.admin_chat, "收到")
    place = {"chat": town.admin_chat, "user": leaver.id}
    await call(town.stage.base_url, "POST", "/sim/leave", json=place)
    await leaver.send(town.desk, "/queue")
    await leaver.sees("您无权操作", within=120)


def _large(number: int) -> bytes:
    """Return a picture of noise, which takes long to decode and to write anew."""
    data, size = io.BytesIO(), (2600, 1900)
    noise = Random(number).randbytes(size[0] * size[1])
    Image.frombytes("L", size, noise).save(data, "JPEG", quality=90)
    return data.getvalue()
