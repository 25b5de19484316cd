"""The outbox as its worker sees it: leased, postponed, finished; never lost."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncEngine

from bot.chat.delivery.outbox import OutboxItem, OutboxWorker
from storage.reports.outbox_store import ReportsOutboxStore
from tests.storage.reports.conftest import ReportsWork

NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)
LEASE = timedelta(minutes=2)


async def put(work: ReportsWork, due_at: datetime) -> None:
    async with work() as one:
        one.outbox.add("card", b"qianjiang", {"tip": "t"}, due_at)
        await one.commit()


async def test_a_row_is_claimed_once_until_its_lease_ends(
    engine: AsyncEngine, work: ReportsWork
) -> None:
    await put(work, NOW)
    store = ReportsOutboxStore(engine)
    (row,) = await store.claim(NOW, LEASE)
    assert (row.kind, row.address, row.payload, row.attempts) == (
        "card",
        b"qianjiang",
        {"tip": "t"},
        1,
    )
    assert await store.claim(NOW, LEASE) == []
    (again,) = await store.claim(NOW + LEASE, LEASE)
    assert (again.id, again.attempts) == (row.id, 2)


async def test_a_finished_row_is_gone_and_a_postponed_one_waits(
    engine: AsyncEngine, work: ReportsWork
) -> None:
    for _ in range(2):
        await put(work, NOW)
    store = ReportsOutboxStore(engine)
    first, second = await store.claim(NOW, LEASE)
    await store.finish(first.id)
    await store.postpone(second.id, NOW + timedelta(hours=1), second.attempts)
    assert await store.claim(NOW + timedelta(minutes=59), LEASE) == []
    (left,) = await store.claim(NOW + timedelta(hours=1), LEASE)
    assert left.id == second.id


async def test_two_workers_send_no_row_twice_although_leases_run_out_in_a_slow_batch(
    engine: AsyncEngine, work: ReportsWork
) -> None:
    """The first worker needs a minute for a row; the second looks in while it sends."""
    for _ in range(6):
        await put(work, NOW)
    store, now, sent = ReportsOutboxStore(engine), [NOW], list[str]()

    async def send(item: OutboxItem) -> None:
        sent.append(item.id)

    async def send_slowly(item: OutboxItem) -> None:
        sent.append(item.id)
        now[0] += timedelta(minutes=1)
        await OutboxWorker(store, {"card": send}, lambda: now[0]).serve_once()

    assert await OutboxWorker(store, {"card": send_slowly}, lambda: now[0]).serve_once() == 6
    assert (len(sent), len(set(sent))) == (6, 6)
    assert await store.claim(now[0] + LEASE, LEASE) == []


async def test_a_worker_that_lost_its_lease_does_not_postpone_the_row(
    engine: AsyncEngine, work: ReportsWork
) -> None:
    await put(work, NOW)
    store = ReportsOutboxStore(engine)
    (first,) = await store.claim(NOW, LEASE)
    (second,) = await store.claim(NOW + LEASE, LEASE)
    await store.postpone(first.id, NOW, first.attempts)
    assert not await store.renew(first.id, first.attempts, NOW)
    assert await store.claim(NOW + LEASE, LEASE) == [], "the second worker has it still"
    await store.postpone(second.id, NOW + LEASE, second.attempts)
    assert len(await store.claim(NOW + LEASE, LEASE)) == 1


async def test_a_row_that_is_not_due_is_left_alone(engine: AsyncEngine, work: ReportsWork) -> None:
    await put(work, NOW + timedelta(seconds=1))
    assert await ReportsOutboxStore(engine).claim(NOW, LEASE) == []
