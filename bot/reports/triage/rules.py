"""Who may do what with a tip, and what it becomes; pure."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from storage.reports.kinds import TipStatus


class Outcome(StrEnum):
    """How a tip may end."""

    VERIFIED = "verified"
    UNVERIFIED = "unverified"
    ELSEWHERE = "elsewhere"
    HELP = "help"


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """A tip's state, as far as the rules need it."""

    status: TipStatus
    unit_id: str
    holder_id: str | None


def may_take(standing: Standing, unit_id: str) -> bool:
    return (
        standing.unit_id == unit_id
        and standing.holder_id is None
        and standing.status is not TipStatus.CLOSED
    )


def is_holder(standing: Standing, staff_id: str, unit_id: str) -> bool:
    return standing.unit_id == unit_id and standing.holder_id == staff_id


def may_work(standing: Standing, staff_id: str, unit_id: str) -> bool:
    """Return whether this officer may ask, note, return or close."""
    return is_holder(standing, staff_id, unit_id) and standing.status is not TipStatus.CLOSED
