"""State in Redis: the same for every worker, opaque to Redis, gone after an hour."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import Any

import pytest
from aiogram.fsm.state import State, StatesGroup
from aiogram.fsm.storage.base import StorageKey

from bot.chat.redis_state.connection import StateRedis
from bot.chat.redis_state.isolation import RedisIsolation
from bot.chat.redis_state.packing import Packer
from bot.chat.redis_state.storage import RedisStorage
from tests.chat.redis_state.conftest import Connect

CHAT = 7_004_001_234
WORDS = "金色港湾后门有人卖"
FILE = b"a photo of the van " * 2000


class FormSG(StatesGroup):
    """A form for tests."""

    name = State()


@dataclass(frozen=True)
class Photo:
    """A kind that the packer knows."""

    data: bytes


def key(chat: int = CHAT, **more: Any) -> StorageKey:
    return StorageKey(**({"bot_id": 42, "chat_id": chat, "user_id": chat} | more))


def storage_on(connection: StateRedis) -> RedisStorage:
    return RedisStorage(connection, Packer({Photo}))


@pytest.fixture
async def storage(connect: Connect) -> RedisStorage:
    return storage_on(await connect())


async def everything(connection: StateRedis) -> bytes:
    """Return every name and value in Redis."""
    parts = []
    for name in await connection.redis.keys("*"):
        kind = await connection.redis.type(name)
        value = (
            await connection.redis.hgetall(name)
            if kind == b"hash"
            else {b"": await connection.redis.get(name)}
        )
        parts += [name, *value.keys(), *value.values()]
    return b"\n".join(parts)


async def test_state_and_data_are_kept_for_each_conversation_apart(storage: RedisStorage) -> None:
    await storage.set_state(key(), FormSG.name)
    await storage.set_data(key(), {"attempt": "a"})
    assert await storage.get_state(key()) == FormSG.name.state
    assert await storage.get_data(key()) == {"attempt": "a"}
    for other in (key(1), key(bot_id=43), key(destiny="aiogd:stack"), key(thread_id=1)):
        assert await storage.get_state(other) is None
        assert await storage.get_data(other) == {}


async def test_another_worker_reads_what_one_has_written(connect: Connect) -> None:
    one, other = storage_on(await connect()), storage_on(await connect())
    await one.set_data(key(), {"words": WORDS, "files": [Photo(FILE)]})
    assert await other.get_data(key()) == {"words": WORDS, "files": [Photo(FILE)]}


async def test_redis_sees_neither_whose_it_is_nor_what_it_says(connect: Connect) -> None:
    connection = await connect()
    storage = storage_on(connection)
    await storage.set_state(key(), FormSG.name)
    await storage.set_data(key(), {"words": WORDS, "files": [Photo(FILE)]})
    seen = await everything(connection)
    for secret in (
        WORDS.encode(),
        FILE[:40],
        str(CHAT).encode(),
        CHAT.to_bytes(8, "big"),
        b"FormSG",
    ):
        assert secret not in seen
    assert len(seen) > len(FILE)


async def test_everything_ends_after_an_hour_and_each_write_begins_it_anew(
    connect: Connect,
) -> None:
    connection = await connect()
    storage = storage_on(connection)
    await storage.set_data(key(), {"files": [Photo(FILE)]})
    names = [name for name in await connection.redis.keys("*") if name != b"humen:salt"]
    assert len(names) == 2
    for name in names:
        assert 3590 <= await connection.redis.ttl(name) <= 3600
        await connection.redis.expire(name, 100)
    await storage.set_data(key(), {"files": [Photo(FILE)], "more": 1})
    for name in names:
        assert await connection.redis.ttl(name) > 3590


async def test_a_file_is_stored_once_and_goes_with_the_draft(connect: Connect) -> None:
    connection = await connect()
    storage = storage_on(connection)
    await storage.set_data(key(), {"files": [Photo(FILE)]})
    names = set(await connection.redis.keys("*"))
    before = {name: await connection.redis.dump(name) for name in names}
    await storage.set_data(key(), {"files": [Photo(FILE)], "words": WORDS})
    after = {name: await connection.redis.dump(name) for name in names}
    assert [before[name] == after[name] for name in names].count(False) == 1, "the file stayed"
    await storage.set_data(key(), {"words": WORDS})
    assert len(await connection.redis.keys("*")) == 2
    await storage.set_data(key(), {})
    assert await connection.redis.keys("*") == [b"humen:salt"]


async def test_an_emptied_conversation_leaves_nothing(connect: Connect) -> None:
    connection = await connect()
    storage = storage_on(connection)
    await storage.set_state(key(), FormSG.name)
    await storage.set_state(key(), None)
    assert await connection.redis.keys("*") == [b"humen:salt"]


async def test_half_a_draft_passes_for_none(connect: Connect) -> None:
    connection = await connect()
    storage = storage_on(connection)
    await storage.set_data(key(), {"words": WORDS, "files": [Photo(FILE)]})
    (blob,) = [
        name
        for name in await connection.redis.keys("*")
        if await connection.redis.type(name) == b"string" and name != b"humen:salt"
    ]
    await connection.redis.delete(blob)
    assert await storage.get_data(key()) == {}


async def test_what_is_moved_or_changed_in_redis_is_not_believed(connect: Connect) -> None:
    connection = await connect()
    storage = storage_on(connection)
    await storage.set_data(key(), {"words": WORDS})
    (name,) = [each for each in await connection.redis.keys("*") if each != b"humen:salt"]
    stored = await connection.redis.hgetall(name)
    await storage.set_data(key(1), {"words": "others"})
    (other,) = [
        each for each in await connection.redis.keys("*") if each not in {b"humen:salt", name}
    ]
    await connection.redis.hset(other, mapping=stored)
    assert await storage.get_data(key(1)) == {}
    changed = bytearray(stored[b"d"])
    changed[-1] ^= 1
    await connection.redis.hset(name, b"d", bytes(changed))
    assert await storage.get_data(key()) == {}


async def test_after_a_restart_of_redis_workers_agree_again(connect: Connect) -> None:
    one = await connect()
    await one.redis.flushall()
    other = await connect()
    assert one.secrets.name("x") != other.secrets.name("x")
    await one.follow()
    await storage_on(one).set_data(key(), {"words": WORDS})
    assert await storage_on(other).get_data(key()) == {"words": WORDS}


async def test_one_worker_at_a_time_has_a_conversation(connect: Connect) -> None:
    isolations = [RedisIsolation(await connect()) for _ in range(3)]
    inside, most = 0, 0

    async def work(isolation: RedisIsolation) -> None:
        nonlocal inside, most
        async with isolation.lock(key()):
            inside += 1
            most = max(most, inside)
            await asyncio.sleep(0.02)
            inside -= 1

    await asyncio.gather(*(work(each) for each in isolations * 3))
    assert most == 1
    async with isolations[0].lock(key()), isolations[1].lock(key(1)):
        assert True, "another conversation is not held back"


async def test_a_lock_tells_nobody_whose_it_is(connect: Connect) -> None:
    connection = await connect()
    async with RedisIsolation(connection).lock(key()):
        assert str(CHAT).encode() not in await everything(connection)
