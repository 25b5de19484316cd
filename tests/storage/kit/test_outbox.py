"""Rows of the outbox are leased, postponed and finished; none is lost and none served twice."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncEngine

from storage.kit.unit_of_work import create_sessions
from storage.reports.outbox import Outbox
from storage.reports.unit_of_work import ReportsUnitOfWork
from tests.databases import Database

NOW = datetime(2026, 6, 3, 12, tzinfo=UTC)
LEASE = timedelta(minutes=2)
ReportsWork = Callable[[], ReportsUnitOfWork]


def opener(engine: AsyncEngine) -> ReportsWork:
    sessions = create_sessions(engine)
    return lambda: ReportsUnitOfWork(sessions)


@pytest.fixture
async def reports(database: Database) -> ReportsWork:
    return opener(await database("reports"))


async def put(reports: ReportsWork, *kinds: str, due_at: datetime = NOW) -> None:
    async with reports() as work:
        for kind in kinds:
            work.outbox.add(kind, b"unit", {"kind": kind}, due_at)
        await work.commit()


async def claim(reports: ReportsWork, now: datetime, limit: int = 20) -> list[str]:
    async with reports() as work:
        ids = [row.id for row in await work.outbox.claim(now, LEASE, limit)]
        await work.commit()
        return ids


async def test_the_row_that_is_due_longest_comes_first(reports: ReportsWork) -> None:
    await put(reports, "later", due_at=NOW - timedelta(minutes=1))
    await put(reports, "sooner", due_at=NOW - timedelta(minutes=5))
    await put(reports, "not-yet", due_at=NOW + timedelta(seconds=1))
    async with reports() as work:
        rows = await work.outbox.claim(NOW, LEASE)
        assert [(row.kind, row.attempts) for row in rows] == [("sooner", 1), ("later", 1)]


async def test_the_row_of_a_worker_that_died_comes_again_after_its_lease(
    reports: ReportsWork,
) -> None:
    await put(reports, "card")
    (first,) = await claim(reports, NOW)
    assert await claim(reports, NOW + LEASE - timedelta(seconds=1)) == []
    assert await claim(reports, NOW + LEASE) == [first]


async def test_a_claim_that_was_not_committed_leases_nothing(reports: ReportsWork) -> None:
    await put(reports, "card")
    async with reports() as work:
        assert len(await work.outbox.claim(NOW, LEASE)) == 1
    assert len(await claim(reports, NOW)) == 1


async def test_a_finished_row_is_gone_and_finishing_again_harms_nothing(
    reports: ReportsWork,
) -> None:
    await put(reports, "card")
    (row,) = await claim(reports, NOW)
    for _ in range(2):
        async with reports() as work:
            await work.outbox.finish(row)
            assert not await work.outbox.renew(row, 1, NOW)
            await work.commit()
    async with reports() as work:
        assert (await work.session.execute(select(Outbox))).all() == []


async def test_a_postponed_row_waits_until_its_time(reports: ReportsWork) -> None:
    await put(reports, "card")
    (row,) = await claim(reports, NOW)
    async with reports() as work:
        assert await work.outbox.renew(row, 1, NOW + timedelta(hours=1))
        await work.commit()
    assert await claim(reports, NOW + timedelta(minutes=59)) == []
    assert await claim(reports, NOW + timedelta(hours=1)) == [row]


async def test_a_lease_that_ran_out_is_lengthened_until_another_worker_claims_the_row(
    reports: ReportsWork,
) -> None:
    await put(reports, "card")
    (row,) = await claim(reports, NOW)
    late = NOW + LEASE + timedelta(minutes=1)
    async with reports() as work:
        assert await work.outbox.renew(row, 1, late + LEASE)
        await work.commit()
    assert await claim(reports, late) == []
    assert await claim(reports, late + LEASE) == [row]
    async with reports() as work:
        assert not await work.outbox.renew(row, 1, late + 2 * LEASE), (
            "the first worker has lost it"
        )
        assert await work.outbox.renew(row, 2, late + 2 * LEASE), "the second one has it"


async def test_rows_to_addresses_that_are_being_served_are_left_out(reports: ReportsWork) -> None:
    await put(reports, "card")
    async with reports() as work:
        assert await work.outbox.claim(NOW, LEASE, besides={b"unit"}) == []
        assert len(await work.outbox.claim(NOW, LEASE, besides={b"other"})) == 1


async def test_a_claim_takes_no_more_than_its_limit(reports: ReportsWork) -> None:
    await put(reports, *"abcde")
    assert [len(await claim(reports, NOW, limit=2)) for _ in range(4)] == [2, 2, 1, 0]


async def test_workers_side_by_side_never_serve_one_row(reports: ReportsWork) -> None:
    await put(reports, *(str(number) for number in range(30)))
    served: list[str] = []

    async def work_off() -> None:
        while taken := await claim(reports, NOW, limit=3):
            served.extend(taken)
            await asyncio.sleep(0)

    await asyncio.gather(*(work_off() for _ in range(4)))
    assert len(served) == 30
    assert len(set(served)) == 30


async def test_a_second_worker_skips_rows_that_one_holds_instead_of_waiting(
    postgresql: Database,
) -> None:
    reports = opener(await postgresql("reports"))
    await put(reports, *"abcd")
    async with reports() as one, reports() as two, asyncio.timeout(5):
        first = {row.id for row in await one.outbox.claim(NOW, LEASE, 2)}
        second = {row.id for row in await two.outbox.claim(NOW, LEASE, 20)}
        assert (len(first), len(second)) == (2, 2)
        assert first.isdisjoint(second)
        await one.commit()
        await two.commit()
