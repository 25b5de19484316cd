"""What the living process, the bot's token and the phone still hold once a tip was sent."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import aiohttp
import pytest

from bot.gateway.world.world import World
from storage.vault.receipts import Receipt
from tests.clock import NOON
from tests.reports.house import BOT, TOKEN, House, open_house, running
from tests.reports.tipster import TEXT, Tipster
from tests.traces import Traces, words_in

OURS = ("bot.", "storage.", "aiogram")
NOT_OURS = ("bot.gateway",)
# The drills of one process share the other text.
OWN_TEXT = "今早六点，河堤下的铁皮屋前停过一辆绿色三轮车"


@pytest.fixture
async def running_house(tmp_path: Path) -> Any:
    async with open_house(tmp_path) as house, running(house):
        yield house


def texts_held() -> Iterator[str]:
    """Yield every text that an object of the bot or its libraries holds, however deep."""
    gc.collect()
    seen: set[int] = set()
    waiting: list[Any] = [each for each in gc.get_objects() if _is_ours(each)]
    while waiting:
        each = waiting.pop()
        if id(each) in seen:
            continue
        seen.add(id(each))
        if isinstance(each, str | bytes | bytearray):
            yield each if isinstance(each, str) else each.decode(errors="replace")
        elif _is_ours(each) or isinstance(each, dict | list | tuple | set | frozenset):
            waiting += gc.get_referents(each)


def _is_ours(each: Any) -> bool:
    module = str(getattr(type(each), "__module__", ""))
    if isinstance(each, World) or module.startswith(NOT_OURS):
        return False
    return module.startswith(OURS) or type(each).__name__ == "_lru_cache_wrapper"


def held_of(*words: str) -> set[str]:
    """Return which of the words are held."""
    return {word for text in texts_held() for word in words if word in text}


async def test_the_public_process_keeps_nothing_of_a_tip_that_was_sent(
    running_house: House,
) -> None:
    """What freed memory still has, Python does not say; no object leads to it."""
    zhou = await Tipster.create(running_house)
    await zhou.go_to_ready(OWN_TEXT)
    entropy = Receipt.parse(zhou.receipt)._entropy
    assert held_of(OWN_TEXT), "while it is written, it is there"
    await zhou.tap("send")
    await zhou.sees("sent")
    await _settled(running_house)
    assert held_of(OWN_TEXT, zhou.receipt, entropy.hex()) == set()


async def _settled(house: House) -> None:
    """Let another chat come and go, so that no object of the last update is at work."""
    other = await Tipster.create(house)
    await other.player.send(BOT, "/start")
    await other.sees("menu")


async def test_the_public_token_brings_back_nothing_that_was_sent_before(
    running_house: House,
) -> None:
    zhou = await Tipster.create(running_house)
    thief = await Tipster.create(running_house)
    await thief.player.send(BOT, "/start")
    await thief.sees("menu")
    await zhou.send_tip()
    told = b""
    for message_id in range(1, 60):
        body = {"from_chat_id": zhou.player.id, "chat_id": thief.player.id}
        told += await _ask(running_house, "forwardMessage", {**body, "message_id": message_id})
        told += await _ask(running_house, "copyMessage", {**body, "message_id": message_id})
    told += await _ask(running_house, "getChat", {"chat_id": zhou.player.id})
    told += (await thief.player.transcript()).encode()
    traces = Traces()
    traces.text("the tip", TEXT, *words_in(TEXT))
    traces.text("the receipt", zhou.receipt, zhou.receipt.replace(" ", ""))
    assert b'"ok":true' in told.replace(b" ", b""), "the token is good"
    assert traces.found_in(told) == set()


async def _ask(house: House, method: str, body: dict[str, Any]) -> bytes:
    async with (
        aiohttp.ClientSession() as session,
        session.post(f"{house.base_url}/bot{TOKEN}/{method}", json=body) as answer,
    ):
        return await answer.read()


async def test_whoever_holds_desk_keys_and_database_does_not_learn_who_sent_a_tip(
    running_house: House,
) -> None:
    zhou = await Tipster.create(running_house)
    await zhou.send_tip()
    (tip,) = await running_house.tips()
    traces = Traces()
    traces.number("the sender's id", zhou.player.id)
    traces.text("the sender's name", zhou.player.name)
    opened = b"".join(each.to_bytes() for each in await running_house.read(tip))
    assert NOON.isoformat()[:10].encode() in opened, "what was sealed is open"
    assert traces.found_in(opened) == set()
    assert traces.found_in(running_house.everything_stored()) == set()
