"""Conversation state is forgotten after an hour, and tells nobody whose it is."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from typing import Any

import pytest
from aiogram.fsm.state import State, StatesGroup
from aiogram.fsm.storage.base import StorageKey

from bot.chat.people import ChatMap
from bot.chat.state import EphemeralStorage

CHAT = 7_004_001_234


class FormSG(StatesGroup):
    """A form for tests."""

    name = State()


class Clock:
    """A clock that a test moves."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def storage(clock: Clock) -> EphemeralStorage:
    return EphemeralStorage(clock)


def key(chat: int = CHAT, **more: Any) -> StorageKey:
    return StorageKey(**({"bot_id": 42, "chat_id": chat, "user_id": chat} | more))


def held(root: object) -> Iterator[object]:
    """Yield everything that can be reached from an object, classes and modules left out."""
    seen: dict[int, object] = {}
    waiting = [root]
    while waiting:
        each = waiting.pop()
        if (
            id(each) in seen
            or isinstance(each, type)
            or type(each).__name__ in {"module", "function"}
        ):
            continue
        seen[id(each)] = each
        yield each
        waiting.extend(gc.get_referents(each))


def ensure_anonymous(root: object, *numbers: int) -> None:
    for each in held(root):
        for number in numbers:
            assert each != number
            if isinstance(each, str | bytes):
                raw = each if isinstance(each, bytes) else each.encode()
                assert str(number).encode() not in raw
                assert number.to_bytes(8, "big") not in raw
                assert number.to_bytes(8, "little") not in raw


async def test_state_and_data_are_kept_for_each_conversation_apart(
    storage: EphemeralStorage,
) -> None:
    await storage.set_state(key(), FormSG.name)
    await storage.set_data(key(), {"attempt": "a"})
    assert await storage.get_state(key()) == FormSG.name.state
    assert await storage.get_data(key()) == {"attempt": "a"}
    for other in (key(1), key(bot_id=43), key(destiny="aiogd:stack"), key(thread_id=1)):
        assert await storage.get_state(other) is None
        assert await storage.get_data(other) == {}


async def test_what_nobody_touched_for_an_hour_is_forgotten(
    storage: EphemeralStorage, clock: Clock
) -> None:
    await storage.set_state(key(), FormSG.name)
    await storage.set_data(key(), {"words": "x"})
    clock.now += 3599
    assert await storage.get_data(key()) == {"words": "x"}
    clock.now += 2
    assert await storage.get_state(key()) is None
    assert await storage.get_data(key()) == {}


async def test_writing_prolongs_and_reading_does_not(
    storage: EphemeralStorage, clock: Clock
) -> None:
    for chat in (1, 2):
        await storage.set_data(key(chat), {"words": "x"})
    clock.now += 3000
    await storage.set_data(key(1), {"words": "y"})
    await storage.get_data(key(2))
    clock.now += 3000
    assert await storage.get_data(key(1)) == {"words": "y"}
    assert await storage.get_data(key(2)) == {}


async def test_what_is_forgotten_is_no_longer_in_memory(
    storage: EphemeralStorage, clock: Clock
) -> None:
    await storage.set_data(key(1), {"words": "old words"})
    clock.now += 3000
    await storage.set_data(key(2), {"words": "new words"})
    clock.now += 1000
    await storage.forget_old()
    assert "old words" not in list(held(storage))
    assert "new words" in list(held(storage))
    await storage.close()
    assert "new words" not in list(held(storage))


async def test_an_emptied_conversation_leaves_nothing(storage: EphemeralStorage) -> None:
    await storage.set_state(key(), FormSG.name)
    await storage.set_data(key(), {"a": 1})
    await storage.set_state(key(), None)
    await storage.set_data(key(), {})
    assert storage._records == {}


async def test_what_was_handed_out_does_not_change_what_is_kept(storage: EphemeralStorage) -> None:
    given = {"a": 1}
    await storage.set_data(key(), given)
    given["a"] = 2
    (await storage.get_data(key()))["a"] = 3
    assert await storage.get_data(key()) == {"a": 1}


async def test_no_key_tells_whose_conversation_it_is(storage: EphemeralStorage) -> None:
    await storage.set_state(key(), FormSG.name)
    await storage.set_data(key(destiny="aiogd:stack"), {"words": "x"})
    ensure_anonymous(storage, CHAT)
    with pytest.raises(AssertionError):
        ensure_anonymous({"planted": f"{CHAT}"}, CHAT)


async def test_two_processes_know_one_chat_by_different_keys() -> None:
    one, other = EphemeralStorage(), EphemeralStorage()
    for storage in (one, other):
        await storage.set_state(key(), FormSG.name)
    assert one._records.keys().isdisjoint(other._records.keys())


def test_a_map_of_chats_finds_puts_and_drops() -> None:
    chats: ChatMap[str] = ChatMap()
    assert chats.find(CHAT) is None
    chats.put(CHAT, "en")
    chats.put(CHAT, "zh_Hans")
    chats.put(-CHAT, "en")
    assert (chats.find(CHAT), chats.find(-CHAT)) == ("zh_Hans", "en")
    chats.drop(CHAT)
    chats.drop(CHAT)
    assert (chats.find(CHAT), chats.find(-CHAT)) == (None, "en")


def test_a_map_of_chats_forgets_the_oldest_beyond_its_capacity() -> None:
    chats: ChatMap[int] = ChatMap(capacity=3)
    for chat in (1, 2, 3, 1, 4):
        chats.put(chat, chat)
    assert [chats.find(chat) for chat in (1, 2, 3, 4)] == [1, None, 3, 4]


def test_a_map_of_chats_holds_no_id() -> None:
    chats: ChatMap[str] = ChatMap()
    chats.put(CHAT, "en")
    ensure_anonymous(chats, CHAT)
