"""Who may take, read and work on a tip."""

from __future__ import annotations

import pytest

from bot.reports.triage import rules
from bot.reports.triage.rules import Standing
from storage.reports.kinds import TipStatus

OPEN = [TipStatus.NEW, TipStatus.TAKEN, TipStatus.ASKED, TipStatus.ANSWERED]


def standing(status: TipStatus, holder: str | None) -> Standing:
    return Standing(status=status, unit_id="ours", holder_id=holder)


@pytest.mark.parametrize(
    ("holder", "unit", "may"),
    [
        (None, "ours", True),
        (None, "theirs", False),
        ("li", "ours", False),
        ("li", "theirs", False),
    ],
)
def test_a_tip_is_taken_by_its_unit_while_nobody_holds_it(
    holder: str | None, unit: str, *, may: bool
) -> None:
    taken = {status: rules.may_take(standing(status, holder), unit) for status in OPEN}
    assert taken == dict.fromkeys(OPEN, may)


def test_a_closed_tip_is_not_taken() -> None:
    assert not rules.may_take(standing(TipStatus.CLOSED, None), "ours")


@pytest.mark.parametrize(
    ("holder", "staff", "unit", "is_holder"),
    [
        ("li", "li", "ours", True),
        ("li", "wang", "ours", False),
        ("li", "li", "theirs", False),
        (None, "li", "ours", False),
    ],
)
def test_the_holder_reads_and_works_until_the_tip_is_closed(
    holder: str | None, staff: str, unit: str, *, is_holder: bool
) -> None:
    for status in (*OPEN, TipStatus.CLOSED):
        tip, is_open = standing(status, holder), status is not TipStatus.CLOSED
        assert rules.is_holder(tip, staff, unit) is is_holder, status
        assert rules.may_work(tip, staff, unit) is (is_holder and is_open), status


def test_the_audit_says_how_far_a_tip_was_read() -> None:
    assert rules.read_to(rules.reading_detail(12)) == 12
    assert rules.read_to("") == 0, "a reading that does not say it"
