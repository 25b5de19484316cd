"""The claim code, the lock, the windows to the day, the lapse, and who was first."""

from __future__ import annotations

from datetime import date

import pytest

from bot.reports.rewards.rules.claims import is_code_of, make_code, parse_code
from bot.reports.rewards.rules.deciding import Reason
from bot.reports.rewards.rules.proposal import Why
from bot.reports.rewards.rules.standing import LOCK_AFTER, RewardState
from bot.reports.rewards.service.claiming import Answer
from bot.reports.rewards.service.paying import Payment
from storage.reports.tombstones import Tombstone
from storage.vault.receipts import Receipt
from tests.reports.rewards.treasury import (
    OTHER,
    TWELVE_GRAMS,
    Staffing,
    Treasury,
    promised,
)

WRONG = "AAAA-AAAA-AAAA-AAAA"


async def test_five_wrong_codes_lock_it_until_an_approver_has_looked(
    treasury: Treasury, staff: Staffing
) -> None:
    tip, _ = await promised(treasury, staff)
    code = await treasury.accept_code(tip)
    for left in range(LOCK_AFTER - 1, 0, -1):
        result = await treasury.pay(staff.sun, tip.number, WRONG)
        assert (result.payment, result.tries_left) == (Payment.WRONG_CODE, left)
    assert (await treasury.pay(staff.sun, tip.number, "no code")).payment is Payment.LOCKED
    locked = await treasury.pay(staff.sun, tip.number, code)
    assert locked.payment is Payment.LOCKED
    assert locked.dossier is not None
    ask = (locked.dossier.reward_id, locked.dossier.standing.sequence, Reason.CODE_CHECKED)
    assert await treasury.unlock(staff.sun, *ask) is None
    assert await treasury.unlock(staff.wang, *ask) is not None
    assert (await treasury.pay(staff.sun, tip.number, code)).payment is Payment.PAID


async def test_the_code_is_the_tipsters_alone(treasury: Treasury, staff: Staffing) -> None:
    tip, dossier = await promised(treasury, staff)
    assert dossier.standing.verifier is None, "before acceptance there is nothing to compare with"
    assert (await treasury.pay(staff.sun, tip.number, WRONG)).payment is Payment.NOT_READY
    code = await treasury.accept_code(tip)
    assert code == await treasury.accept_code(tip), "asked again it is the same"
    assert len(code.replace("-", "")) * 5 == 80
    async with treasury.work() as work:
        rows = await work.rewards.list_events(dossier.reward_id)
    stored = [row.verifier for row in rows if row.verifier is not None]
    assert len(stored) == 1
    assert is_code_of(code, dossier.reward_id, stored[0])
    for row in rows:
        assert code not in repr(vars(row))


async def test_anothers_receipt_claims_nothing(treasury: Treasury, staff: Staffing) -> None:
    tip, _ = await promised(treasury, staff)
    other, _ = await promised(treasury, staff)
    await treasury.accept_code(tip)
    code = await treasury.accept_code(other)
    assert (await treasury.pay(staff.sun, tip.number, code)).payment is Payment.WRONG_CODE
    assert await treasury.find(Receipt.create()) is None
    assert await treasury.accept(Answer(receipt=Receipt.create())) is None


async def test_only_the_units_own_payer_pays(treasury: Treasury, staff: Staffing) -> None:
    tip, _ = await promised(treasury, staff)
    code = await treasury.accept_code(tip)
    away = await treasury.hire(8, *staff.sun.roles, unit=OTHER)
    for post in (staff.li, staff.wang, away):
        assert (await treasury.pay(post, tip.number, code)).payment is Payment.NOT_READY
        assert await treasury.find_payable(post, tip.number) is None
    assert await treasury.find_payable(staff.sun, tip.number) is not None


async def test_a_proxy_is_told_to_the_payer(treasury: Treasury, staff: Staffing) -> None:
    tip, _ = await promised(treasury, staff)
    news = await treasury.accept(Answer(receipt=tip.receipt, by_proxy=True))
    assert news is not None
    assert news.by_proxy
    payable = await treasury.find_payable(staff.sun, tip.number)
    assert payable is not None
    assert payable.standing.by_proxy


async def test_the_window_is_two_months_and_the_grace_ten_working_days(
    treasury: Treasury, staff: Staffing
) -> None:
    """Noticed on Monday, 2 March 2026: 2 May is a holiday, so the window ends with the holidays."""
    tip, _ = await promised(treasury, staff)
    news = await treasury.find(tip.receipt)
    assert news is not None
    assert news.deadlines is not None
    assert news.deadlines.claim_until == date(2026, 5, 6)
    assert news.deadlines.lapses_after == date(2026, 5, 19)


