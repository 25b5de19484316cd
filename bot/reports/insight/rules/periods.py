"""Whole calendar months, quarters and years: a report covers nothing finer; pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final

MONTH: Final = 1
QUARTER: Final = 3
YEAR: Final = 12
LENGTHS: Final = (MONTH, QUARTER, YEAR)


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """A month, quarter or year; `length` is in months, `first` counts months from year 0."""

    first: int
    length: int

    @property
    def start(self) -> date:
        return date(self.first // 12, self.first % 12 + 1, 1)

    @property
    def end(self) -> date:
        """Return the first day after it."""
        after = self.first + self.length
        return date(after // 12, after % 12 + 1, 1)

    @property
    def months(self) -> range:
        return range(self.first, self.first + self.length)

    def parts(self) -> tuple[Period, ...]:
        """Return the periods of the next finer length that make it up; a month has none."""
        if self.length == MONTH:
            return ()
        finer = LENGTHS[LENGTHS.index(self.length) - 1]
        return tuple(
            Period(first, finer) for first in range(self.first, self.first + self.length, finer)
        )


def period_of(month: int, length: int) -> Period:
    return Period(month - month % length, length)


def month_number(day: date) -> int:
    return day.year * 12 + day.month - 1


def month_of(day: date) -> Period:
    return Period(month_number(day), MONTH)


def last_complete(today: date, length: int) -> Period:
    """Return the newest period of this length that is over."""
    return period_of(period_of(month_number(today), length).first - 1, length)
