"""Until the time of its card has come, no screen of the staff shows or counts a tip.

Whoever asks again and again would else learn the minute in which somebody wrote.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from bot.reports.insight.service.counting import SETTLED_AFTER
from bot.reports.staff.service import FollowChat, Post
from bot.reports.tips.service import CARD, WAITING
from bot.reports.triage.board.service import BoardState, FindBoardState
from bot.reports.triage.digest.service import CallUp, FindBoard, IsWaiting, LetWait
from bot.reports.triage.queue.rules import QueueFilter
from bot.reports.triage.queue.service import FindNumber, ListColleagues, ListMine, ListQueue
from bot.reports.triage.service import ClaimCard
from bot.settings import Settings
from storage.reports.kinds import QueuePart, Urgency
from storage.reports.outbox import FIRST_CARDS, Outbox
from storage.reports.outbox_store import ReportsOutboxStore
from storage.reports.tips import Tip
from tests.clock import NOON
from tests.database_fixtures import on_both
from tests.databases import Database
from tests.keys import UNIT
from tests.reports.house import open_house
from tests.reports.services import ADMIN_CHAT, LI, Services, staff_services

WAIT = timedelta(minutes=7)
LEASE = timedelta(minutes=2)
ANSWER = "answer_card"


@dataclass
class Desk:
    """An officer's screens over a house."""

    services: Services
    post: Post

    def use(self, kind: Callable[..., Any]) -> Any:
        house = self.services.house
        tools: Mapping[str, Any] = {"unit_of_work": house.work, "clock": house.clock}
        if kind in {ListQueue, ListMine, FindNumber, ListColleagues}:
            tools = {**tools, "regions": house.library.regions}
        if kind in {ClaimCard, CallUp}:
            tools = self.services.tools
        if kind is FindBoardState:
            tools = {**tools, "terms": [term.id for term in house.library.clock.terms]}
        return kind(**tools)

    async def queue(self, **wish: Any) -> list[str]:
        """Return what the queue lists, and see that its counts say the same."""
        page = await self.use(ListQueue)(self.post, QueueFilter(**wish))
        places = await self.use(ListQueue).places(self.post, QueueFilter(**wish))
        assert page.total == len(page.cards) == sum(places.values())
        return [card.tip_id for card in page.cards]

    async def board(self) -> BoardState:
        state = await self.use(FindBoardState)(UNIT)
        assert isinstance(state, BoardState)
        return state

    async def sees(self, tip: Tip) -> bool:
        """Return whether the tip is seen; all screens have to agree on it."""
        listed = tip.id in await self.queue()
        found = await self.use(FindNumber)(self.post, tip.number) is not None
        board = await self.board()
        assert listed == found == bool(board.total) == (board.oldest == tip.number)
        return listed

    async def claim(self) -> None:
        """Take the card up as a worker does that cannot post it, by a clock far ahead."""
        store = ReportsOutboxStore(self.services.house.engine)
        await store.claim(NOON + timedelta(hours=1), LEASE)

    async def passes(self, span: timedelta) -> None:
        self.services.house.clock.now += span

    async def set_kind(self, kind: str) -> None:
        async with self.services.house.work() as work:
            (row,) = (await work.session.execute(select(Outbox))).scalars()
            row.kind = kind
            await work.commit()


@pytest.fixture
async def desk(any_database: Database, tmp_path: Path) -> AsyncIterator[Desk]:
    async with open_house(tmp_path, await any_database("reports")) as house:
        services = staff_services(house)
        await services.open()
        yield Desk(services, await services.post(LI))


