from __future__ import annotations

import pytest

from storage.vault import periods
from tests.walking import each_of


@each_of(
    "month,quarter",
    [
        ("2026-01", "2026-Q1"),
        ("2026-03", "2026-Q1"),
        ("2026-04", "2026-Q2"),
        ("2026-09", "2026-Q3"),
        ("2026-12", "2026-Q4"),
    ],
)
def test_a_month_lies_in_its_quarter(month: str, quarter: str) -> None:
    assert periods.quarter_of(month) == quarter
    assert month in periods.months_of(quarter)
    assert len(periods.months_of(quarter)) == 3


def test_quarters_are_counted_across_the_year() -> None:
    assert periods.quarters_from("2026-11", ahead=2) == ("2026-Q4", "2027-Q1", "2027-Q2")
    assert periods.quarters_from("2026-10", ahead=0) == ("2026-Q4",)
    assert periods.quarters_from("2026-12", ahead=1) == ("2026-Q4", "2027-Q1")


@each_of(
    "period,over,ahead",
    [
        ("2026-10", True, False),
        ("2026-11", False, False),
        ("2026-12", False, True),
        ("2026-Q3", True, False),
        ("2026-Q4", False, False),
        ("2027-Q1", False, True),
    ],
)
def test_in_november_a_period_is_over_or_running_or_ahead(
    period: str, *, over: bool, ahead: bool
) -> None:
    assert periods.is_over(period, "2026-11") is over
    assert periods.is_ahead(period, "2026-11") is ahead


@each_of("period", ["", "2026", "2026-Q5", "2026-Q0", "26-Q1", "2026-q4", "standby"])
def test_other_spellings_are_no_period(period: str) -> None:
    with pytest.raises(ValueError, match="YYYY-MM"):
        periods.check_period(period)
