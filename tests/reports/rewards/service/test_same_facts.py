"""The same facts earn money once, also when a tip has ended or was linked late."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

import pytest

from bot.reports.rewards.rules.deciding import Reason
from bot.reports.rewards.rules.proposal import Why
from bot.reports.rewards.rules.standing import RewardState
from bot.reports.rewards.service.dossiers import Dossier
from bot.reports.rewards.service.paying import Payment
from tests.reports.rewards.treasury import OTHER, TWELVE_GRAMS, Closed, Staffing, Treasury, on_both

Give = Callable[[Treasury, Staffing, Closed], Awaitable[Dossier]]


async def opened(treasury: Treasury, tip: Closed) -> Dossier:
    reward_id = await treasury.open(tip.tip_id)
    assert reward_id is not None
    return await treasury.dossier(reward_id)


async def promise(treasury: Treasury, staff: Staffing, tip: Closed) -> Dossier:
    proposed = await treasury.propose(staff.li, await opened(treasury, tip), 500)
    assert proposed is not None
    approved = await treasury.approve(staff.wang, proposed)
    assert approved is not None
    return approved


async def pay(treasury: Treasury, staff: Staffing, tip: Closed) -> Dossier:
    await promise(treasury, staff, tip)
    code = await treasury.accept_code(tip)
    result = await treasury.pay(staff.sun, tip.number, code)
    assert result.payment is Payment.PAID
    assert result.dossier is not None
    return result.dossier


async def end(treasury: Treasury, tip: Closed) -> None:
    """Let the tip's term be over."""
    async with treasury.work() as work:
        await work.lifetimes.delete_tip(tip.tip_id)
        await work.commit()


async def judge(treasury: Treasury, one: Closed, other: Closed, verdict: str) -> None:
    async with treasury.work() as work:
        link = await work.likeness.find_link(one.tip_id, other.tip_id)
        assert link is not None
        link.verdict = verdict
        await work.commit()


async def reasons(treasury: Treasury, dossier: Dossier) -> list[Why]:
    card = await treasury.find_card(dossier.reward_id)
    assert card is not None
    return [each.why for each in card.proposal.obstacles]


async def test_a_later_reporter_stays_one_when_the_first_ones_tip_has_ended(
    treasury: Treasury, staff: Staffing
) -> None:
    first, second = await treasury.close(), await treasury.close()
    await treasury.link(second, first)
    await pay(treasury, staff, first)
    assert (await opened(treasury, second)).state is RewardState.NOT_DUE
    await end(treasury, first)
    after = await opened(treasury, second)
    assert after.state is RewardState.NOT_DUE
    assert await reasons(treasury, after) == [Why.LATER_REPORTER]
    assert (await opened(treasury, second)).standing == after.standing, "asked again it is so too"


async def test_so_does_one_whose_link_to_the_first_went_through_a_tip_that_has_ended(
    treasury: Treasury, staff: Staffing
) -> None:
    first, last, middle = [await treasury.close() for _ in range(3)]
    await treasury.link(first, middle)
    await treasury.link(middle, last)
    assert (await opened(treasury, last)).state is RewardState.NOT_DUE
    await end(treasury, middle)
    assert (await opened(treasury, last)).state is RewardState.NOT_DUE


async def test_where_another_unit_solved_the_case_it_stays_so(
    treasury: Treasury, staff: Staffing
) -> None:
    mine = await treasury.close({"seizures": TWELVE_GRAMS["seizures"]})
    theirs = await treasury.close(unit=OTHER)
    await treasury.link(mine, theirs)
    assert (await opened(treasury, mine)).state is RewardState.NOT_DUE
    await end(treasury, theirs)
    after = await opened(treasury, mine)
    assert await reasons(treasury, after) == [Why.CRACKED_ELSEWHERE]


async def test_who_judges_that_they_differ_after_all_frees_the_reward(
    treasury: Treasury, staff: Staffing
) -> None:
    first, second = await treasury.close(), await treasury.close()
    await treasury.link(second, first)
    assert (await opened(treasury, second)).state is RewardState.NOT_DUE
    await judge(treasury, second, first, "different")
    assert (await opened(treasury, second)).state is RewardState.OPEN