@pytest.mark.parametrize(
    ("day", "payment"),
    [
        (date(2026, 5, 6), Payment.PAID),
        (date(2026, 5, 19), Payment.PAID),
        (date(2026, 5, 20), Payment.NOT_READY),
    ],
)
async def test_it_is_paid_up_to_the_last_day_of_grace(
    treasury: Treasury, staff: Staffing, day: date, payment: Payment
) -> None:
    tip, _ = await promised(treasury, staff)
    code = await treasury.accept_code(tip)
    treasury.clock.go_to(day)
    assert (await treasury.pay(staff.sun, tip.number, code)).payment is payment


async def test_what_nobody_collects_lapses_with_a_reason(
    treasury: Treasury, staff: Staffing
) -> None:
    tip, dossier = await promised(treasury, staff)
    treasury.clock.go_to(date(2026, 5, 19))
    assert await treasury.lapse() == 0
    treasury.clock.go_to(date(2026, 5, 20))
    assert await treasury.lapse() == 1
    assert await treasury.lapse() == 0
    after = await treasury.dossier(dossier.reward_id)
    assert after.state is RewardState.LAPSED
    news = await treasury.find(tip.receipt)
    assert news is not None
    assert news.state is RewardState.LAPSED
    assert (await treasury.reconcile()).faults == []


async def test_a_just_cause_gives_one_more_window(treasury: Treasury, staff: Staffing) -> None:
    tip, dossier = await promised(treasury, staff)
    extended = await treasury.extend(
        staff.wang, dossier.reward_id, dossier.standing.sequence, Reason.JUST_CAUSE
    )
    assert extended is not None
    treasury.clock.go_to(date(2026, 5, 20))
    assert await treasury.lapse() == 0
    news = await treasury.find(tip.receipt)
    assert news is not None
    assert news.deadlines is not None
    assert news.deadlines.claim_until == date(2026, 7, 6)


async def test_the_first_reporter_is_paid_and_the_second_told_nothing(
    treasury: Treasury, staff: Staffing
) -> None:
    first, second, third = [await treasury.close() for _ in range(3)]
    await treasury.link(third, second)
    await treasury.link(second, first)
    for later in (second, third):
        reward_id = await treasury.open(later.tip_id)
        assert reward_id is not None
        dossier = await treasury.dossier(reward_id)
        assert dossier.state is RewardState.NOT_DUE
        card = await treasury.find_card(reward_id)
        assert card is not None
        assert [each.why for each in card.proposal.obstacles] == [Why.LATER_REPORTER]
        assert await treasury.propose(staff.li, dossier, 500) is None
    reward_id = await treasury.open(first.tip_id)
    assert reward_id is not None
    assert (await treasury.dossier(reward_id)).state is RewardState.OPEN


async def test_tips_that_are_found_to_differ_are_each_paid(
    treasury: Treasury, staff: Staffing
) -> None:
    first, second = await treasury.close(), await treasury.close()
    await treasury.link(second, first, verdict="different")
    reward_id = await treasury.open(second.tip_id)
    assert reward_id is not None
    assert (await treasury.dossier(reward_id)).state is RewardState.OPEN


async def test_of_two_agencies_the_one_that_solved_it_pays(
    treasury: Treasury, staff: Staffing
) -> None:
    mine = await treasury.close({"seizures": TWELVE_GRAMS["seizures"]})
    theirs = await treasury.close(unit=OTHER)
    await treasury.link(mine, theirs)
    reward_id = await treasury.open(mine.tip_id)
    assert reward_id is not None
    card = await treasury.find_card(reward_id)
    assert card is not None
    assert [each.why for each in card.proposal.obstacles] == [Why.CRACKED_ELSEWHERE]


async def test_a_joint_tip_is_one(treasury: Treasury, staff: Staffing) -> None:
    """Several people send one tip with one receipt: one reward, one code, one payout."""
    tip, dossier = await promised(treasury, staff)
    code = await treasury.accept_code(tip)
    assert (await treasury.pay(staff.sun, tip.number, code)).payment is Payment.PAID
    assert (await treasury.pay(staff.sun, tip.number, code)).payment is Payment.NOT_READY
    assert dossier.standing.amount == 50_000


async def test_a_reward_outlives_its_tip(treasury: Treasury, staff: Staffing) -> None:
    tip, _ = await promised(treasury, staff)
    async with treasury.work() as work:
        await work.lifetimes.delete_tip(tip.tip_id)
        work.tombstones.add(
            Tombstone(
                number=tip.number,
                lookup=tip.receipt.keys().lookup,
                accepted_on=date(2026, 3, 2),
                ended_on=date(2026, 3, 20),
                category_class="crime",
                outcome_class="verified",
            )
        )
        await work.commit()
    code = await treasury.accept_code(tip)
    assert (await treasury.pay(staff.sun, tip.number, code)).payment is Payment.PAID


def test_a_code_is_read_however_it_is_written() -> None:
    code = make_code(b"k" * 32, "r" * 32)
    assert parse_code(code) == code
    assert parse_code(code.lower().replace("-", " ")) == code
    assert parse_code(code.replace("0", "O").replace("1", "l")) == code
    assert parse_code(code[:-1]) is None
    assert make_code(b"k" * 32, "s" * 32) != code
