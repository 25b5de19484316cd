"""What somebody wants to see of the queue, and how old a tip is; pure."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final, Self

from storage.reports.kinds import QueuePart, Urgency

PAGE: Final = 6
DAY: Final = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class QueueFilter:
    """A filter of the queue as its buttons carry it; None means all."""

    part: QueuePart = QueuePart.OPEN
    urgency: Urgency | None = None
    category: str | None = None
    place: str | None = None
    page: int = 0

    def everywhere(self) -> Self:
        return replace(self, place=None, page=0)


def age_in_hours(hour: datetime, now: datetime) -> int:
    """Return for how many full hours a tip may have been here, from the end of its hour."""
    return max(0, int((now - hour) / timedelta(hours=1)))