@on_both
@pytest.mark.parametrize("kind", [CARD, WAITING])
async def test_a_tip_shows_nowhere_until_the_time_of_its_card(desk: Desk, kind: str) -> None:
    tip = await desk.services.send_tip()
    await desk.set_kind(kind)
    assert not await desk.sees(tip)
    for wish in ({"part": part} for part in QueuePart):
        assert await desk.queue(**wish) == []
    for more in ({"category": tip.category}, {"place": tip.region_id}, {"urgency": tip.urgency}):
        assert await desk.queue(**more) == []
    state = await desk.board()
    assert (state.counts, state.urgent, state.overdue) == ({}, 0, 0)
    await desk.passes(WAIT - timedelta(minutes=1))
    assert not await desk.sees(tip)
    await desk.passes(timedelta(minutes=1))
    assert await desk.sees(tip)
    assert await desk.queue(part=QueuePart.WAITING, category=tip.category) == [tip.id]


async def test_an_urgent_tip_shows_at_once(desk: Desk) -> None:
    assert await desk.sees(await desk.services.send_tip(urgency=Urgency.URGENT))


async def test_a_tip_stays_in_sight_where_its_card_cannot_be_posted(desk: Desk) -> None:
    tip = await desk.services.send_tip()
    await desk.claim()
    assert await desk.sees(tip)
    await desk.use(ClaimCard)(tip.id)
    assert await desk.sees(tip)


async def test_a_tip_stays_in_sight_while_it_is_posted_anew_in_an_upgraded_group(
    desk: Desk,
) -> None:
    tip = await desk.services.send_tip()
    await desk.passes(WAIT)
    store = ReportsOutboxStore(desk.services.house.engine)
    (row,) = await store.claim(desk.services.house.clock(), LEASE)
    await desk.services.keep_message(tip.id, 77)
    await store.finish(row.id)
    await desk.use(FollowChat)(ADMIN_CHAT, -1009999999999)
    assert (await desk.services.tip(tip.id)).card_message_id is None
    assert await desk.sees(tip)


async def test_a_tip_in_the_digest_shows_and_so_does_one_called_up_from_it(desk: Desk) -> None:
    tip = await desk.services.send_tip()
    await desk.set_kind(WAITING)
    assert not (await desk.use(FindBoard)(UNIT)).total
    await desk.passes(WAIT)
    await desk.use(LetWait)(UNIT, tip.id)
    assert (await desk.use(FindBoard)(UNIT)).total == 1
    assert await desk.sees(tip)
    assert await desk.use(CallUp)(desk.post, tip.id, takes=False)
    assert await desk.sees(tip)


async def test_a_tip_in_somebodys_hands_shows_whatever_its_card_does(desk: Desk) -> None:
    tip = await desk.services.send_tip()
    assert (await desk.use(ListMine)(desk.post)).held == []
    assert [each.held for each in await desk.use(ListColleagues)(desk.post)] == [0]
    await desk.services.take(desk.post, tip.id)
    assert await desk.sees(tip)
    assert await desk.queue(part=QueuePart.HELD) == [tip.id]
    assert [each.tip_id for each in (await desk.use(ListMine)(desk.post)).held] == [tip.id]


async def test_new_words_make_no_noise_before_the_card_and_hide_nothing_after_it(
    desk: Desk,
) -> None:
    tip = await desk.services.send_tip()
    assert await desk.use(IsWaiting)(tip.id), "the card says it all"
    await desk.passes(WAIT)
    await desk.claim()
    async with desk.services.house.work() as work:
        later = desk.services.house.clock() + WAIT
        work.outbox.add(ANSWER, UNIT.encode(), {"tip": tip.id}, later)
        await work.commit()
    assert not await desk.use(IsWaiting)(tip.id)
    assert await desk.sees(tip)


def test_the_kinds_of_a_first_card_are_those_that_sending_writes() -> None:
    assert set(FIRST_CARDS) == {CARD, WAITING}


def test_no_month_is_counted_while_a_tip_of_it_may_wait_for_its_card() -> None:
    (limit,) = (
        each.le
        for each in Settings.model_fields["card_delay_minutes"].metadata
        if hasattr(each, "le")
    )
    assert timedelta(minutes=limit) < SETTLED_AFTER
