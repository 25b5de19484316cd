"""A report and its mailbox where conversations live in Redis and each tap may meet a new worker."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from pathlib import Path

import pytest

from bot.app.public import FORMS
from bot.app.state import open_state
from bot.settings import load_settings
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


@pytest.mark.parametrize("language", ["zh-hans", "en"])
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
        await zhou.player.photo(BOT, photo())
        await zhou.player.sees("照片：1")
        assert house.state is not None
        redis = house.state.storage._connection.redis  # type: ignore[attr-defined]
        held = len(await redis.keys("*"))
        await zhou.player.tap("全部")
        await zhou.player.sees("已清除")
        async with asyncio.timeout(5):
            while len(await redis.keys("*")) > 2:  # noqa: ASYNC110 - Redis tells nobody
                await asyncio.sleep(0.02)
        assert held > 3
