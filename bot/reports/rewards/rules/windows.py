"""Until when a reward can be claimed, to the day.

The day of the event does not count (Civil Code, Article 201); a month ends on the day of the same
number or the month's last (Article 202); a term that ends on a holiday ends on the next working
day (Article 203).
"""

from __future__ import annotations

import calendar
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from content.schema.rewards import Window, Windows

IsWorkingDay = Callable[[date], bool]


@dataclass(frozen=True, slots=True)
class WorkingDays:
    """The calendar that windows are counted by."""

    is_working_day: IsWorkingDay

    def end_of(self, window: Window, after: date) -> date:
        """Return the last day of a window that begins with the day after `after`."""
        if window.unit == "working_days":
            return self._add(after, window.count)
        if window.unit == "days":
            return self._roll(after + timedelta(days=window.count))
        return self._roll(add_months(after, window.count))

    def _add(self, day: date, count: int) -> date:
        while count:
            day += timedelta(days=1)
            count -= self.is_working_day(day)
        return day

    def _roll(self, day: date) -> date:
        while not self.is_working_day(day):
            day += timedelta(days=1)
        return day


@dataclass(frozen=True, slots=True, kw_only=True)
class Deadlines:
    """The last day to claim, and the last of the grace; both included."""

    claim_until: date
    lapses_after: date


def add_months(day: date, count: int) -> date:
    year, month = divmod(day.year * 12 + day.month - 1 + count, 12)
    last = calendar.monthrange(year, month + 1)[1]
    return date(year, month + 1, min(day.day, last))


def deadlines(windows: Windows, noticed_on: date, extensions: int, days: WorkingDays) -> Deadlines:
    """Return until when; each extension is one claim window more."""
    until = days.end_of(windows.claim, noticed_on)
    for _ in range(extensions):
        until = days.end_of(windows.claim, until)
    return Deadlines(claim_until=until, lapses_after=days.end_of(windows.grace, until))