@pytest.mark.parametrize("give", [pay, promise])
async def test_for_facts_that_earned_somebody_money_already_a_person_must_decide(
    treasury: Treasury, staff: Staffing, give: Give
) -> None:
    first, second = await treasury.close(), await treasury.close()
    await give(treasury, staff, second)
    await treasury.link(second, first)
    dossier = await opened(treasury, first)
    assert dossier.state is RewardState.OPEN
    assert await reasons(treasury, dossier) == [Why.ALREADY_PROMISED]
    assert await treasury.propose(staff.li, dossier, 500) is None, "no more as computed"
    await end(treasury, second)
    dossier = await opened(treasury, first)
    assert await reasons(treasury, dossier) == [Why.ALREADY_PROMISED]
    by_hand = await treasury.propose(staff.li, dossier, 500, Reason.BY_HAND)
    assert by_hand is not None
    approved = await treasury.approve(staff.wang, by_hand)
    assert approved is not None, "whoever has seen it may decide so"
    assert approved.state is RewardState.APPROVED


async def test_a_proposal_made_before_the_others_promise_is_approved_by_nobody(
    treasury: Treasury, staff: Staffing
) -> None:
    first, second = await treasury.close(), await treasury.close()
    proposed = await treasury.propose(staff.li, await opened(treasury, first), 500)
    assert proposed is not None
    await promise(treasury, staff, second)
    await treasury.link(second, first)
    assert await treasury.approve(staff.wang, proposed) is None
    assert (await treasury.dossier(proposed.reward_id)).state is RewardState.PROPOSED


async def test_a_payment_that_was_reversed_stands_in_nobodys_way(
    treasury: Treasury, staff: Staffing
) -> None:
    first, second = await treasury.close(), await treasury.close()
    paid = await pay(treasury, staff, second)
    await treasury.link(second, first)
    assert await reasons(treasury, await opened(treasury, first)) == [Why.ALREADY_PROMISED]
    ask = (paid.reward_id, paid.standing.sequence, Reason.PAID_BY_MISTAKE)
    assert await treasury.reverse(staff.wang, *ask) is not None
    assert await treasury.propose(staff.li, await opened(treasury, first), 500) is not None


async def test_a_later_report_of_facts_that_wait_for_approval_stops_nothing(
    treasury: Treasury, staff: Staffing
) -> None:
    first, second = await treasury.close(), await treasury.close()
    proposed = await treasury.propose(staff.li, await opened(treasury, first), 500)
    assert proposed is not None
    await treasury.link(second, first)
    assert (await opened(treasury, second)).state is RewardState.NOT_DUE
    assert await treasury.approve(staff.wang, proposed) is not None


@on_both
async def test_of_two_that_no_schedule_orders_and_that_are_approved_at_once_one_is_promised(
    treasury: Treasury, staff: Staffing, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        "bot.reports.rewards.service.snapshots.choose_scheme", lambda _rules, _path: None
    )
    tips = [await treasury.close(), await treasury.close()]
    await treasury.link(*tips)
    proposed = []
    for tip in tips:
        dossier = await opened(treasury, tip)
        assert await reasons(treasury, dossier) == [Why.NO_SCHEME]
        made = await treasury.propose(staff.li, dossier, 500, Reason.BY_HAND)
        assert made is not None
        proposed.append(made)
    both = (treasury.approve(staff.wang, each) for each in proposed)
    done = [each for each in await asyncio.gather(*both) if each is not None]
    assert len(done) == 1
    left = next(each for each in proposed if each.reward_id != done[0].reward_id)
    back = await treasury.reject(staff.wang, left)
    assert back is not None
    tip = next(each for each in tips if each.number == left.number)
    again = await opened(treasury, tip)
    assert await reasons(treasury, again) == [Why.NO_SCHEME, Why.ALREADY_PROMISED]
