"""The worker lets go of a row only when it is sent, and never drops one."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from aiogram.exceptions import TelegramForbiddenError
from aiogram.methods import SendMessage

from bot.chat.delivery.outbox import OutboxItem, OutboxWorker
from tests.chat.conftest import Log

SECRET = "住在潜江的王小明"


@dataclass(kw_only=True)
class Row:
    """A row as a house's store gives it."""

    id: str
    kind: str = "card"
    address: bytes = b"unit"
    payload: dict[str, Any] = field(default_factory=dict)
    attempts: int = 1


class Store:
    """Gives its rows once, and keeps what the worker made of them."""

    def __init__(self, *rows: Row) -> None:
        self.due = list(rows)
        self.finished: list[str] = []
        self.postponed: dict[str, timedelta] = {}
        self.failures: list[Exception] = []
        self.claims = 0

    async def claim(self, now: datetime, lease: timedelta) -> Sequence[Row]:
        assert lease > timedelta(0)
        assert now.tzinfo is UTC
        self.claims += 1
        if self.failures:
            raise self.failures.pop()
        rows, self.due = self.due, []
        return rows

    async def finish(self, item_id: str) -> None:
        self.finished.append(item_id)

    async def postpone(self, item_id: str, due_at: datetime) -> None:
        self.postponed[item_id] = due_at - datetime.now(UTC)


class Post:
    """Sends rows, unless it is told to fail."""

    def __init__(self) -> None:
        self.sent: list[str] = []
        self.failures: dict[str, Exception] = {}

    async def __call__(self, item: OutboxItem) -> None:
        if item.id in self.failures:
            raise self.failures[item.id]
        self.sent.append(item.id)


@pytest.fixture
def post() -> Post:
    return Post()


async def test_a_sent_row_is_finished(post: Post) -> None:
    store = Store(Row(id="a"), Row(id="b"))
    assert await OutboxWorker(store, {"card": post}).serve_once() == 2
    assert (post.sent, store.finished, store.postponed) == (["a", "b"], ["a", "b"], {})


async def test_a_row_that_failed_waits_and_the_others_go_on(post: Post, log: Log) -> None:
    store = Store(Row(id="a", payload={"x": SECRET}), Row(id="b"))
    post.failures["a"] = ValueError(SECRET)
    await OutboxWorker(store, {"card": post}).serve_once()
    assert (post.sent, store.finished, list(store.postponed)) == (["b"], ["b"], ["a"])
    assert "outbox_item_failed" in log()
    assert SECRET not in log()


async def test_a_chat_that_cannot_be_reached_is_tried_again_later(post: Post) -> None:
    store = Store(Row(id="a"))
    post.failures["a"] = TelegramForbiddenError(SendMessage(chat_id=1, text=""), "kicked")
    await OutboxWorker(store, {"card": post}).serve_once()
    assert (store.finished, list(store.postponed)) == ([], ["a"])


async def test_a_row_of_an_unknown_kind_is_kept(post: Post) -> None:
    store = Store(Row(id="a", kind="of-2031"))
    await OutboxWorker(store, {"card": post}).serve_once()
    assert (store.finished, list(store.postponed)) == ([], ["a"])


@pytest.mark.parametrize(
    ("attempts", "seconds"), [(1, 2), (3, 8), (9, 512), (10, 600), (30, 600), (100_000, 600)]
)
async def test_it_waits_ever_longer_and_never_gives_up(
    post: Post, attempts: int, seconds: int
) -> None:
    store = Store(Row(id="a", attempts=attempts))
    post.failures["a"] = ValueError()
    await OutboxWorker(store, {"card": post}).serve_once()
    assert store.finished == []
    assert abs(store.postponed["a"].total_seconds() - seconds) < 2


async def test_a_store_that_fails_is_asked_again_until_the_stop(post: Post, log: Log) -> None:
    store = Store(Row(id="a"))
    store.failures = [OSError(SECRET)]
    worker = OutboxWorker(store, {"card": post})
    task = asyncio.create_task(worker.run())
    async with asyncio.timeout(10):
        while not store.finished:  # noqa: ASYNC110 - the worker has no event for it
            await asyncio.sleep(0.01)
    worker.stop()
    await asyncio.wait_for(task, 5)
    assert SECRET not in log()


async def test_a_worker_without_work_rests(post: Post) -> None:
    store = Store()
    worker = OutboxWorker(store, {"card": post})
    task = asyncio.create_task(worker.run())
    await asyncio.sleep(0.3)
    worker.stop()
    await asyncio.wait_for(task, 5)
    assert store.claims <= 2
