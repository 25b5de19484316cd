"""When cards are told together, and what becomes of the message that tells of them; pure."""

from __future__ import annotations

from collections.abc import Collection, Sequence
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


def crowded_out(urgent: Sequence[tuple[str, str]], covered: Collection[str]) -> set[str]:
    """Return the urgent tips that wait, because one of their place has a card before them.

    `urgent` gives each tip and its place in the order of acceptance, `covered` the places that
    have an urgent card already. Up to what a chat can take in a minute, none waits.
    """
    if not is_backlog(len(urgent)):
        return set()
    seen, waiting = set(covered), set()
    for tip_id, place in urgent:
        if place in seen:
            waiting.add(tip_id)
        seen.add(place)
    return waiting


def next_slot(now: datetime) -> datetime:
    """Return the full minute that comes next: a unit hears of its digest once in each."""
    return now.replace(second=0, microsecond=0) + timedelta(minutes=1)


def next_step(
    waiting: int, shown_in: datetime | None, hour: datetime, *, rings: bool = False
) -> Step:
    """Decide by the hour in which the digest was posted, None if there is none.

    Within its hour it is edited, which rings no telephone, unless it is to ring; the next hour
    gets a new one.
    """
    if not waiting:
        return Step.NOTHING if shown_in is None else Step.END
    if rings:
        return Step.POST
    return Step.EDIT if shown_in == hour else Step.POST
