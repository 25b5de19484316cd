"""The digest on a real database: nothing is lost on the way in, nor called up twice."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from bot.reports.staff.service import CARD, DIGEST
from bot.reports.tips.service import WAITING
from bot.reports.triage.digest.rules import CARDS_AT_ONCE
from bot.reports.triage.digest.service import (
    NEXT,
    Board,
    CallUp,
    CollapseBacklog,
    FindBoard,
    IsWaiting,
    LetWait,
)
from storage.reports.digests import WaitingTip
from storage.reports.kinds import TipStatus, Urgency
from storage.reports.outbox import Outbox
from storage.reports.outbox_store import ReportsOutboxStore
from tests.clock import NOON
from tests.database_fixtures import on_both
from tests.databases import Database
from tests.keys import UNIT
from tests.reports.house import open_house
from tests.reports.services import LI, WANG, Services, staff_services

LEASE = timedelta(minutes=2)


@dataclass
class Desk:
    """The use cases of the staff and of their digest."""

    services: Services
    let_wait: LetWait
    collapse: CollapseBacklog
    find_board: FindBoard
    call_up: CallUp

    async def tips(self, count: int, kind: str = CARD, **fields: Any) -> list[str]:
        """Send tips whose rows of the outbox are of the kind and due."""
        tips = [(await self.services.send_tip(**fields)).id for _ in range(count)]
        async with self.services.house.work() as work:
            for row in (await work.session.execute(select(Outbox))).scalars():
                if row.payload.get("tip") in tips:
                    row.kind, row.due_at = kind, NOON
            await work.commit()
        return tips

    async def rows(self, kind: str) -> list[Outbox]:
        async with self.services.house.work() as work:
            statement = select(Outbox).where(Outbox.kind == kind)
            return list((await work.session.execute(statement)).scalars())

    async def waiting(self) -> set[str]:
        async with self.services.house.work() as work:
            return set((await work.session.execute(select(WaitingTip.tip_id))).scalars())

    async def board(self) -> Board:
        board = await self.find_board(UNIT)
        assert board is not None
        return board


@pytest.fixture
async def desk(any_database: Database, tmp_path: Path) -> AsyncIterator[Desk]:
    async with open_house(tmp_path, await any_database("reports")) as house:
        services = staff_services(house)
        await services.open()
        people: dict[str, Any] = {"unit_of_work": house.work, "clock": house.clock}
        yield Desk(
            services=services,
            let_wait=LetWait(**people),
            collapse=CollapseBacklog(**people),
            find_board=FindBoard(**people),
            call_up=CallUp(**services.tools),
        )


async def test_all_that_come_to_the_digest_wait_in_it_after_one_row(desk: Desk) -> None:
    tips = await desk.tips(5, WAITING)
    await desk.let_wait(UNIT, tips[0])
    assert await desk.waiting() == set(tips)
    assert await desk.rows(WAITING) == []
    (row,) = await desk.rows(DIGEST)
    assert row.due_at == NOON.replace(minute=35, second=0)
    board = await desk.board()
    assert (board.total, dict(board.waiting)) == (5, {"trafficking": 5})


async def test_a_waiting_tip_keeps_its_random_wait(desk: Desk) -> None:
    now, later = await desk.tips(2, WAITING)
    async with desk.services.house.work() as work:
        for row in (await work.session.execute(select(Outbox))).scalars():
            if row.payload["tip"] == later:
                row.due_at = NOON + timedelta(minutes=9)
        await work.commit()
    await desk.let_wait(UNIT, now)
    assert await desk.waiting() == {now}
    assert len(await desk.rows(WAITING)) == 1


@pytest.mark.parametrize("waits_already", [True, False])
async def test_a_tip_that_somebody_took_from_the_queue_gets_its_card(
    desk: Desk, *, waits_already: bool
) -> None:
    (tip,) = await desk.tips(1, WAITING)
    if waits_already:
        await desk.let_wait(UNIT, tip)
    assert await desk.services.take(await desk.services.post(LI), tip)
    if not waits_already:
        await desk.let_wait(UNIT, tip)
    assert await desk.waiting() == set()
    assert [row.payload["tip"] for row in await desk.rows(CARD)] == [tip]


async def test_a_tip_that_is_held_waits_no_more_whatever_an_earlier_version_left(
    desk: Desk,
) -> None:
    (tip,) = await desk.tips(1, WAITING)
    await desk.let_wait(UNIT, tip)
    waits = IsWaiting(unit_of_work=desk.services.house.work, clock=desk.services.house.clock)
    assert await waits(tip)
    async with desk.services.house.work() as work:
        (await work.tips.get(tip)).status = TipStatus.ASKED
        await work.commit()
    assert not await waits(tip)


async def test_a_row_served_again_changes_nothing(desk: Desk) -> None:
    (tip,) = await desk.tips(1, WAITING)
    for _ in range(3):
        await desk.let_wait(UNIT, tip)
    assert await desk.waiting() == {tip}
    assert len(await desk.rows(DIGEST)) == 1


async def test_a_digest_that_is_being_posted_leaves_room_for_the_next(desk: Desk) -> None:
    first = await desk.tips(1, WAITING)
    await desk.let_wait(UNIT, first[0])
    store = ReportsOutboxStore(desk.services.house.engine)
    (claimed,) = await store.claim(NOON + timedelta(minutes=2), LEASE)
    second = await desk.tips(1, WAITING)
    await desk.let_wait(UNIT, second[0])
    await store.finish(claimed.id)
    assert len(await desk.rows(DIGEST)) == 1
    assert (await desk.board()).total == 2


@pytest.mark.parametrize("count", [1, CARDS_AT_ONCE])
async def test_as_many_cards_as_a_chat_can_read_are_left_alone(desk: Desk, count: int) -> None:
    tips = await desk.tips(count)
    assert not await desk.collapse(UNIT, tips[0])
    assert await desk.waiting() == set()
    assert len(await desk.rows(CARD)) == count


async def test_a_backlog_of_cards_collapses_as_a_whole_but_for_the_urgent(desk: Desk) -> None:
    tips = await desk.tips(CARDS_AT_ONCE + 1)
    urgent = await desk.tips(2, urgency=Urgency.URGENT)
    assert not await desk.collapse(UNIT, urgent[0])
    for tip in tips:
        assert await desk.collapse(UNIT, tip)
    assert not await desk.collapse(UNIT, urgent[1])
    assert await desk.waiting() == set(tips)
    assert {row.payload["tip"] for row in await desk.rows(CARD)} == set(urgent)
    board = await desk.board()
    assert (board.total, board.urgent) == (CARDS_AT_ONCE + 1, 2)


@on_both
async def test_rows_in_the_hands_of_a_worker_collapse_with_the_others(desk: Desk) -> None:
    tips = await desk.tips(CARDS_AT_ONCE + 5)
    store = ReportsOutboxStore(desk.services.house.engine)
    claimed = await store.claim(NOON, LEASE)
    assert await desk.collapse(UNIT, str(claimed[0].payload["tip"]))
    assert await desk.waiting() == set(tips)
    for row in claimed:
        await store.finish(row.id)
        assert await desk.collapse(UNIT, str(row.payload["tip"]))


async def test_what_somebody_holds_or_has_seen_does_not_wait(desk: Desk) -> None:
    tips = await desk.tips(CARDS_AT_ONCE + 3)
    await desk.services.take(await desk.services.post(LI), tips[0])
    await desk.services.keep_message(tips[1], 77)
    assert await desk.collapse(UNIT, tips[2])
    assert await desk.waiting() == set(tips[2:])


@on_both
async def test_the_next_is_called_up_in_the_order_of_acceptance(desk: Desk) -> None:
    tips = await desk.tips(3, WAITING)
    await desk.let_wait(UNIT, tips[2])
    post = await desk.services.post(LI)
    for left, tip in zip((2, 1, 0), tips, strict=True):
        assert (await desk.board()).next_id == tip
        assert await desk.call_up(post, tip, takes=False) is True
        assert (await desk.board()).total == left
    assert [row.payload["tip"] for row in await desk.rows(NEXT)] != []
    assert {(await desk.services.tip(tip)).status for tip in tips} == {TipStatus.NEW}


async def test_a_tap_repeated_calls_up_and_takes_no_other(desk: Desk) -> None:
    tips = await desk.tips(3, WAITING)
    await desk.let_wait(UNIT, tips[0])
    post = await desk.services.post(LI)
    for _ in range(10):
        assert await desk.call_up(post, tips[0], takes=True) is True
    assert await desk.waiting() == set(tips[1:])
    assert len(await desk.rows(NEXT)) == 1
    taken = await desk.services.tip(tips[0])
    assert (taken.holder_id, taken.status) == (post.staff_id, TipStatus.TAKEN)


@on_both
async def test_of_officers_who_take_the_next_at_once_one_holds_it(desk: Desk) -> None:
    (tip,) = await desk.tips(1, WAITING)
    await desk.let_wait(UNIT, tip)
    posts = [await desk.services.post(person) for person in (LI, WANG, 7100000011)]
    took = await asyncio.gather(*(desk.call_up(post, tip, takes=True) for post in posts))
    assert sorted(took) == [False, False, True]
    assert len(await desk.rows(NEXT)) == 1
    holder = (await desk.services.tip(tip)).holder_id
    assert holder == posts[took.index(True)].staff_id


async def test_a_tip_of_another_unit_or_of_none_is_nothing(desk: Desk) -> None:
    (tip,) = await desk.tips(1, WAITING)
    await desk.let_wait(UNIT, tip)
    await desk.services.open("xiantao", -1009876543210)
    stranger = await desk.services.post(WANG, -1009876543210)
    assert await desk.call_up(stranger, tip, takes=True) is None
    assert await desk.call_up(stranger, "0" * 32, takes=False) is None
    assert await desk.waiting() == {tip}


async def test_an_ended_tip_that_waits_is_let_go_with_all_that_names_it(desk: Desk) -> None:
    (tip,) = await desk.tips(1, WAITING)
    await desk.let_wait(UNIT, tip)
    async with desk.services.house.work() as work:
        await work.mutes.wish(tip)
        await work.lifetimes.delete_tip(tip)
        await work.commit()
    assert await desk.waiting() == set()
    assert (await desk.board()).total == 0


@on_both
async def test_a_flood_of_urgent_tips_collapses_but_for_the_first_of_each_place(
    desk: Desk,
) -> None:
    urgent = await desk.tips(CARDS_AT_ONCE + 5, urgency=Urgency.URGENT)
    assert not await desk.collapse(UNIT, urgent[0]), "it was first"
    assert await desk.collapse(UNIT, urgent[-1])
    assert await desk.waiting() == set(urgent[1:])
    assert {row.payload["tip"] for row in await desk.rows(CARD)} == {urgent[0]}
    assert len(await desk.rows(DIGEST)) == 1
    board = await desk.board()
    assert (board.total, board.urgent) == (CARDS_AT_ONCE + 4, 1)
    assert dict(board.urgent_waiting) == {"429005001": CARDS_AT_ONCE + 4}


async def test_the_next_to_be_called_up_is_urgent(desk: Desk) -> None:
    routine = await desk.tips(1, WAITING)
    await desk.let_wait(UNIT, routine[0])
    urgent = await desk.tips(CARDS_AT_ONCE + 5, urgency=Urgency.URGENT)
    assert await desk.collapse(UNIT, urgent[1])
    assert (await desk.board()).next_id == urgent[1]


async def test_a_few_urgent_tips_have_a_card_each(desk: Desk) -> None:
    urgent = await desk.tips(CARDS_AT_ONCE, urgency=Urgency.URGENT)
    assert [await desk.collapse(UNIT, each) for each in urgent] == [False] * len(urgent)
    assert await desk.waiting() == set()
