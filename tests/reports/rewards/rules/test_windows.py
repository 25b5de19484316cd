"""Windows to the day, by the Civil Code and the calendar of working days."""

from __future__ import annotations

from datetime import date

import pytest

from bot.reports.rewards.rules.deciding import tier_of
from bot.reports.rewards.rules.windows import WorkingDays, add_months, deadlines
from bot.reports.triage.clock.working_days import is_working_day
from content.schema.rewards import Window
from tests.reports.rewards.rules.engines import rules

DAYS = WorkingDays(is_working_day)


def window(count: int, unit: str) -> Window:
    return Window.model_validate({"count": count, "unit": unit, "origin": "printed"})


@pytest.mark.parametrize(
    ("after", "count", "unit", "last"),
    [
        # Fifteen working days over the New Year of 2026; Sunday, 4 January, was worked instead.
        (date(2025, 12, 26), 15, "working_days", date(2026, 1, 19)),
        (date(2026, 3, 2), 15, "working_days", date(2026, 3, 23)),
        # A Friday: the next working day is Monday.
        (date(2026, 3, 6), 1, "working_days", date(2026, 3, 9)),
        (date(2026, 3, 2), 0, "working_days", date(2026, 3, 2)),
        (date(2026, 3, 2), 40, "days", date(2026, 4, 13)),
        (date(2026, 3, 2), 2, "months", date(2026, 5, 6)),
        (date(2025, 12, 31), 2, "months", date(2026, 2, 28)),
        (date(2026, 7, 31), 2, "months", date(2026, 9, 30)),
        (date(2026, 8, 2), 2, "months", date(2026, 10, 8)),
    ],
)
def test_the_last_day_of_a_window(after: date, count: int, unit: str, last: date) -> None:
    assert DAYS.end_of(window(count, unit), after) == last


def test_a_month_without_the_day_ends_on_its_last() -> None:
    assert add_months(date(2026, 1, 31), 1) == date(2026, 2, 28)
    assert add_months(date(2028, 1, 31), 1) == date(2028, 2, 29)
    assert add_months(date(2026, 11, 30), 3) == date(2027, 2, 28)


def test_each_schedule_has_its_own_windows() -> None:
    noticed = date(2026, 3, 2)
    national = deadlines(rules().scheme("national-2018").windows, noticed, 0, DAYS)
    henan = deadlines(rules().scheme("henan-2017").windows, noticed, 0, DAYS)
    assert (national.claim_until, henan.claim_until) == (date(2026, 5, 6), date(2026, 6, 2))
    assert national.lapses_after == date(2026, 5, 19)


@pytest.mark.parametrize(
    ("yuan", "approvers"), [(1, 1), (2999, 1), (3000, 1), (3001, 2), (300_000, 2)]
)
def test_a_tier_includes_its_upper_edge(yuan: int, approvers: int) -> None:
    assert tier_of(rules().scheme("national-2018"), yuan * 100).approvers == approvers
