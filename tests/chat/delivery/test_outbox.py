"""The worker lets go of a row only when it is sent, and never drops one."""

from __future__ import annotations

import asyncio
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from aiogram.exceptions import TelegramForbiddenError
from aiogram.methods import SendMessage

from bot.chat.delivery.outbox import LANES, LEASE, OutboxItem, OutboxWorker
from tests.chat.conftest import Log
from tests.reports.triage.board.fast_loop import FastLoop

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
    """Gives its rows once, and keeps what the worker made of them; `taken` are another's."""

    def __init__(self, *rows: Row) -> None:
        self.due = list(rows)
        self.taken: set[str] = set()
        self.renewed: list[str] = []
        self.unfinishable: list[Exception] = []
        self.finished: list[str] = []
        self.postponed: dict[str, timedelta] = {}
        self.failures: list[Exception] = []
        self.claims = 0

    async def claim(
        self, now: datetime, lease: timedelta, besides: Collection[bytes] = ()
    ) -> Sequence[Row]:
        assert lease > timedelta(0)
        assert now.tzinfo is UTC
        self.claims += 1
        if self.failures:
            raise self.failures.pop()
        rows = [row for row in self.due if row.address not in besides]
        self.due = [row for row in self.due if row.address in besides]
        return rows

    async def renew(self, item_id: str, attempts: int, until: datetime) -> bool:
        assert attempts > 0
        assert until.tzinfo is UTC
        self.renewed.append(item_id)
        return item_id not in self.taken

    async def finish(self, item_id: str) -> None:
        if self.unfinishable:
            raise self.unfinishable.pop()
        self.finished.append(item_id)

    async def postpone(self, item_id: str, due_at: datetime, attempts: int) -> None:
        assert attempts > 0
        self.postponed[item_id] = due_at - datetime.now(UTC)


class Post:
    """Sends rows, unless it is told to fail or to wait; `most` were in its hands at once."""

    def __init__(self) -> None:
        self.sent: list[str] = []
        self.failures: dict[str, Exception] = {}
        self.waits: dict[str, asyncio.Event] = {}
        self.at_hand: list[bytes] = []
        self.most = 0

    async def __call__(self, item: OutboxItem) -> None:
        assert item.address not in self.at_hand, "one row at a time to one address"
        self.at_hand.append(item.address)
        self.most = max(self.most, len(self.at_hand))
        try:
            await self._send(item)
        finally:
            self.at_hand.remove(item.address)

    async def _send(self, item: OutboxItem) -> None:
        if item.id in self.failures:
            raise self.failures[item.id]
        await (self.waits[item.id].wait() if item.id in self.waits else asyncio.sleep(0))
        self.sent.append(item.id)

    async def has_sent(self, *row_ids: str) -> None:
        async with asyncio.timeout(10):
            while set(row_ids) - set(self.sent):  # noqa: ASYNC110 - a fake has no event for it
                await asyncio.sleep(0.01)


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


async def test_a_chat_that_is_slow_holds_up_no_other(post: Post) -> None:
    store = Store(Row(id="slow", address=b"a"), Row(id="behind", address=b"a"), Row(id="other"))
    post.waits["slow"] = asyncio.Event()
    worker = OutboxWorker(store, {"card": post})
    task = asyncio.create_task(worker.run())
    await post.has_sent("other")
    store.due += [Row(id="later", address=b"a"), Row(id="new")]
    await post.has_sent("new")
    assert post.sent == ["other", "new"], "what is for the slow chat waits for its turn"
    assert [row.id for row in store.due] == ["later"], "and is not leased before"
    post.waits["slow"].set()
    await post.has_sent("later")
    worker.stop()
    await asyncio.wait_for(task, 5)
    assert post.sent[2:] == ["slow", "behind", "later"]


async def test_only_so_many_chats_are_written_to_at_once(post: Post) -> None:
    store = Store(*(Row(id=f"{number}", address=bytes([number])) for number in range(30)))
    assert await OutboxWorker(store, {"card": post}).serve_once() == 30
    assert (len(post.sent), post.most) == (30, LANES)


async def test_a_row_that_is_another_workers_by_now_is_not_sent(post: Post) -> None:
    store = Store(Row(id="a"), Row(id="b"))
    store.taken.add("a")
    await OutboxWorker(store, {"card": post}).serve_once()
    assert (post.sent, store.finished, store.postponed) == (["b"], ["b"], {})


def test_the_lease_of_a_row_is_kept_however_long_its_sending_takes(post: Post) -> None:
    store, minutes = Store(Row(id="a")), 10

    async def send(item: OutboxItem) -> None:
        await asyncio.sleep(60 * minutes)
        await post(item)

    with asyncio.Runner(loop_factory=lambda: FastLoop(1000)) as runner:
        runner.run(OutboxWorker(store, {"card": send}).serve_once())
    assert len(store.renewed) > timedelta(minutes=minutes) / LEASE
    assert store.finished == ["a"]


async def test_a_row_that_was_sent_and_could_not_be_finished_is_not_sent_again(
    post: Post, log: Log
) -> None:
    store = Store(Row(id="a"))
    store.unfinishable = [OSError(SECRET)]
    worker = OutboxWorker(store, {"card": post})
    await worker.serve_once()
    assert (post.sent, store.finished, store.postponed) == (["a"], [], {})
    store.due = [Row(id="a", attempts=2)]
    await worker.serve_once()
    assert (post.sent, store.finished) == (["a"], ["a"])
    assert SECRET not in log()
