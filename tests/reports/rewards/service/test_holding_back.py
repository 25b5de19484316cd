"""What stops money that was promised: a report opened again, an approval taken back, an open link."""

from __future__ import annotations

from typing import Any

from bot.reports.rewards.rules.deciding import Reason
from bot.reports.rewards.rules.standing import RewardState
from bot.reports.rewards.service.claiming import Answer
from bot.reports.rewards.service.deciding import Hindrance
from bot.reports.rewards.service.paying import Payment
from bot.reports.triage.duplicates.rules import Verdict
from storage.reports.kinds import TipStatus
from tests.reports.rewards.treasury import UNIT, Closed, Staffing, Treasury, promised

SMALLER = {"seizures": [{"substance": "heroin", "grams": "5"}]}


async def reopen(treasury: Treasury, tip: Closed) -> None:
    await _put(treasury, tip, TipStatus.TAKEN)


async def close_again(
    treasury: Treasury, tip: Closed, facts: dict[str, Any] | None = None
) -> None:
    await _put(treasury, tip, TipStatus.CLOSED, facts)


async def _put(
    treasury: Treasury, tip: Closed, status: TipStatus, facts: dict[str, Any] | None = None
) -> None:
    async with treasury.work() as work:
        (await work.tips.get(tip.tip_id)).status = status
        outcome = await work.outcomes.find(tip.tip_id)
        assert outcome is not None
        outcome.is_settled = status is TipStatus.CLOSED
        outcome.facts = outcome.facts if facts is None else facts
        await work.commit()


async def test_for_a_report_opened_again_nothing_is_accepted_paid_or_lapsed(
    treasury: Treasury, staff: Staffing
) -> None:
    tip, dossier = await promised(treasury, staff)
    code = await treasury.accept_code(tip)
    await reopen(treasury, tip)
    assert (await treasury.pay(staff.sun, tip.number, code)).payment is Payment.ON_HOLD
    for news in (
        await treasury.find(tip.receipt),
        await treasury.accept(Answer(receipt=tip.receipt)),
    ):
        assert news is not None
        assert (news.is_on_hold, news.is_claimable, news.code) == (True, False, None)
    card = await treasury.find_card(dossier.reward_id)
    assert card is not None
    assert card.is_on_hold
    treasury.clock.pass_days(200)
    assert await treasury.lapse() == 0
    assert (await treasury.balances(UNIT, 2026)).paid == 0


async def test_closed_again_with_the_same_findings_it_is_paid(
    treasury: Treasury, staff: Staffing
) -> None:
    tip, _ = await promised(treasury, staff)
    code = await treasury.accept_code(tip)
    await reopen(treasury, tip)
    await close_again(treasury, tip)
    assert (await treasury.pay(staff.sun, tip.number, code)).payment is Payment.PAID


async def test_closed_again_with_other_findings_the_approval_is_taken_back_and_decided_anew(
    treasury: Treasury, staff: Staffing
) -> None:
    tip, dossier = await promised(treasury, staff)
    code = await treasury.accept_code(tip)
    await reopen(treasury, tip)
    await close_again(treasury, tip, SMALLER)
    assert (await treasury.pay(staff.sun, tip.number, code)).payment is Payment.ON_HOLD
    seen = (await treasury.dossier(dossier.reward_id)).standing.sequence
    ask = (dossier.reward_id, seen, Reason.FACTS_WRONG)
    assert await treasury.take_back(staff.wang, *ask) is None, "who approved it does not"
    assert await treasury.take_back(staff.li, *ask) is None, "who is no approver does not"
    assert await treasury.take_back(staff.zhao, *ask[:2], Reason.CONFIRMED) is None
    back = await treasury.take_back(staff.zhao, *ask)
    assert back is not None
    assert back.state is RewardState.OPEN
    balances = await treasury.balances(UNIT, 2026)
    assert (balances.available, balances.reserved, balances.paid) == (0, 0, 0)
    assert (await treasury.pay(staff.sun, tip.number, code)).payment is Payment.NOT_READY
    assert (await treasury.reconcile()).faults == []
    news = await treasury.find(tip.receipt)
    assert news is not None
    assert news.is_on_hold, "who was promised something hears that it is looked at again"
    await treasury.open(tip.tip_id)
    anew = await treasury.propose(staff.li, await treasury.dossier(dossier.reward_id), 300)
    assert anew is not None
    assert await treasury.approve(staff.zhao, anew) is not None
    news = await treasury.find(tip.receipt)
    assert news is not None
    assert (news.is_on_hold, news.fen) == (False, 30_000)


async def test_an_approval_is_not_taken_back_once_it_is_paid(
    treasury: Treasury, staff: Staffing
) -> None:
    tip, dossier = await promised(treasury, staff)
    await treasury.pay(staff.sun, tip.number, await treasury.accept_code(tip))
    seen = (await treasury.dossier(dossier.reward_id)).standing.sequence
    ask = (dossier.reward_id, seen, Reason.FACTS_WRONG)
    assert await treasury.take_back(staff.zhao, *ask) is None


async def test_a_refusal_after_a_promise_is_told(treasury: Treasury, staff: Staffing) -> None:
    tip, dossier = await promised(treasury, staff)
    ask = (dossier.reward_id, dossier.standing.sequence, Reason.EXCLUDED)
    back = await treasury.take_back(staff.zhao, *ask)
    assert back is not None
    refused = await treasury.propose(staff.li, back, 0, Reason.EXCLUDED)
    assert refused is not None
    await treasury.approve(staff.wang, refused)
    news = await treasury.find(tip.receipt)
    assert news is not None
    assert (news.state, news.is_on_hold) == (RewardState.REFUSED, True)


async def test_while_a_likely_link_is_not_judged_no_money_is_proposed_or_approved(
    treasury: Treasury, staff: Staffing
) -> None:
    first, second = await treasury.opened(), await treasury.opened()
    proposed = await treasury.propose(staff.li, first[1], 500)
    assert proposed is not None
    async with treasury.work() as work:
        work.likeness.add_link(first[0].tip_id, second[0].tip_id, "likely")
        await work.commit()
    assert await treasury.approve(staff.wang, proposed) is None
    assert await treasury.propose(staff.li, second[1], 500) is None
    why = await treasury.approve_reward.find_hindrance(
        staff.wang, proposed.reward_id, proposed.standing.sequence
    )
    assert why is Hindrance.UNJUDGED
    card = await treasury.find_card(second[1].reward_id)
    assert card is not None
    assert card.unjudged == (first[0].number,)
    async with treasury.work() as work:
        link = await work.likeness.find_link(first[0].tip_id, second[0].tip_id)
        assert link is not None
        link.verdict = Verdict.DIFFERENT.value
        await work.commit()
    assert await treasury.approve(staff.wang, proposed) is not None
    assert await treasury.propose(staff.li, second[1], 500) is not None


async def test_that_no_reward_is_due_can_be_decided_whatever_is_linked(
    treasury: Treasury, staff: Staffing
) -> None:
    first, second = await treasury.opened(), await treasury.opened()
    async with treasury.work() as work:
        work.likeness.add_link(first[0].tip_id, second[0].tip_id, "likely")
        await work.commit()
    refused = await treasury.propose(staff.li, second[1], 0, Reason.KNOWN_BEFORE)
    assert refused is not None
    assert await treasury.approve(staff.wang, refused) is not None
