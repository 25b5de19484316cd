"""A report and its mailbox where conversations live in Redis and each tap may meet a new worker."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack
from pathlib import Path

import pytest
from redis.asyncio import Redis

from bot.app.public import FORMS
from bot.app.state import open_state
from bot.chat.redis_state.packing import LONG_BYTES
from bot.settings import load_settings
from tests.languages import in_each_language
from tests.redis_server import redis_server
from tests.reports.asking import ask
from tests.reports.house import BOT, House, bot_on, gateway_for, open_house
from tests.reports.tipster import TEXT, Tipster, photo

SECRET = "a secret that all workers are given at start"


@pytest.fixture
async def house(tmp_path: Path) -> AsyncIterator[House]:
    async with AsyncExitStack() as stack:
        url = await stack.enter_async_context(redis_server())
        opened = await stack.enter_async_context(open_house(tmp_path))
        settings = load_settings(data_dir=tmp_path, redis_url=url, state_secret=SECRET)
        opened.state = await open_state(settings, stack, FORMS)
        await stack.enter_async_context(gateway_for(opened))
        yield opened


@pytest.mark.parametrize("language", in_each_language("zh-hans"))
async def test_a_form_outlives_the_worker_that_began_it(house: House, language: str) -> None:
    async with bot_on(house):
        zhou = await Tipster.create(house, language)
        await zhou.go_to_review()
        await zhou.player.photo(BOT, photo())
        await zhou.player.sees("照片：1" if language != "en" else "Photos: 1")
    async with bot_on(house):
        await zhou.tap("go_on")
        await zhou.sees("receipt")
    async with bot_on(house):
        await zhou.player.tap("回到没发送的举报" if language != "en" else "Back to my report")
        await zhou.tap("written")
        await zhou.sees("check")
        await zhou.player.send(BOT, "/start")
        await zhou.sees("menu")
        await zhou.player.tap("回到没发送的举报" if language != "en" else "Back to my report")
        await zhou.sees("check")


async def test_the_whole_way_from_report_to_answer(house: House) -> None:
    async with bot_on(house):
        zhou = await Tipster.create(house)
        await zhou.send_tip()
        (tip,) = await house.tips()
        await ask(house, tip.id, "那辆车什么颜色？")
        await zhou.open_mailbox()
        await zhou.player.sees("那辆车什么颜色？")
        await zhou.tap("answer")
        await zhou.player.photo(BOT, photo("white"))
        await zhou.player.say("白色")
        await zhou.sees("review")
    async with bot_on(house):
        await zhou.tap("send")
        await zhou.sees("answered")
        await zhou.tap("close")
        await zhou.player.sees("🔒")
    messages = await house.read(tip)
    assert [messages[0].text, messages[2].text, len(messages[2].files)] == [TEXT, "白色", 1]
    assert await zhou.written_by_me() == []


async def test_an_album_that_comes_all_at_once_loses_no_picture(house: House) -> None:
    async with bot_on(house):
        zhou = await Tipster.create(house)
        await zhou.go_to_review()
        await zhou.player.photo(BOT, *(photo(each) for each in ("red", "blue", "green", "grey")))
        await zhou.player.sees("照片：4", within=20)


async def test_nothing_of_an_erased_draft_stays_in_redis(house: House) -> None:
    async with bot_on(house):
        zhou = await Tipster.create(house)
        await zhou.go_to_review()
        await zhou.player.photo(BOT, photo(size=(2400, 1800)))
        await zhou.player.sees("照片：1")
        assert house.state is not None
        redis = house.state.storage._connection.redis  # type: ignore[attr-defined]
        held = await sizes_when(redis, lambda sizes: max(sizes.values()) > LONG_BYTES)
        await zhou.player.tap("全部")
        await zhou.player.sees("已清除")
        left = await sizes_when(redis, lambda sizes: len(sizes) <= 2)
        assert not {name for name, size in held.items() if size > LONG_BYTES} & left.keys()


async def sizes_when(redis: Redis, is_so: Callable[[dict[bytes, int]], bool]) -> dict[bytes, int]:
    """Wait, as a screen is shown before its state is kept, and Redis tells nobody."""
    async with asyncio.timeout(10):
        while not is_so(found := await sizes(redis)):  # noqa: ASYNC110
            await asyncio.sleep(0.02)
    return found


async def sizes(redis: Redis) -> dict[bytes, int]:
    """Return how long each value of Redis is, a hash's being that of its longest field."""
    found = {}
    for name in await redis.keys("*"):
        if await redis.type(name) == b"hash":
            found[name] = max(map(len, (await redis.hgetall(name)).values()), default=0)
        else:
            found[name] = await redis.strlen(name)
    return found
