"""From a settled close to the money paid, and what else may become of a promise."""

from __future__ import annotations

import asyncio

import pytest

from bot.reports.rewards.rules.deciding import Reason
from bot.reports.rewards.rules.standing import RewardState
from bot.reports.rewards.service.claiming import Answer, RewardNews
from bot.reports.rewards.service.deciding import Decision
from bot.reports.rewards.service.paying import Payment
from bot.reports.rewards.service.sealing import NoteDesk
from bot.reports.staff.service import Post
from tests.reports.rewards.treasury import (
    KILOGRAM,
    RANGE,
    UNIT,
    UNKNOWN,
    Staffing,
    Treasury,
    on_both,
    promised,
)


async def test_twelve_grams_earn_500_yuan_and_the_books_balance(
    treasury: Treasury, staff: Staffing
) -> None:
    await treasury.allot(UNIT, 2026, 1_000_000)
    tip, dossier = await promised(treasury, staff)
    assert dossier.state is RewardState.APPROVED
    balances = await treasury.balances(UNIT, 2026)
    assert (balances.available, balances.reserved) == (950_000, 50_000)
    news = await treasury.find(tip.receipt)
    assert news is not None
    assert (news.state, news.fen, news.code) == (RewardState.APPROVED, 50_000, None)
    code = await treasury.accept_code(tip)
    result = await treasury.pay(staff.sun, tip.number, code)
    assert result.payment is Payment.PAID
    balances = await treasury.balances(UNIT, 2026)
    assert (balances.available, balances.reserved, balances.paid) == (950_000, 0, 50_000)
    reconciled = await treasury.reconcile()
    assert reconciled.faults == []
    assert balances.is_balanced


@on_both
async def test_a_claim_is_paid_once(treasury: Treasury, staff: Staffing) -> None:
    tip, _ = await promised(treasury, staff)
    code = await treasury.accept_code(tip)
    tries = [treasury.pay(staff.sun, tip.number, code) for _ in range(4)]
    done = [each.payment for each in await asyncio.gather(*tries)]
    assert sorted(done) == sorted([Payment.PAID, *[Payment.NOT_READY] * 3])
    assert (await treasury.balances(UNIT, 2026)).paid == 50_000


async def test_nobody_approves_what_he_proposed(treasury: Treasury, staff: Staffing) -> None:
    _, dossier = await treasury.opened()
    proposed = await treasury.propose(staff.chen, dossier, 500)
    assert proposed is not None
    assert await treasury.approve(staff.chen, proposed) is None
    assert (await treasury.dossier(dossier.reward_id)).state is RewardState.PROPOSED


async def test_nor_under_another_post_of_his(treasury: Treasury, staff: Staffing) -> None:
    """Chen, who proposed, has lost his place and comes back with another one."""
    _, dossier = await treasury.opened()
    proposed = await treasury.propose(staff.chen, dossier, 500)
    assert proposed is not None
    elsewhere = await treasury.hire(5, *staff.chen.roles, unit="xiantao")
    here = type(elsewhere)(
        staff_id=elsewhere.staff_id, unit_id=UNIT, admin_chat=-100, roles=elsewhere.roles
    )
    assert await treasury.approve(here, proposed) is None


@on_both
async def test_of_two_who_approve_at_once_one_does(treasury: Treasury, staff: Staffing) -> None:
    _, dossier = await treasury.opened()
    proposed = await treasury.propose(staff.li, dossier, 500)
    assert proposed is not None
    both = (treasury.approve(staff.wang, proposed), treasury.approve(staff.zhao, proposed))
    done = await asyncio.gather(*both)
    assert [each is None for each in done].count(True) == 1
    assert (await treasury.balances(UNIT, 2026)).reserved == 50_000


async def test_a_high_amount_takes_two_who_approve(treasury: Treasury, staff: Staffing) -> None:
    _, dossier = await treasury.opened(KILOGRAM)
    proposed = await treasury.propose(staff.li, dossier, 20_000)
    assert proposed is not None
    seconded = await treasury.approve(staff.wang, proposed)
    assert seconded is not None
    assert seconded.state is RewardState.PROPOSED
    assert await treasury.approve(staff.wang, seconded) is None
    assert await treasury.approve(staff.li, seconded) is None
    approved = await treasury.approve(staff.zhao, seconded)
    assert approved is not None
    assert approved.state is RewardState.APPROVED


