"""Stories of a tip that end in every way: a minute after the bot is up again the phone is clean."""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from random import Random

import pytest
import time_machine
from redis.asyncio import Redis

from bot.app.public import FORMS
from bot.app.state import open_state
from bot.chat.shown.rows import ChatScreen, ScreenKind
from bot.chat.shown.shelves import RamShelf
from bot.settings import load_settings
from tests.drills.sizes import SHARE
from tests.redis_server import redis_server
from tests.reports.house import BOT, House, bot_on, gateway_for, open_house
from tests.reports.tipster import TEXT, Tipster, photo

STORIES = 200
AT_ONCE = 4
MINUTE = 60.0
NUMBER = re.compile(r"[0-9A-Z]{4}-[0-9A-Z]{4}")
LANGUAGES = ("zh-hans", "en")
DEPTHS = ("text", "review", "receipt", "picture", "check", "ready", "sent", "mailbox", "answer")
ENDS = ("sent", "forgotten", "left", "expired", "stopped", "killed", "refused", "language")
ANSWER = "面包车换成了蓝色的，停在后门"


@dataclass
class Story:
    """Whose it is, how far it goes, and what of it may stand on no screen."""

    person: Tipster
    depth: str
    end: str
    own: list[str] = field(default_factory=lambda: [TEXT, ANSWER])

    async def live(self) -> None:
        person = self.person
        if self.end == "sent" or self.depth in {"sent", "mailbox", "answer"}:
            self.own.append(await person.send_tip())
        elif self.depth == "text":
            await person.go_to_text()
        elif self.depth == "review":
            await person.go_to_review()
        elif self.depth == "ready":
            await person.go_to_ready()
        else:
            await person.go_to_receipt()
        if self.depth == "picture" and self.end != "sent":
            await person.player.tap("存成图片" if self.is_chinese else "As a picture")
            await person.player.sees("请现在就保存" if self.is_chinese else "Save it now")
        if self.depth == "check" and self.end != "sent":
            await person.tap("written")
        if self.depth in {"mailbox", "answer"}:
            await person.open_mailbox()
            await person.player.sees("请您过几天" if self.is_chinese else "in a few days")
        if self.depth == "answer":
            await person.player.say(ANSWER)
            await person.sees("review")

    async def finish(self) -> None:
        """Do what the person does in the end; the other ends come over the bot."""
        player = self.person.player
        if self.end == "forgotten" and self.depth in {"receipt", "picture"}:
            await self.person.tap("forget")
            await self.person.sees("sent")
        elif self.end == "left":
            await player.send(BOT, "/exit")
        elif self.end == "refused":
            await player.document(BOT, ("名单.docx", b"PK\x03\x04 a list"))
            await player.photo(BOT, photo())
        elif self.end == "language":
            await player.send(BOT, "/language")
            await player.tap("English")

    @property
    def is_chinese(self) -> bool:
        return self.person.player.user["language_code"] == "zh-hans"

    async def left(self) -> list[str]:
        """Return what still stands on the screen and should not."""
        screen = await self.person.player.transcript(BOT)
        messages = await self.person.player.messages(BOT)
        own = [*self.own, *([self.person.receipt] if self.person.receipt else [])]
        found = [each for each in own if each in screen]
        found += [f"written: {each}" for each in await self.person.written_by_me()]
        found += [f"number: {each}" for each in NUMBER.findall(screen)]
        found += ["a picture" for each in messages if "photo" in each]
        return [f"{self.end} at {self.depth}: {each}" for each in found]


@pytest.fixture
async def house(tmp_path: Path) -> AsyncIterator[House]:
    async with open_house(tmp_path) as opened, gateway_for(opened):
        opened.shelf = RamShelf(tmp_path / "screens", b"a token of the drill")
        yield opened


async def test_every_story_leaves_a_clean_phone(house: House) -> None:
    chance, stories, count = Random(20261130), list[Story](), int(STORIES * SHARE)
    for end in ENDS:
        async with bot_on(house, dies=end in {"killed", "language"}) as reports:
            wave = [await _story(house, chance, end) for _ in range(max(1, count // len(ENDS)))]
            stories += wave
            await _few_at_once(wave, Story.live)
            await _few_at_once(wave, Story.finish)
            if end == "expired":
                await house.storage.close()
                with time_machine.travel(timedelta(minutes=61)):
                    await reports.screens.end_due()
                assert await _left_of(wave) == []
    async with bot_on(house):
        await _is_clean(stories)
        kept = [ChatScreen.from_bytes(data).rows for data in await house.shelf.list_all()]
        assert {row.kind for rows in kept for row in rows.values()} <= {ScreenKind.LOST}


async def test_a_redis_that_starts_again_leaves_a_clean_phone(tmp_path: Path) -> None:
    chance = Random(7)
    async with AsyncExitStack() as stack:
        url = await stack.enter_async_context(redis_server())
        house = await stack.enter_async_context(open_house(tmp_path))
        settings = load_settings(data_dir=tmp_path, redis_url=url, state_secret="s" * 40)
        house.state = await open_state(settings, stack, FORMS)
        await stack.enter_async_context(gateway_for(house))
        redis: Redis = await stack.enter_async_context(Redis.from_url(url))
        async with bot_on(house) as reports:
            stories = [
                await _story(house, chance, "redis")
                for _ in range(max(3, int(STORIES * SHARE) // 8))
            ]
            await _few_at_once(stories, Story.live)
            await redis.flushall()
            await house.state.chore()
            await reports.screens.end_due()
            await _is_clean(stories)


async def _story(house: House, chance: Random, end: str) -> Story:
    person = await Tipster.create(house, chance.choice(LANGUAGES))
    depth = chance.choice(("receipt", "picture")) if end == "forgotten" else chance.choice(DEPTHS)
    return Story(person, depth, end)


async def _few_at_once(stories: list[Story], act: Callable[[Story], Awaitable[None]]) -> None:
    for first in range(0, len(stories), AT_ONCE):
        await asyncio.gather(*(act(each) for each in stories[first : first + AT_ONCE]))


async def _left_of(stories: list[Story]) -> list[str]:
    return [left for each in stories for left in await each.left()]


async def _is_clean(stories: list[Story]) -> None:
    """Wait until nothing is left on any screen, for a minute at most."""
    deadline = asyncio.get_running_loop().time() + MINUTE
    while left := await _left_of(stories):
        assert asyncio.get_running_loop().time() < deadline, left
        await asyncio.sleep(0.5)
