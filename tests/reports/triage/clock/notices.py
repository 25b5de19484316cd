"""The State Council's notices on the holidays of three years, written down by hand.

2024: 国办发明电〔2023〕7号; 2025: 国办发明电〔2024〕12号; 2026: 国办发明电〔2025〕7号. Each line has the
first and the last day off, and the Saturdays and Sundays that are worked instead.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

NOTICES: dict[int, list[tuple[str, str, list[str]]]] = {
    2024: [
        ("01-01", "01-01", []),
        ("02-10", "02-17", ["02-04", "02-18"]),
        ("04-04", "04-06", ["04-07"]),
        ("05-01", "05-05", ["04-28", "05-11"]),
        ("06-10", "06-10", []),
        ("09-15", "09-17", ["09-14"]),
        ("10-01", "10-07", ["09-29", "10-12"]),
    ],
    2025: [
        ("01-01", "01-01", []),
        ("01-28", "02-04", ["01-26", "02-08"]),
        ("04-04", "04-06", []),
        ("05-01", "05-05", ["04-27"]),
        ("05-31", "06-02", []),
        ("10-01", "10-08", ["09-28", "10-11"]),
    ],
    2026: [
        ("01-01", "01-03", ["01-04"]),
        ("02-15", "02-23", ["02-14", "02-28"]),
        ("04-04", "04-06", []),
        ("05-01", "05-05", ["05-09"]),
        ("06-19", "06-21", []),
        ("09-25", "09-27", []),
        ("10-01", "10-07", ["09-20", "10-10"]),
    ],
}
# The days of the year without 104 days of weekends and the days that the 全国年节及纪念日放假办法
# gives: 11, and 13 from 2025 on.
WORKING_DAYS = {2024: 366 - 104 - 11, 2025: 365 - 104 - 13, 2026: 365 - 104 - 13}


def days_of(year: int) -> Iterator[date]:
    day = date(year, 1, 1)
    while day.year == year:
        yield day
        day += timedelta(days=1)


def day_in(year: int, month_and_day: str) -> date:
    return date.fromisoformat(f"{year}-{month_and_day}")


def is_working_day(day: date) -> bool:
    """Decide by the notices alone."""
    for first, last, instead in NOTICES[day.year]:
        if day in {day_in(day.year, each) for each in instead}:
            return True
        if day_in(day.year, first) <= day <= day_in(day.year, last):
            return False
    return day.weekday() < 5
