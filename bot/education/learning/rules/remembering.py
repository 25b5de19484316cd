"""Whom we may remember: the law asks a guardian's consent below fourteen (PIPL, article 31)."""

from __future__ import annotations

from datetime import date
from enum import StrEnum


class AgeBand(StrEnum):
    """An age band is asked, never a birthday."""

    UNDER_14 = "under-14"
    FROM_14_TO_17 = "14-17"
    ADULT = "18-plus"


def may_remember(age_band: str | None, consented_on: date | None) -> bool:
    """Return whether this learner's progress may be kept after the lesson."""
    if age_band is None:
        return False
    return age_band != AgeBand.UNDER_14 or consented_on is not None
