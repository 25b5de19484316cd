"""Reminders by day only, and a count of days that leaves room for rest."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

NIGHT_BEGINS, NIGHT_ENDS = 21, 8
HOURS = (8, 12, 17, 19, 20)
# A reminder that could not go out at its hour still may, but not late.
LATEST_HOURS = 2
REST_DAYS = 2
QUIET_DAYS = 14


def is_night(moment: datetime) -> bool:
    """Tell whether nobody may be disturbed at this local time."""
    return not NIGHT_ENDS <= moment.hour < NIGHT_BEGINS


def hours_to_serve(moment: datetime) -> tuple[int, ...]:
    """Return the chosen hours that a reminder may go out for at this local time."""
    if is_night(moment):
        return ()
    return tuple(range(max(NIGHT_ENDS, moment.hour - LATEST_HOURS + 1), moment.hour + 1))


@dataclass(frozen=True, slots=True, kw_only=True)
class Streak:
    """How many days of practice hang together, and the last day on which one more joins them."""

    days: int
    practised_on: date | None
    open_until: date | None


def count_day(streak: Streak, day: date, next_due: date | None) -> Streak:
    """Return the streak after practice on that day; a second practice of a day changes nothing.

    Days on which nothing is due do not count against anybody, and two days of rest are free.
    """
    if streak.practised_on == day:
        days = streak.days
    elif streak.open_until is not None and day <= streak.open_until:
        days = streak.days + 1
    else:
        days = 1
    following = max(next_due or day, day + timedelta(days=1))
    return Streak(days=days, practised_on=day, open_until=following + timedelta(days=REST_DAYS))


def days_standing(streak: Streak, day: date) -> int:
    """Return the days of a streak that one may still join, and nothing of one that has ended."""
    is_open = streak.open_until is not None and day <= streak.open_until
    return streak.days if is_open else 0
