"""What a thief of Redis finds while reports are being written: its keys, a dump, its memory."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from dataclasses import dataclass
from pathlib import Path

import pytest
from redis.asyncio import Redis

from bot.app.public import FORMS
from bot.app.state import open_state
from bot.settings import load_settings
from storage.vault.receipts import Receipt
from tests.redis_server import redis_server
from tests.reports.house import BOT, House, bot_on, gateway_for, open_house
from tests.reports.tipster import TEXT, Tipster, photo
from tests.traces import Traces, words_in

SECRET = "a secret that all workers are given at start"
CONTROL = b"Greenozephyr"
FILE_NAME = "IMG_filenamecanary_0815.jpg"


@dataclass(frozen=True)
class Stolen:
    """A house whose conversations lie in a Redis, and the Redis' address."""

    house: House
    url: str


@pytest.fixture
async def stolen(tmp_path: Path) -> AsyncIterator[Stolen]:
    async with AsyncExitStack() as stack:
        url = await stack.enter_async_context(redis_server())
        house = await stack.enter_async_context(open_house(tmp_path))
        settings = load_settings(data_dir=tmp_path, redis_url=url, state_secret=SECRET)
        house.state = await open_state(settings, stack, FORMS)
        await stack.enter_async_context(gateway_for(house))
        yield Stolen(house, url)


async def test_redis_holds_no_word_no_id_and_no_receipt(stolen: Stolen) -> None:
    async with bot_on(stolen.house):
        zhou = await Tipster.create(stolen.house)
        await zhou.go_to_review()
        await zhou.player.photo(BOT, (FILE_NAME, photo()))
        await zhou.sees("review")
        await zhou.tap("go_on")
        card = await zhou.sees("receipt")
        traces = Traces()
        traces.text("the words", TEXT, *words_in(TEXT))
        traces.text("the file's name", FILE_NAME)
        traces.number("the sender's id", zhou.player.id)
        traces.text("the sender's name", zhou.player.name)
        receipt = Receipt.parse(_words_on(card["text"]))
        traces.secret("the receipt", receipt._entropy)
        traces.text(
            "the receipt", *(" ".join(receipt.words(each)[:6]) for each in ("en", "zh_Hans"))
        )
        for place, data in (await _dump(stolen.url)).items():
            assert CONTROL in data, "what lies there in clear is found"
            assert traces.found_in(data) == set(), place


def _words_on(text: str) -> str:
    words = {int(number): word for number, word in re.findall(r"(\d+) (\S+)", text)}
    return " ".join(words[number] for number in range(1, 13))


async def _dump(url: str) -> dict[str, bytes]:
    """Return every key with its value, what a dump would write, and the process' memory."""
    redis: Redis = Redis.from_url(url)
    async with redis:
        await redis.set("control", CONTROL)
        values, dump = b"", Path(url.removeprefix("unix://")).with_name("dump.rdb")
        async for key in redis.scan_iter():
            values += key + b"\n" + (await redis.dump(key) or b"") + b"\n"
            if await redis.type(key) == b"hash":
                values += b"\n".join((await redis.hgetall(key)).values())
        await redis.save()
        process = (await redis.info("server"))["process_id"]
        return {"keys": values, "dump": dump.read_bytes(), "memory": _memory_of(process)}


def _memory_of(process: int) -> bytes:
    """Read what a process has written in its memory; its program's text is not of interest."""
    found, folder = [], Path("/proc") / str(process)
    with (folder / "mem").open("rb", buffering=0) as memory:
        for line in (folder / "maps").read_text().splitlines():
            area, rights = line.split()[:2]
            first, last = (int(each, 16) for each in area.split("-"))
            if rights.startswith("rw") and "[v" not in line:
                memory.seek(first)
                found.append(memory.read(last - first))
    return b"".join(found)
