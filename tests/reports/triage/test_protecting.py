"""Passing a child's danger on: one records, another confirms, and the words stay until then."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from bot.reports.staff.rules import Role
from bot.reports.triage.outcomes.protecting import ASK_SECOND, NotConfirmed
from bot.reports.triage.retention.policy import RetentionPolicy
from bot.reports.triage.rules import Outcome
from bot.reports.triage.service import PassedOn, TipCard
from storage.reports.kinds import TipStatus, cut_to_hour
from storage.reports.outbox import Outbox
from storage.reports.tips import Tip
from storage.reports.unit_of_work import ReportsUnitOfWork
from tests.database_fixtures import on_both
from tests.databases import Database
from tests.keys import UNIT
from tests.reports.house import open_house
from tests.reports.services import staff_services
from tests.reports.triage.retention.keeping import Keeping
from tests.reports.triage.triage_services import ABOVE, ABOVE_CHAT, LI, WANG, TriageServices


@pytest.fixture
async def triage(any_database: Database, tmp_path: Path) -> AsyncIterator[TriageServices]:
    async with open_house(tmp_path, await any_database("reports"), units=(UNIT, ABOVE)) as house:
        yield TriageServices(services=staff_services(house))


def told(triage: TriageServices, organ: str = "police", hours_ago: int = 0) -> PassedOn:
    now: datetime = triage.services.house.clock()
    return PassedOn(organ=organ, way="phone", hour=cut_to_hour(now) - timedelta(hours=hours_ago))


def mark_on(card: TipCard | None) -> str:
    assert card is not None
    assert card.referral is not None
    return card.referral.mark


async def is_there(triage: TriageServices, tip: Tip) -> bool:
    async with triage.services.house.work() as work:
        return await work.tips.find(tip.id) is not None


async def live(triage: TriageServices, days: int) -> None:
    """Let two rounds of retention, which warn and then end, run so many days on."""
    keeping = Keeping(triage.services.house, triage.services, RetentionPolicy(days=30, terms={}))
    for day in (days, days + 4):
        keeping.go_to(day)
        await keeping.round()()


@on_both
async def test_two_persons_hand_it_on_and_the_audit_says_where_how_and_when(
    triage: TriageServices,
) -> None:
    li, wang, zhao = await triage.open()
    tip = await triage.taken(li)
    said = told(triage)
    mark = mark_on(await triage.record(li, tip.id, said))
    assert mark_on(await triage.record(li, tip.id, said)) == mark, "a double tap changes nothing"
    assert await triage.confirm.second(li, tip.id, mark) is NotConfirmed.OWN
    assert await triage.confirm.second(zhao, tip.id, mark) is None, "there is somebody else"
    assert await triage.confirm.second(wang, tip.id, "00000000") is NotConfirmed.OUTDATED
    assert (await triage.services.tip(tip.id)).status is TipStatus.TAKEN
    for _tap in range(2):
        card = await triage.confirm.second(wang, tip.id, mark)
        assert isinstance(card, TipCard)
        assert card.closed_as == Outcome.PROTECTION
        assert card.may_undo
        assert card.referral is not None
        assert card.referral.is_confirmed
    assert await triage.confirm.second(li, tip.id, mark) is NotConfirmed.OWN
    kinds = [(kind, detail) for kind, _unit, detail in await triage.audited()][-3:]
    assert kinds == [
        ("child_recorded", said.detail),
        ("child_confirmed", ""),
        ("closed", "protection"),
    ]


@on_both
async def test_one_person_with_posts_in_two_units_is_no_second_one(
    triage: TriageServices,
) -> None:
    li, _wang, _zhao = await triage.open()
    li_above = await triage.services.post(LI, ABOVE_CHAT, roles=(Role.SUPERVISOR,))
    await _leaves(triage, WANG)
    tip = await triage.taken(li)
    mark = mark_on(await triage.record(li, tip.id, told(triage)))
    assert await triage.confirm.second(li_above, tip.id, mark) is NotConfirmed.OWN


@on_both
async def test_where_one_officer_works_alone_a_supervisor_above_confirms(
    triage: TriageServices,
) -> None:
    li, wang, zhao = await triage.open()
    helper = await triage.services.post(7100000011, ABOVE_CHAT)
    await _leaves(triage, WANG)
    tip = await triage.taken(li)
    mark = mark_on(await triage.record(li, tip.id, told(triage)))
    async with triage.services.house.work() as work:
        (asked,) = [row for row in await _outbox(work) if row[0] == ASK_SECOND]
    assert asked == (ASK_SECOND, ABOVE.encode(), {"tip": tip.id, "mark": mark, "alone": False})
    assert await triage.confirm.second(wang, tip.id, mark) is None, "he has left"
    assert await triage.confirm.second(helper, tip.id, mark) is None, "no supervisor"
    assert isinstance(await triage.confirm.second(zhao, tip.id, mark), TipCard)


async def test_where_nobody_can_confirm_it_stays_open_and_is_said(
    triage: TriageServices,
) -> None:
    await triage.services.open()
    li = await triage.services.post(LI)
    tip = await triage.taken(li)
    mark = mark_on(await triage.record(li, tip.id, told(triage)))
    async with triage.services.house.work() as work:
        (asked,) = [row for row in await _outbox(work) if row[0] == ASK_SECOND]
    assert asked == (ASK_SECOND, UNIT.encode(), {"tip": tip.id, "mark": mark, "alone": True})
    assert await triage.confirm.second(li, tip.id, mark) is NotConfirmed.OWN


@on_both
async def test_the_words_are_kept_until_it_is_confirmed_and_then_as_long_as_others(
    triage: TriageServices,
) -> None:
    li, wang, _zhao = await triage.open()
    tip, other = await triage.taken(li), await triage.taken(li)
    mark = mark_on(await triage.record(li, tip.id, told(triage)))
    await live(triage, 400)
    assert await is_there(triage, tip)
    assert not await is_there(triage, other), "the round does end what is nobody's danger"
    assert isinstance(await triage.confirm.second(wang, tip.id, mark), TipCard)
    await triage.settle(tip.id, "zh_Hans")
    assert len(await triage.services.rows(tip.id)) == 1, "nothing of it is shredded"
    await live(triage, 420)
    assert await is_there(triage, tip), "its term begins with the close"
    await live(triage, 440)
    assert not await is_there(triage, tip)


@on_both
async def test_nothing_else_ends_it_meanwhile_and_reopened_it_is_handed_on_anew(
    triage: TriageServices,
) -> None:
    li, wang, _zhao = await triage.open()
    tip = await triage.taken(li)
    first = mark_on(await triage.record(li, tip.id, told(triage)))
    for outcome in Outcome:
        assert await triage.services.close(li, tip.id, outcome) is None
    assert await triage.withdraw(wang, tip.id) is None, "it is not his"
    assert await triage.withdraw(li, tip.id)
    assert await triage.withdraw(li, tip.id) is None
    assert await triage.confirm.second(wang, tip.id, first) is NotConfirmed.OUTDATED
    second = mark_on(await triage.record(li, tip.id, told(triage, "civil")))
    assert isinstance(await triage.confirm.second(wang, tip.id, second), TipCard)
    assert await triage.undo(li, tip.id)
    assert await triage.confirm.second(wang, tip.id, second) is NotConfirmed.OUTDATED
    third = mark_on(await triage.record(li, tip.id, told(triage, "school")))
    assert isinstance(await triage.confirm.second(wang, tip.id, third), TipCard)
    assert await triage.settle(tip.id, "zh_Hans")
    assert await triage.reopen(li, tip.id)
    assert (await triage.services.find_card(tip.id)).referral is None
    assert (await triage.services.tip(tip.id)).status is TipStatus.TAKEN


async def test_it_was_passed_on_after_it_came_and_before_now(triage: TriageServices) -> None:
    li, wang, _zhao = await triage.open()
    tip = await triage.taken(li)
    assert await triage.record(li, tip.id, told(triage, hours_ago=1)) is None
    assert await triage.record(li, tip.id, told(triage, hours_ago=-1)) is None
    assert await triage.record(wang, tip.id, told(triage)) is None, "he does not hold it"


async def _leaves(triage: TriageServices, person: int) -> None:
    async with triage.services.house.work() as work:
        staff = await work.staff.find(person, UNIT)
        assert staff is not None
        staff.roles = ""
        await work.commit()


async def _outbox(work: ReportsUnitOfWork) -> list[tuple[str, bytes, dict[str, object]]]:
    rows = (await work.session.execute(select(Outbox))).scalars()
    return [(row.kind, row.address, row.payload) for row in rows]
