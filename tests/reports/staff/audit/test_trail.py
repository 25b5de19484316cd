"""Entries are written with what they tell of, in one chain, whoever writes at the same time."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime

import pytest

from bot.reports.staff.audit.checking import AuditCheck
from bot.reports.staff.audit.service import AuditEntry, AuditKind, AuditTrail
from bot.reports.staff.rules import Role
from storage.reports.kinds import TipStatus
from storage.vault.signing import Writer
from tests.database_fixtures import on_both
from tests.databases import Database
from tests.reports.tables import TOWN, Tables, open_tables

WRITER = Writer.create()


@pytest.fixture
async def tables(any_database: Database) -> Tables:
    opened = await open_tables(await any_database("reports"), "2026-11-24T10:20:30")
    for name in ("Li", "Wang", "Zhao", "Sun"):
        await opened.add_person(name, TOWN, Role.TRIAGE)
    return opened


def trail(tables: Tables) -> AuditTrail:
    return AuditTrail(writer=WRITER, clock=tables.clock)


def entry(kind: AuditKind = AuditKind.READ, detail: str = "") -> AuditEntry:
    return AuditEntry(
        kind=kind, unit_id=TOWN, staff_id="a" * 32, tip_number="7K3M-9Q2C", detail=detail
    )


async def verified(tables: Tables) -> int:
    async with tables.work() as work:
        check = AuditCheck(writer=WRITER.public)
        return (await work.session.run_sync(check)).entries


@on_both
async def test_entries_of_one_transaction_stand_in_order(tables: Tables) -> None:
    async with tables.work() as work:
        for kind in (AuditKind.TAKEN, AuditKind.READ, AuditKind.NOTED):
            await trail(tables).record(work, entry(kind))
        await work.commit()
    async with tables.work() as work:
        rows = await work.audit.list_of_tip("7K3M-9Q2C")
    assert [(row.position, row.kind) for row in rows] == [(1, "taken"), (2, "read"), (3, "noted")]
    assert {row.hour for row in rows} == {datetime(2026, 11, 24, 2, tzinfo=UTC)}
    assert await verified(tables) == 3


async def test_without_a_commit_there_is_no_entry(tables: Tables) -> None:
    work = tables.work()
    async with work:
        await trail(tables).record(work, entry())
    async with work:
        await work.commit()
    async with tables.work() as left_early:
        await trail(tables).record(left_early, entry())
    assert await verified(tables) == 0


async def test_a_second_commit_writes_what_came_after_the_first(tables: Tables) -> None:
    async with tables.work() as work:
        await trail(tables).record(work, entry())
        await work.commit()
        await trail(tables).record(work, entry(AuditKind.NOTED))
        await work.commit()
        await work.commit()
    assert await verified(tables) == 2


@on_both
async def test_the_chain_goes_on_after_the_tip_is_destroyed(tables: Tables) -> None:
    tip_id = await tables.add_tip()
    async with tables.work() as work:
        tip = await work.tips.get(tip_id)
        shredded = AuditEntry(
            kind=AuditKind.SHREDDED, unit_id=TOWN, staff_id=None, tip_number=tip.number
        )
        await trail(tables).record(work, shredded)
        await work.lifetimes.delete_tip(tip_id)
        await work.commit()
    async with tables.work() as work:
        assert len(await work.audit.list_of_tip(tip.number)) == 1
    assert await verified(tables) == 1


@on_both
async def test_writers_at_the_same_time_make_one_chain_and_wait_for_no_deadlock(
    tables: Tables,
) -> None:
    """Each holds tips in an order of its own, and records before, between and after."""
    tips = [await tables.add_tip() for _ in range(3)]
    orders = [(0, 1), (1, 0), (1, 2), (2, 1), (0, 2), (2, 0)] * 4

    async def act(number: int, order: tuple[int, int]) -> None:
        # Tips themselves are held in one order, as every use case holds just one of them.
        async with tables.work() as work:
            await trail(tables).record(work, entry(detail=f"first:{number}"))
            for place in sorted(order):
                tip = await work.tips.get_for_update(tips[place])
                tip.status = TipStatus.TAKEN if number % 2 else TipStatus.NEW
                await trail(tables).record(work, entry(detail=f"then:{number}"))
            await work.commit()

    async with asyncio.timeout(30):
        await asyncio.gather(*(act(number, order) for number, order in enumerate(orders)))
    assert await verified(tables) == 3 * len(orders)
    async with tables.work() as work:
        rows = await work.audit.list_of_tip("7K3M-9Q2C")
    firsts = [row.detail for row in rows if row.detail.startswith("first")]
    assert sorted(firsts) == sorted(f"first:{number}" for number in range(len(orders)))


@pytest.mark.parametrize(
    "detail", ["昨晚九点半", "white van", "Li", "a" * 65, "a\nb", "x'y", "李警官"]
)
def test_words_do_not_fit_into_an_entry(detail: str) -> None:
    with pytest.raises(ValueError, match="code"):
        entry(detail=detail)


@pytest.mark.parametrize("detail", ["", "verified", "from:asked,to:closed", "role=auditor", "2"])
def test_codes_and_counts_fit(detail: str) -> None:
    assert entry(detail=detail).detail == detail