async def test_only_who_has_the_role_decides(treasury: Treasury, staff: Staffing) -> None:
    _, dossier = await treasury.opened()
    assert await treasury.propose(staff.sun, dossier, 500) is None
    proposed = await treasury.propose(staff.li, dossier, 500)
    assert proposed is not None
    assert await treasury.approve(staff.sun, proposed) is None
    other = await treasury.hire(9, *staff.chen.roles, unit="xiantao")
    assert await treasury.approve(other, proposed) is None


@pytest.mark.parametrize(
    ("yuan", "reason"),
    [
        (501, Reason.AS_COMPUTED),
        (300, Reason.AS_COMPUTED),
        (500, Reason.WITHIN_BAND),
        (500, Reason.BY_HAND),
        (0, Reason.AS_COMPUTED),
        (-5, Reason.AS_COMPUTED),
    ],
)
async def test_nothing_outside_the_band_is_proposed(
    treasury: Treasury, staff: Staffing, yuan: int, reason: Reason
) -> None:
    _, dossier = await treasury.opened()
    assert await treasury.propose(staff.li, dossier, yuan, reason) is None


async def test_within_a_range_a_person_chooses(treasury: Treasury, staff: Staffing) -> None:
    _, dossier = await treasury.opened(RANGE)
    assert await treasury.propose(staff.li, dossier, 19_999, Reason.WITHIN_BAND) is None
    assert await treasury.propose(staff.li, dossier, 200_001, Reason.WITHIN_BAND) is None
    assert await treasury.propose(staff.li, dossier, 60_000, Reason.WITHIN_BAND) is not None


async def test_at_an_edge_the_other_band_may_be_proposed(
    treasury: Treasury, staff: Staffing
) -> None:
    _, dossier = await treasury.opened({"seizures": [{"substance": "heroin", "grams": "10"}]})
    assert await treasury.propose(staff.li, dossier, 300) is None
    assert await treasury.propose(staff.li, dossier, 300, Reason.OTHER_BAND) is not None


async def test_where_the_rules_give_no_amount_a_person_sets_it(
    treasury: Treasury, staff: Staffing
) -> None:
    _, dossier = await treasury.opened(UNKNOWN)
    assert await treasury.propose(staff.li, dossier, 500) is None
    assert await treasury.propose(staff.li, dossier, 300_001, Reason.BY_HAND) is None
    assert await treasury.propose(staff.li, dossier, 500, Reason.BY_HAND) is not None


async def test_no_reward_takes_two_as_well_and_a_reason(
    treasury: Treasury, staff: Staffing
) -> None:
    tip, dossier = await treasury.opened()
    proposed = await treasury.propose(staff.li, dossier, 0, Reason.KNOWN_BEFORE)
    assert proposed is not None
    approved = await treasury.approve(staff.wang, proposed)
    assert approved is not None
    assert approved.state is RewardState.REFUSED
    assert await treasury.find(tip.receipt) is None
    assert (await treasury.reconcile()).faults == []


async def test_a_proposal_sent_back_is_made_anew(treasury: Treasury, staff: Staffing) -> None:
    _, dossier = await treasury.opened()
    proposed = await treasury.propose(staff.li, dossier, 500)
    assert proposed is not None
    open_again = await treasury.reject(staff.wang, proposed)
    assert open_again is not None
    assert open_again.state is RewardState.OPEN
    assert await treasury.approve(staff.wang, open_again) is None
    assert await treasury.approve(staff.wang, proposed) is None, "an old card approves nothing"
    assert await treasury.propose(staff.li, open_again, 500) is not None


async def test_a_donation_and_a_refusal_by_the_tipster(
    treasury: Treasury, staff: Staffing
) -> None:
    await treasury.allot(UNIT, 2026, 200_000)
    giver, _ = await promised(treasury, staff)
    decliner, _ = await promised(treasury, staff)
    news = await treasury.donate(Answer(receipt=giver.receipt))
    assert _state(news) is RewardState.DONATED
    news = await treasury.decline(Answer(receipt=decliner.receipt))
    assert _state(news) is RewardState.DECLINED
    balances = await treasury.balances(UNIT, 2026)
    assert (balances.available, balances.reserved, balances.donated) == (150_000, 0, 50_000)
    assert (await treasury.reconcile()).faults == []
    assert _state(await treasury.accept(Answer(receipt=giver.receipt))) is RewardState.DONATED


def _state(news: RewardNews | None) -> RewardState | None:
    return None if news is None else news.state


