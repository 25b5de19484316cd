"""Companies that a whole file plays on, and the people who walk in."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from bot.gateway.cast import CHINESE, ENGLISH
from tests.company import Company, perform
from tests.player import Player


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def town(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Company]:
    """Open a Chinese-speaking company once for all scenes of a file."""
    async with perform(tmp_path_factory.mktemp("town"), CHINESE) as company:
        yield company


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def town_en(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Company]:
    """Open an English-speaking company once for all scenes of a file."""
    async with perform(tmp_path_factory.mktemp("town_en"), ENGLISH) as company:
        yield company


@pytest_asyncio.fixture(loop_scope="module")
async def mei(town: Company) -> Player:
    """Bring somebody who has just heard of the bot, and pressed Start."""
    return await newcomer(town, "小梅", "zh-hans")


@pytest_asyncio.fixture(loop_scope="module")
async def may(town_en: Company) -> Player:
    """Bring the same person, with a phone that speaks English."""
    return await newcomer(town_en, "May", "en")


async def newcomer(company: Company, name: str, language_code: str) -> Player:
    """Let somebody new press Start and see the menu."""
    player = await Player.create(company.stage.base_url, name, language_code)
    await player.send(company.public, "/start")
    await player.sees(
        "您想做什么？" if language_code == "zh-hans" else "What would you like to do?"
    )
    return player
