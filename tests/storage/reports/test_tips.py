"""Tips in a real database: unique receipts, one order of acceptance, the urgent ones first."""

from __future__ import annotations

import asyncio
import secrets
from datetime import UTC, datetime, timedelta, timezone

import pytest
from sqlalchemy.exc import IntegrityError

from storage.errors import NotFoundError
from storage.reports.envelopes import Envelope
from storage.reports.kinds import TipStatus, Urgency, cut_to_hour
from storage.reports.tips import Tip
from storage.reports.unit_of_work import ReportsUnitOfWork
from tests.storage.reports.conftest import ReportsWork

HOUR = datetime(2026, 11, 21, 12, tzinfo=UTC)


async def add_tip(work: ReportsUnitOfWork, **changes: object) -> Tip:
    await work.tips.hold_acceptance()
    await work.units.ensure("qianjiang", region_id="429005", locale="zh_Hans")
    values = {
        "number": await work.tips.next_number(),
        "lookup": secrets.token_bytes(32),
        "mailbox_public": secrets.token_bytes(32),
        "region_id": "429005",
        "category": "other",
        "urgency": Urgency.ROUTINE,
        "unit_id": "qianjiang",
        "hour": HOUR,
        "acceptance": await work.tips.next_acceptance(),
    }
    tip = work.tips.add(Tip(**(values | changes)))
    await work.tips.flush()
    return tip


async def test_a_tip_is_found_by_its_receipt_and_its_number(work: ReportsWork) -> None:
    async with work() as one:
        tip = await add_tip(one)
        await one.commit()
    async with work() as other:
        by_lookup = await other.tips.find_by_lookup(tip.lookup)
        by_number = await other.tips.find_by_number(tip.number)
        assert by_lookup is by_number
        assert by_lookup is not None
        assert (by_lookup.id, by_lookup.status, by_lookup.hour) == (tip.id, TipStatus.NEW, HOUR)


async def test_one_receipt_holds_one_tip(work: ReportsWork) -> None:
    lookup = secrets.token_bytes(32)
    async with work() as one:
        await add_tip(one, lookup=lookup)
        with pytest.raises(IntegrityError):
            await add_tip(one, lookup=lookup)


async def test_tips_sent_side_by_side_are_accepted_one_after_the_other(work: ReportsWork) -> None:
    async with work() as first:
        await first.units.ensure("qianjiang", region_id="429005", locale="zh_Hans")
        await first.commit()

    async def send() -> int:
        async with work() as one:
            tip = await add_tip(one)
            await one.commit()
            return tip.acceptance

    places = await asyncio.gather(*(send() for _ in range(12)))
    assert sorted(places) == list(range(1, 13))


async def test_the_urgent_come_first_and_then_the_earlier(work: ReportsWork) -> None:
    async with work() as one:
        routine = [await add_tip(one) for _ in range(2)]
        urgent = await add_tip(one, urgency=Urgency.URGENT)
        await add_tip(one, status=TipStatus.CLOSED)
        await one.commit()
    async with work() as other:
        queue = await other.tips.list_by_status("qianjiang", [TipStatus.NEW])
        assert [tip.id for tip in queue] == [urgent.id, routine[0].id, routine[1].id]
        counts = await other.tips.count_by_status("qianjiang")
        assert counts == {TipStatus.NEW: 3, TipStatus.CLOSED: 1}


async def test_nothing_stands_without_a_commit(work: ReportsWork) -> None:
    async with work() as one:
        tip = await add_tip(one)
    async with work() as other:
        assert await other.tips.find_by_number(tip.number) is None
        with pytest.raises(NotFoundError):
            await other.tips.get(tip.id)


async def test_the_head_of_a_chain_is_its_newest_envelope(work: ReportsWork) -> None:
    async with work() as one:
        tip = await add_tip(one)
        assert await one.envelopes.find_head(tip.id) is None
        for sequence in (1, 2, 3):
            one.envelopes.add(envelope(tip, sequence))
        await one.commit()
    async with work() as other:
        head = await other.envelopes.find_head(tip.id)
        assert head is not None
        assert head.sequence == 3
        rows = await other.envelopes.list_by_tip(tip.id)
        assert [row.sequence for row in rows] == [1, 2, 3]


async def test_a_place_in_a_chain_and_a_nonce_are_given_once(work: ReportsWork) -> None:
    async with work() as one:
        tip = await add_tip(one)
        one.envelopes.add(envelope(tip, 1, nonce=b"n" * 16))
        await one.commit()
    for again in (envelope(tip, 1), envelope(tip, 2, nonce=b"n" * 16)):
        async with work() as other:
            other.envelopes.add(again)
            with pytest.raises(IntegrityError):
                await other.envelopes.flush()


def envelope(tip: Tip, sequence: int, nonce: bytes | None = None) -> Envelope:
    return Envelope(
        tip_id=tip.id,
        sequence=sequence,
        author="tipster",
        schema=1,
        key_id="k",
        body=b"sealed",
        nonce=nonce,
        hour=HOUR,
    )


def test_a_moment_is_cut_to_its_hour_in_utc() -> None:
    moment = datetime(2026, 11, 21, 20, 34, 56, 789, tzinfo=timezone(timedelta(hours=8)))
    assert cut_to_hour(moment) == HOUR
