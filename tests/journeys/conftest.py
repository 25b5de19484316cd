"""Two towns, one for each language, that live as long as the process, and who walks in."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
import pytest_asyncio

from bot.app.shared import Clock, utc_now
from bot.chat.delivery import pace
from bot.gateway.cast import CHINESE, ENGLISH
from tests.languages import in_each_language
from tests.player import Player
from tests.whole_app import WholeApp, run_whole_app

CASTS = {"zh_Hans": CHINESE, "en": ENGLISH}
# Tests with this mark share the loop in which the towns live.
in_town = pytest.mark.asyncio(loop_scope="session")


@dataclass(frozen=True, kw_only=True)
class Place:
    """A town and what is spoken there."""

    app: WholeApp
    locale: str

    @property
    def language(self) -> str:
        """The language as a telephone names it."""
        return CASTS[self.locale].language_code

    async def newcomer(self, name: str) -> Player:
        return await newcomer(self.app, name, self.language)


@asynccontextmanager
async def open_town(folder: Path, locale: str, clock: Clock = utc_now) -> AsyncIterator[WholeApp]:
    """Run the application as fast as the machine can: Telegram's pace has tests of its own."""
    async with AsyncExitStack() as stack:
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(pace, "STARTS", 10**6)
            patch.setattr(pace, "PER_GROUP", 10**6)
            app = await stack.enter_async_context(run_whole_app(folder, CASTS[locale], clock))
        yield app


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def town(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[WholeApp]:
    """Open an application that speaks Chinese; whoever plays there brings people of their own."""
    async with open_town(tmp_path_factory.mktemp("town"), "zh_Hans") as app:
        yield app


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def town_en(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[WholeApp]:
    """Open one that speaks English, as above."""
    async with open_town(tmp_path_factory.mktemp("town_en"), "en") as app:
        yield app


@pytest.fixture(params=in_each_language())
def place(request: pytest.FixtureRequest) -> Place:
    """Let the story be played in each of the two towns."""
    locale = str(request.param)
    app = request.getfixturevalue("town" if locale == "zh_Hans" else "town_en")
    return Place(app=app, locale=locale)


@pytest_asyncio.fixture(loop_scope="session")
async def mei(town: WholeApp) -> Player:
    """Bring somebody who has just heard of the bot, and pressed Start."""
    return await newcomer(town, "小梅", "zh-hans")


@pytest_asyncio.fixture(loop_scope="session")
async def may(town_en: WholeApp) -> Player:
    """Bring the same person, with a phone that speaks English."""
    return await newcomer(town_en, "May", "en")


async def newcomer(app: WholeApp, name: str, language_code: str) -> Player:
    """Let somebody new press Start and see the menu."""
    player = await Player.create(app.stage.base_url, name, language_code)
    await player.send(app.public, "/start")
    await player.sees(
        "您想做什么？" if language_code == "zh-hans" else "What would you like to do?"
    )
    return player
