"""Handing over, so that a report is at no moment in nobody's hands."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.reports.staff.rules import Role
from bot.reports.triage.rules import Outcome, WorkState
from storage.reports.kinds import TipStatus, Urgency
from tests.database_fixtures import on_both
from tests.databases import Database
from tests.keys import UNIT
from tests.reports.house import open_house
from tests.reports.services import staff_services
from tests.reports.triage.triage_services import ABOVE, WANG, TriageServices


@pytest.fixture
async def triage(any_database: Database, tmp_path: Path) -> AsyncIterator[TriageServices]:
    async with open_house(tmp_path, await any_database("reports"), units=(UNIT, ABOVE)) as house:
        yield TriageServices(services=staff_services(house))


async def test_the_holder_holds_it_until_the_colleague_accepts(triage: TriageServices) -> None:
    li, wang, _zhao = await triage.open()
    tip = await triage.taken(li)
    card = await triage.offer(li, tip.id, wang.staff_id)
    assert (card.holder, card.offered_to) == (7100000001, WANG)
    assert await triage.services.read(li, tip.id) is not None
    assert await triage.services.read(wang, tip.id) is None
    card = await triage.accept(wang, tip.id)
    assert (card.holder, card.offered_to, card.status) == (WANG, None, TipStatus.TAKEN)
    assert await triage.accept(wang, tip.id) == card
    assert await triage.services.read(li, tip.id) is None
    assert await triage.services.read(wang, tip.id) is not None
    kinds = [kind for kind, _unit, _detail in await triage.audited()]
    assert kinds == ["taken", "offered", "read", "handed_over", "read"]


async def test_the_audit_knows_of_each_offer_once_and_to_whom(triage: TriageServices) -> None:
    li, wang, _zhao = await triage.open()
    sun = await triage.services.post(7100000004)
    one, two = await triage.taken(li), await triage.taken(li)
    for _ in range(2):
        await triage.offer(li, one.id, wang.staff_id)
    await triage.offer_all(li, wang.staff_id)
    await triage.offer(li, two.id, sun.staff_id)
    said = [detail for kind, _unit, detail in await triage.audited() if kind == "offered"]
    assert said == [f"to:{each.staff_id}" for each in (wang, wang, sun)]


async def test_an_offer_that_is_declined_or_taken_back_leaves_the_holder(
    triage: TriageServices,
) -> None:
    li, wang, _zhao = await triage.open()
    tip = await triage.taken(li)
    for who in (li, wang):
        await triage.offer(li, tip.id, wang.staff_id)
        card = await triage.end_offer(who, tip.id)
        assert (card.holder, card.offered_to) == (7100000001, None)
        assert await triage.accept(wang, tip.id) is None
        assert await triage.end_offer(who, tip.id) is None


async def test_nobody_accepts_what_was_offered_to_somebody_else(triage: TriageServices) -> None:
    li, wang, zhao = await triage.open()
    sun = await triage.services.post(7100000004)
    tip = await triage.taken(li)
    assert await triage.offer(wang, tip.id, sun.staff_id) is None
    assert await triage.offer(li, tip.id, li.staff_id) is None
    assert await triage.offer(li, tip.id, zhao.staff_id) is None, "not of the unit"
    await triage.offer(li, tip.id, wang.staff_id)
    assert await triage.accept(sun, tip.id) is None
    assert await triage.accept(zhao, tip.id) is None
    assert await triage.end_offer(sun, tip.id) is None


async def test_who_pays_or_audits_alone_is_offered_nothing(triage: TriageServices) -> None:
    li, _wang, _zhao = await triage.open()
    payer = await triage.services.post(7100000005, roles=(Role.PAYER,))
    tip = await triage.taken(li)
    assert await triage.offer(li, tip.id, payer.staff_id) is None
    assert await triage.services.take(payer, (await triage.services.send_tip()).id) is None
    assert await triage.services.read(payer, tip.id) is None


@on_both
async def test_a_race_of_accepting_and_taking_back_ends_with_one_holder(
    triage: TriageServices,
) -> None:
    li, wang, _zhao = await triage.open()
    tip = await triage.taken(li)
    for _ in range(3):
        await triage.offer(li, tip.id, wang.staff_id)
        await asyncio.gather(triage.accept(wang, tip.id), triage.end_offer(li, tip.id))
        now = await triage.services.tip(tip.id)
        assert now.holder_id in {li.staff_id, wang.staff_id}
        if now.holder_id == wang.staff_id:
            await triage.offer(wang, tip.id, li.staff_id)
            await triage.accept(li, tip.id)


async def test_a_shift_is_offered_whole_and_accepted_one_by_one(triage: TriageServices) -> None:
    li, wang, _zhao = await triage.open()
    tips = [await triage.taken(li) for _ in range(3)]
    closed = await triage.taken(li)
    await triage.services.close(li, closed.id, Outcome.UNVERIFIED)
    cards = await triage.offer_all(li, wang.staff_id)
    assert {card.tip_id for card in cards} == {tip.id for tip in tips}
    assert {card.holder for card in cards} == {7100000001}
    await triage.accept(wang, tips[0].id)
    holders = [(await triage.services.tip(tip.id)).holder_id for tip in tips]
    assert holders == [wang.staff_id, li.staff_id, li.staff_id]


async def test_closing_or_returning_ends_an_offer(triage: TriageServices) -> None:
    li, wang, _zhao = await triage.open()
    one, two = await triage.taken(li), await triage.taken(li)
    for tip in (one, two):
        await triage.offer(li, tip.id, wang.staff_id)
    await triage.services.close(li, one.id, Outcome.UNVERIFIED)
    await triage.services.give_back(li, two.id)
    for tip in (one, two):
        assert await triage.accept(wang, tip.id) is None


async def test_urgency_and_state_are_said_by_the_holder_and_audited_once(
    triage: TriageServices,
) -> None:
    li, wang, _zhao = await triage.open()
    tip = await triage.taken(li)
    assert await triage.urgency(wang, tip.id, Urgency.URGENT) is None
    assert await triage.state(wang, tip.id, WorkState.VERIFYING) is None
    for _ in range(2):
        card = await triage.urgency(li, tip.id, Urgency.URGENT)
        assert card.urgency is Urgency.URGENT
        card = await triage.state(li, tip.id, WorkState.VERIFYING)
        assert card.status is TipStatus.VERIFYING
    assert [entry for entry in await triage.audited() if entry[0] != "taken"] == [
        ("urgency", UNIT, "urgent"),
        ("stated", UNIT, "verifying"),
    ]
    card = await triage.services.give_back(li, tip.id)
    assert card is not None
    assert card.status is TipStatus.NEW


async def test_two_reports_are_linked_by_number_within_the_unit(triage: TriageServices) -> None:
    li, wang, zhao = await triage.open()
    tip, other = await triage.taken(li), await triage.services.send_tip()
    assert await triage.link(wang, tip.id, other.number) is None
    assert await triage.link(li, tip.id, tip.number) is None
    assert await triage.link(li, tip.id, "0000-0000") is None
    for _ in range(2):
        card = await triage.link(li, tip.id, other.number)
        assert [(each.number, each.is_same) for each in card.alike] == [(other.number, True)]
    assert await triage.audited() == [
        ("taken", UNIT, ""),
        ("linked", UNIT, f"to:{other.number.lower()}"),
    ]
    seen = await triage.services.find_card(other.id)
    assert seen is not None
    assert [each.number for each in seen.alike] == [tip.number]
    theirs = await triage.taken(li)
    assert await triage.transfer(li, theirs.id, zhao.unit_id) is not None
    assert await triage.link(li, tip.id, theirs.number) is None, "another unit's"
