from __future__ import annotations

from datetime import date, timedelta

import pytest

from bot.reports.triage.clock.working_days import (
    LAST_YEAR,
    add_working_days,
    is_known,
    is_working_day,
)
from tests.reports.triage.clock import notices

YEARS = sorted(notices.NOTICES)


@pytest.mark.parametrize("year", YEARS)
def test_every_day_of_the_year_is_as_the_notice_says(year: int) -> None:
    wrong = [
        day for day in notices.days_of(year) if is_working_day(day) != notices.is_working_day(day)
    ]
    assert wrong == []


@pytest.mark.parametrize("year", YEARS)
def test_the_notice_has_as_many_working_days_as_the_year(year: int) -> None:
    assert sum(map(notices.is_working_day, notices.days_of(year))) == notices.WORKING_DAYS[year]


@pytest.mark.parametrize("year", YEARS)
def test_whoever_works_on_a_weekend_makes_up_for_a_weekday_off(year: int) -> None:
    for _, _, instead in notices.NOTICES[year]:
        assert all(notices.day_in(year, each).weekday() >= 5 for each in instead)


@pytest.mark.parametrize("count", [1, 2, 3, 5, 15])
def test_working_days_are_counted_as_by_hand(count: int) -> None:
    """From every day of three years, but for the last weeks, which reach into the next year."""
    all_days = [day for year in YEARS for day in notices.days_of(year)]
    working = [day for day in all_days if notices.is_working_day(day)]
    for day in all_days[: -count * 3 - 10]:
        expected = [each for each in working if each > day][:count][-1]
        assert add_working_days(day, count) == expected


@pytest.mark.parametrize(
    ("day", "count", "last"),
    [
        # The Spring Festival of 2024, with both Sundays that are worked for it.
        ("2024-02-02", 1, "2024-02-04"),
        ("2024-02-09", 1, "2024-02-18"),
        ("2024-02-09", 3, "2024-02-20"),
        # National Day and Mid-Autumn of 2025 are one holiday.
        ("2025-09-30", 1, "2025-10-09"),
        ("2025-09-30", 3, "2025-10-11"),
        # The Sunday after New Year 2026 is worked.
        ("2025-12-31", 1, "2026-01-04"),
        ("2026-02-13", 2, "2026-02-24"),
        ("2026-09-30", 3, "2026-10-10"),
    ],
)
def test_a_holiday_moves_the_last_day(day: str, count: int, last: str) -> None:
    assert add_working_days(date.fromisoformat(day), count) == date.fromisoformat(last)


def test_beyond_the_calendar_nothing_is_known_and_weekdays_count() -> None:
    day = date(LAST_YEAR + 1, 1, 1)
    for _ in range(3 * 366):
        assert not is_known(day)
        assert is_working_day(day) == (day.weekday() < 5)
        day += timedelta(days=1)
    assert is_known(date(LAST_YEAR, 12, 31))
    assert not is_known(date(1999, 5, 3))
    assert is_working_day(date(1999, 5, 3))


def test_counting_goes_on_across_the_end_of_the_calendar() -> None:
    last = date(LAST_YEAR, 12, 31)
    assert add_working_days(last, 10) > last + timedelta(days=10)
