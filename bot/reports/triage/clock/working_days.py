"""Working days of the mainland: weekends, the State Council's holidays, and days worked instead.

The calendar of the package ends with the last notice it knows. Beyond it nobody knows yet, and
the clock goes by Monday to Friday until the package is brought up to date.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import Final

import chinese_calendar
from chinese_calendar.constants import holidays

SATURDAY: Final = 5
FIRST_YEAR: Final[int] = min(holidays).year
LAST_YEAR: Final[int] = max(holidays).year


def is_known(day: date) -> bool:
    """Return whether the holidays of the day's year have been announced, as far as we know."""
    return FIRST_YEAR <= day.year <= LAST_YEAR


def is_working_day(day: date) -> bool:
    """Return whether offices work; in a year not known, on Monday to Friday."""
    if not is_known(day):
        return day.weekday() < SATURDAY
    return bool(chinese_calendar.is_workday(day))


def add_working_days(day: date, count: int) -> date:
    """Return the last of so many working days; the day itself is not counted."""
    while count:
        day += timedelta(days=1)
        count -= is_working_day(day)
    return day
