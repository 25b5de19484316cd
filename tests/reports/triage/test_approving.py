"""A report about a minor is read by whoever asked and was approved, and by nobody else."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.errors import ApprovalNeededError
from bot.reports.staff.rules import Role
from bot.reports.staff.service import Post
from bot.reports.triage.service import NotApproved, TipCard
from storage.reports.tips import Tip
from tests.database_fixtures import on_both
from tests.databases import Database
from tests.keys import UNIT
from tests.reports.house import open_house
from tests.reports.services import staff_services
from tests.reports.triage.triage_services import ABOVE, BOTH, TriageServices

OTHER_BOSS = 7100000006


@pytest.fixture
async def triage(any_database: Database, tmp_path: Path) -> AsyncIterator[TriageServices]:
    async with open_house(tmp_path, await any_database("reports"), units=(UNIT, ABOVE)) as house:
        yield TriageServices(services=staff_services(house))


async def with_minor(triage: TriageServices, post: Post) -> Tip:
    """Let somebody take a tip and find a minor in it."""
    tip = await triage.taken(post)
    await triage.minor(post, tip.id, is_minor=True)
    return tip


async def approvals(triage: TriageServices) -> list[str]:
    return [detail for kind, _unit, detail in await triage.audited() if kind == "minor_approved"]


async def test_a_supervisor_lets_the_one_who_asked_read(triage: TriageServices) -> None:
    li, wang, zhao = await triage.open()
    tip = await with_minor(triage, wang)
    with pytest.raises(ApprovalNeededError):
        await triage.services.read(wang, tip.id)
    assert await triage.approve(li, tip.id, wang.staff_id) is NotApproved.LAPSED, "nobody asked"
    card, is_new = await triage.ask_reading(wang, tip.id)
    assert (card.reading_asked_by, card.is_reading_approved, is_new) == (
        wang.staff_id,
        False,
        True,
    )
    with pytest.raises(ApprovalNeededError):
        await triage.services.read(wang, tip.id)
    assert await triage.approve(wang, tip.id, wang.staff_id) is None, "no supervisor"
    assert await triage.approve(zhao, tip.id, wang.staff_id) is None, "of another unit"
    card = await triage.approve(li, tip.id, wang.staff_id)
    assert (card.reading_asked_by, card.is_reading_approved) == (None, True)
    assert await triage.services.read(wang, tip.id) is not None
    assert await approvals(triage) == [f"person:{wang.staff_id},other"]
    kinds = [kind for kind, _unit, _detail in await triage.audited()]
    assert kinds == ["taken", "stated", "urgency", "minor_asked", "minor_approved", "read"]


async def test_asking_again_is_the_same_request_until_the_tip_is_given_back(
    triage: TriageServices,
) -> None:
    _li, wang, _zhao = await triage.open()
    tip = await with_minor(triage, wang)
    assert [(await triage.ask_reading(wang, tip.id))[1] for _ in range(3)] == [True, False, False]
    await triage.services.give_back(wang, tip.id)
    assert await triage.ask_reading(wang, tip.id) is None
    card = await triage.services.take(wang, tip.id)
    assert card is not None
    assert card.reading_asked_by is None
    assert (await triage.ask_reading(wang, tip.id))[1], "asked anew"


async def test_nobody_asks_for_what_is_not_his_or_needs_no_approval(
    triage: TriageServices,
) -> None:
    li, wang, zhao = await triage.open()
    tip = await with_minor(triage, wang)
    for who in (li, zhao):
        assert await triage.ask_reading(who, tip.id) is None
    assert await triage.ask_reading(wang, (await triage.taken(wang)).id) is None


async def test_a_request_lapses_when_the_tip_is_handed_over(triage: TriageServices) -> None:
    li, wang, _zhao = await triage.open()
    sun = await triage.services.post(7100000004)
    tip = await with_minor(triage, wang)
    await triage.ask_reading(wang, tip.id)
    await triage.offer(wang, tip.id, sun.staff_id)
    await triage.accept(sun, tip.id)
    for officer in (wang, sun):
        assert await triage.approve(li, tip.id, officer.staff_id) is NotApproved.LAPSED
    with pytest.raises(ApprovalNeededError):
        await triage.services.read(sun, tip.id)
    await triage.ask_reading(sun, tip.id)
    assert await triage.approve(li, tip.id, wang.staff_id) is NotApproved.LAPSED
    assert isinstance(await triage.approve(li, tip.id, sun.staff_id), TipCard)
    assert await approvals(triage) == [f"person:{sun.staff_id},other"]


@on_both
async def test_approving_while_it_is_handed_over_lets_the_new_holder_not_read(
    triage: TriageServices,
) -> None:
    li, wang, _zhao = await triage.open()
    sun = await triage.services.post(7100000004)
    for _ in range(3):
        tip = await with_minor(triage, wang)
        await triage.ask_reading(wang, tip.id)
        await triage.offer(wang, tip.id, sun.staff_id)
        await asyncio.gather(triage.approve(li, tip.id, wang.staff_id), triage.accept(sun, tip.id))
        with pytest.raises(ApprovalNeededError):
            await triage.services.read(sun, tip.id)


@on_both
async def test_two_approvals_at_once_are_one(triage: TriageServices) -> None:
    li, wang, _zhao = await triage.open()
    boss = await triage.services.post(OTHER_BOSS, roles=BOTH)
    tip = await with_minor(triage, wang)
    await triage.ask_reading(wang, tip.id)
    cards = await asyncio.gather(
        *(triage.approve(who, tip.id, wang.staff_id) for who in (li, boss, li))
    )
    assert all(card.is_reading_approved for card in cards)
    assert await approvals(triage) == [f"person:{wang.staff_id},other"]


async def test_nobody_approves_himself_where_there_is_another_supervisor(
    triage: TriageServices,
) -> None:
    li, _wang, _zhao = await triage.open()
    boss = await triage.services.post(OTHER_BOSS, roles=(Role.SUPERVISOR,))
    tip = await with_minor(triage, li)
    await triage.ask_reading(li, tip.id)
    assert await triage.approve(li, tip.id, li.staff_id) is NotApproved.OWN
    assert await triage.minor(li, tip.id, is_minor=False) is None, "nor by taking the mark away"
    with pytest.raises(ApprovalNeededError):
        await triage.services.read(li, tip.id)
    assert await approvals(triage) == []
    assert (await triage.approve(boss, tip.id, li.staff_id)).is_reading_approved
    assert await triage.services.read(li, tip.id) is not None


async def test_the_only_supervisor_approves_himself_and_the_audit_says_so(
    triage: TriageServices,
) -> None:
    li, wang, _zhao = await triage.open()
    tip = await with_minor(triage, wang)
    await triage.offer(wang, tip.id, li.staff_id)
    await triage.accept(li, tip.id)
    await triage.ask_reading(li, tip.id)
    await triage.approve(li, tip.id, li.staff_id)
    assert await triage.services.read(li, tip.id) is not None
    assert await approvals(triage) == [f"person:{li.staff_id},own"]


async def test_the_form_marks_a_report_in_which_a_child_is(triage: TriageServices) -> None:
    li, _wang, _zhao = await triage.open()
    tip = await triage.taken(li, answers={"risk": "child"})
    assert tip.about_minor
    with pytest.raises(ApprovalNeededError):
        await triage.services.read(li, tip.id)
    assert not (await triage.services.send_tip(answers={"risk": "life"})).about_minor


async def test_nobody_takes_the_mark_of_a_minor_away_to_read_without_approval(
    triage: TriageServices,
) -> None:
    li, wang, _zhao = await triage.open()
    tip = await triage.taken(wang)
    await triage.minor(wang, tip.id, is_minor=True)
    assert await triage.minor(wang, tip.id, is_minor=False) is None
    with pytest.raises(ApprovalNeededError):
        await triage.services.read(wang, tip.id)
    await triage.ask_reading(wang, tip.id)
    await triage.approve(li, tip.id, wang.staff_id)
    card = await triage.minor(wang, tip.id, is_minor=False)
    assert not card.about_minor
    await triage.minor(wang, tip.id, is_minor=True)
    await triage.offer(wang, tip.id, li.staff_id)
    await triage.accept(li, tip.id)
    assert not (await triage.minor(li, tip.id, is_minor=False)).about_minor, (
        "the only supervisor may"
    )
