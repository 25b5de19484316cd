"""When cards are told together, and what becomes of the message that tells of them; pure."""

from __future__ import annotations

from datetime import datetime, timedelta
from enum import Enum, auto
from typing import Final

# What Telegram lets a bot send to one group in a minute.
CARDS_AT_ONCE: Final = 20


class Step(Enum):
    """What to do with a unit's digest."""

    NOTHING = auto()
    POST = auto()
    EDIT = auto()
    END = auto()


def is_backlog(cards: int) -> bool:
    """Return whether so many cards that press at once are told together."""
    return cards > CARDS_AT_ONCE


def next_slot(now: datetime) -> datetime:
    """Return the full minute that comes next: a unit hears of its digest once in each."""
    return now.replace(second=0, microsecond=0) + timedelta(minutes=1)


def next_step(waiting: int, shown_in: datetime | None, hour: datetime) -> Step:
    """Decide by the hour in which the digest was posted, None if there is none.

    Within its hour it is edited, which rings no telephone; the next hour gets a new one.
    """
    if not waiting:
        return Step.NOTHING if shown_in is None else Step.END
    return Step.EDIT if shown_in == hour else Step.POST
