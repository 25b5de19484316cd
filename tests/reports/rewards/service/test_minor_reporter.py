"""Minors: to one who reports no reward is mentioned before two people have decided on one."""

from __future__ import annotations

import pytest

from bot.reports.rewards.rules.deciding import Reason
from bot.reports.rewards.rules.proposal import Case, Verdict, Why
from bot.reports.rewards.rules.standing import RewardState
from bot.reports.rewards.rules.without import without_scheme
from bot.reports.rewards.service.claiming import Answer
from content.schema.outcomes import OutcomeFacts
from tests.reports.rewards.rules.engines import propose
from tests.reports.rewards.treasury import TWELVE_GRAMS, Staffing, Treasury

BY_A_MINOR = TWELVE_GRAMS | {"flags": ["case_cracked", "by_minor"]}


@pytest.mark.parametrize("scheme", ["national-2018", "shanghai-2019"])
def test_a_person_must_decide_on_the_report_of_a_minor(scheme: str) -> None:
    found = propose(scheme, BY_A_MINOR)
    assert (found.verdict, found.total) == (Verdict.UNDECIDED, None)
    assert [each.why for each in found.obstacles] == [Why.BY_MINOR]


def test_also_where_no_schedule_is_known() -> None:
    case = Case(facts=OutcomeFacts.model_validate(BY_A_MINOR), on=propose("national-2018", {}).on)
    found = without_scheme(case)
    assert found.verdict is Verdict.UNDECIDED
    assert Why.BY_MINOR in [each.why for each in found.obstacles]


async def test_a_person_decides_and_until_then_the_mailbox_says_nothing(
    treasury: Treasury, staff: Staffing
) -> None:
    tip, dossier = await treasury.opened(BY_A_MINOR)
    proposed = await treasury.propose(staff.li, dossier, 500, Reason.BY_HAND)
    assert proposed is not None
    assert await treasury.find(tip.receipt) is None
    for answering in (treasury.accept, treasury.decline, treasury.donate):
        assert await answering(Answer(receipt=tip.receipt)) is None
    assert await treasury.approve(staff.wang, proposed) is not None
    news = await treasury.find(tip.receipt)
    assert news is not None
    assert (news.state, news.fen, news.is_by_minor) == (RewardState.APPROVED, 50_000, True)


async def test_no_reward_can_be_decided_too_and_nothing_is_said(
    treasury: Treasury, staff: Staffing
) -> None:
    tip, dossier = await treasury.opened(BY_A_MINOR)
    proposed = await treasury.propose(staff.li, dossier, 0, Reason.EXCLUDED)
    assert proposed is not None
    assert await treasury.approve(staff.wang, proposed) is not None
    assert (await treasury.dossier(dossier.reward_id)).state is RewardState.REFUSED
    assert await treasury.find(tip.receipt) is None


async def test_the_card_says_that_nothing_for_reporting_a_child_is_our_own_rule(
    treasury: Treasury, staff: Staffing
) -> None:
    _, dossier = await treasury.opened(TWELVE_GRAMS | {"flags": ["minor_reported"]})
    assert dossier.state is RewardState.NOT_DUE
    card = await treasury.find_card(dossier.reward_id)
    assert card is not None
    assert card.allowed is None
    assert [each.why for each in card.proposal.obstacles] == [Why.REPORTS_MINOR]
    assert await treasury.propose(staff.li, dossier, 500) is None
