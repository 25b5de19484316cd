"""Months ("YYYY-MM", UTC) and the quarters ("YYYY-Qn") that a standby key serves."""

from __future__ import annotations

import re
from typing import Final

_MONTH: Final = re.compile(r"[0-9]{4}-(0[1-9]|1[0-2])")
_QUARTER: Final = re.compile(r"[0-9]{4}-Q[1-4]")
_MONTHS_A_YEAR: Final = 12
_MONTHS_A_QUARTER: Final = 3


def check_month(month: str) -> str:
    if not _MONTH.fullmatch(month):
        raise ValueError("a month is written YYYY-MM")
    return month


def check_period(period: str) -> str:
    """Return a month or a quarter; anything else is a ValueError."""
    return period if is_quarter(period) else check_month(period)


def is_quarter(period: str) -> bool:
    return bool(_QUARTER.fullmatch(period))


def months_from(month: str, *, ahead: int = 3) -> tuple[str, ...]:
    """Return the month ("YYYY-MM") and the given number after it."""
    first = _index(month)
    return tuple(_month(first + offset) for offset in range(ahead + 1))


def quarter_of(month: str) -> str:
    year, quarter = divmod(_index(month) // _MONTHS_A_QUARTER, 4)
    return f"{year:04}-Q{quarter + 1}"


def quarters_from(month: str, *, ahead: int) -> tuple[str, ...]:
    """Return the quarter of a month and the given number after it."""
    months = months_from(month, ahead=ahead * _MONTHS_A_QUARTER)
    return tuple(dict.fromkeys(map(quarter_of, months)))


def months_of(period: str) -> tuple[str, ...]:
    """Return the months that a key of the period may serve, oldest first."""
    if not is_quarter(period):
        return (check_month(period),)
    year, quarter = period.split("-Q")
    return months_from(f"{year}-{int(quarter) * _MONTHS_A_QUARTER - 2:02}", ahead=2)


def is_over(period: str, this_month: str) -> bool:
    """Tell whether nothing is sealed to a key of the period any more."""
    return months_of(period)[-1] < check_month(this_month)


def is_ahead(period: str, this_month: str) -> bool:
    """Tell whether the period has not begun."""
    return months_of(period)[0] > check_month(this_month)


def _index(month: str) -> int:
    year, number = map(int, check_month(month).split("-"))
    return year * _MONTHS_A_YEAR + number - 1


def _month(index: int) -> str:
    year, number = divmod(index, _MONTHS_A_YEAR)
    return f"{year:04}-{number + 1:02}"