@on_both
async def test_answers_at_once_leave_one(treasury: Treasury, staff: Staffing) -> None:
    tip, dossier = await promised(treasury, staff)
    answer = Answer(receipt=tip.receipt)
    await asyncio.gather(
        treasury.accept(answer), treasury.decline(answer), treasury.donate(answer)
    )
    state = (await treasury.dossier(dossier.reward_id)).state
    assert state in {RewardState.ACCEPTED, RewardState.DECLINED, RewardState.DONATED}
    assert (await treasury.reconcile()).faults == []


async def test_a_paid_reward_can_be_reversed_by_another_entry_and_another_person(
    treasury: Treasury, staff: Staffing
) -> None:
    tip, _ = await promised(treasury, staff)
    code = await treasury.accept_code(tip)
    paid = (await treasury.pay(staff.chen, tip.number, code)).dossier
    assert paid is not None
    ask = (paid.reward_id, paid.standing.sequence, Reason.PAID_BY_MISTAKE)
    assert await treasury.reverse(staff.chen, *ask) is None, "who paid does not reverse"
    reversed_ = await treasury.reverse(staff.wang, *ask)
    assert reversed_ is not None
    assert reversed_.state is RewardState.REVERSED
    balances = await treasury.balances(UNIT, 2026)
    assert (balances.available, balances.reserved, balances.paid) == (0, 0, 0)
    assert (await treasury.reconcile()).faults == []
    assert (await treasury.pay(staff.sun, tip.number, code)).payment is Payment.NOT_READY


async def test_a_changed_outcome_stops_the_approval(treasury: Treasury, staff: Staffing) -> None:
    tip, dossier = await treasury.opened()
    proposed = await treasury.propose(staff.li, dossier, 500)
    assert proposed is not None
    async with treasury.work() as work:
        outcome = await work.outcomes.find(tip.tip_id)
        assert outcome is not None
        outcome.facts = {"seizures": [{"substance": "heroin", "grams": "5"}]}
        await work.commit()
    assert await treasury.approve(staff.wang, proposed) is None
    await treasury.open(tip.tip_id)
    anew = await treasury.dossier(dossier.reward_id)
    assert anew.state is RewardState.OPEN
    assert await treasury.propose(staff.li, anew, 300) is not None


async def test_only_a_settled_and_verified_close_opens_a_reward(
    treasury: Treasury, staff: Staffing
) -> None:
    for closed in (
        await treasury.close(verified=False),
        await treasury.close(settled=False),
    ):
        assert await treasury.open(closed.tip_id) is None
    assert await treasury.open("0" * 32) is None


@on_both
async def test_opening_again_changes_nothing(treasury: Treasury, staff: Staffing) -> None:
    tip, dossier = await treasury.opened()
    ids = await asyncio.gather(*(treasury.open(tip.tip_id) for _ in range(3)))
    assert set(ids) == {dossier.reward_id}
    assert (await treasury.dossier(dossier.reward_id)).standing == dossier.standing


async def test_a_note_on_a_decision_is_sealed(treasury: Treasury, staff: Staffing) -> None:
    _, dossier = await treasury.opened()
    decision = Decision(
        reward_id=dossier.reward_id,
        sequence=dossier.standing.sequence,
        reason=Reason.AS_COMPUTED,
        fen=50_000,
        note="核对过扣押清单",
    )
    assert await treasury.propose_reward(staff.li, decision) is not None
    async with treasury.work() as work:
        row = (await work.rewards.list_events(dossier.reward_id))[-1]
    assert row.note is not None
    assert "核对".encode() not in row.note
    assert NoteDesk(keys=treasury.keys).open(row) == "核对过扣押清单"


async def test_who_was_removed_in_that_moment_decides_and_pays_nothing(
    treasury: Treasury, staff: Staffing
) -> None:
    tip, dossier = await treasury.opened()
    proposed = await treasury.propose(staff.li, dossier, 500)
    assert proposed is not None
    await fire(treasury, staff.wang)
    assert await treasury.approve(staff.wang, proposed) is None
    approved = await treasury.approve(staff.zhao, proposed)
    assert approved is not None
    code = await treasury.accept_code(tip)
    await fire(treasury, staff.sun)
    assert (await treasury.pay(staff.sun, tip.number, code)).payment is Payment.NOT_READY
    assert (await treasury.pay(staff.chen, tip.number, code)).payment is Payment.PAID


async def fire(treasury: Treasury, post: Post) -> None:
    async with treasury.work() as work:
        (await work.staff.get(post.staff_id)).roles = ""
        await work.commit()
