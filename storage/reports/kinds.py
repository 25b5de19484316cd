"""What the rules of the reports house and its tables both speak of; plain, without SQLAlchemy."""

from __future__ import annotations

from datetime import UTC, datetime
from enum import StrEnum


class Urgency(StrEnum):
    """Whether it may wait."""

    ROUTINE = "routine"
    URGENT = "urgent"


class TipStatus(StrEnum):
    """Where a tip stands."""

    NEW = "new"
    TAKEN = "taken"
    VERIFYING = "verifying"
    ASKED = "asked"
    ANSWERED = "answered"
    CLOSED = "closed"


class QueuePart(StrEnum):
    """Which part of a unit's tips is looked at."""

    OPEN = "open"
    WAITING = "waiting"
    HELD = "held"
    ASKED = "asked"
    ANSWERED = "answered"
    CLOSED = "closed"


def cut_to_hour(moment: datetime) -> datetime:
    """Return the hour of a moment: nothing finer stands in clear."""
    return moment.astimezone(UTC).replace(minute=0, second=0, microsecond=0)
