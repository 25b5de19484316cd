"""A world whose clock stands still until moved, two bots in it, and people with phones."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from bot.gateway.server import serve
from bot.gateway.world import ManualClock, World
from tests.gateway.telegram import Bot
from tests.player import Player

TOKEN = "7300000001:AAPublicBotTokenForGatewayTests00"
STAFF_TOKEN = "7300000002:AAStaffBotTokenForGatewayTests000"


@pytest.fixture
def clock() -> ManualClock:
    return ManualClock()


@pytest.fixture
def world(clock: ManualClock) -> World:
    world = World(clock)
    world.webhook_retry_base = 0.02
    world.add_bot(TOKEN, "public_bot", "Public")
    world.add_bot(STAFF_TOKEN, "staff_bot", "Staff")
    return world


@pytest.fixture
async def url(world: World) -> AsyncIterator[str]:
    async with serve(world) as address:
        yield address


@pytest.fixture
def bot(url: str) -> Bot:
    return Bot(url, TOKEN, "public_bot")


@pytest.fixture
def staff_bot(url: str) -> Bot:
    return Bot(url, STAFF_TOKEN, "staff_bot")


@pytest.fixture
async def mei(url: str, world: World, bot: Bot) -> Player:
    """Somebody who has written to the public bot, which has heard it already."""
    player = await Player.create(url, "小梅")
    await player.send(bot.id, "/start")
    world.bots[bot.id].updates.clear()
    return player


@pytest.fixture
async def lao_wang(url: str) -> Player:
    return await Player.create(url, "老王", username="laowang")


@pytest.fixture
async def group(url: str, world: World, mei: Player, lao_wang: Player, bot: Bot) -> int:
    """Gather two people and the public bot, a plain member, in a supergroup."""
    owner, member = world.user(mei.id), world.user(lao_wang.id)
    chat = world.add_group("班级", owner, [member, world.bots[bot.id].user])
    return chat.id
