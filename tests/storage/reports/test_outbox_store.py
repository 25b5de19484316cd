"""The outbox as its worker sees it: leased, postponed, finished; never lost."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncEngine

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
    await store.postpone(second.id, NOW + timedelta(hours=1))
    assert await store.claim(NOW + timedelta(minutes=59), LEASE) == []
    (left,) = await store.claim(NOW + timedelta(hours=1), LEASE)
    assert left.id == second.id


async def test_a_row_that_is_not_due_is_left_alone(engine: AsyncEngine, work: ReportsWork) -> None:
    await put(work, NOW + timedelta(seconds=1))
    assert await ReportsOutboxStore(engine).claim(NOW, LEASE) == []
