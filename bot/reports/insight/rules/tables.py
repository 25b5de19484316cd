"""What a report counts: its subjects, and the cells of each subject's table; pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from enum import StrEnum
from typing import Final


class Subject(StrEnum):
    """A table of the report; a tip stands in at most one of its cells.

    Tips count in the month in which the thing happened: came in, was first read, was closed. What
    happens to rewards is called as their events are.
    """

    RECEIVED = "received"
    READING = "reading"
    ANSWER = "answer"
    CLOSED = "closed"
    PROPOSED = "proposed"
    APPROVED = "approved"
    CLAIMED = "accepted"
    DECLINED = "declined"
    DONATED = "donated"
    LAPSED = "lapsed"
    PAID = "paid"


REWARDS: Final = (
    Subject.PROPOSED,
    Subject.APPROVED,
    Subject.CLAIMED,
    Subject.DECLINED,
    Subject.DONATED,
    Subject.LAPSED,
    Subject.PAID,
)
WAITS: Final = (Subject.READING, Subject.ANSWER)
# A tip whose category and place are no longer known, since its time was over.
ENDED: Final = "ended"
# A table with one cell only.
ONE: Final = "one"


class Wait(StrEnum):
    """How long somebody waited; counts of steps can be added up, as a median could not."""

    FOUR_HOURS = "4h"
    DAY = "24h"
    THREE_DAYS = "72h"
    LONGER = "longer"


_LIMITS: Final = ((4, Wait.FOUR_HOURS), (24, Wait.DAY), (72, Wait.THREE_DAYS))


def wait_of(hours: float) -> Wait:
    return next((wait for limit, wait in _LIMITS if hours <= limit), Wait.LONGER)


def cells_of(
    categories: Iterable[str], outcomes: Iterable[str]
) -> Mapping[Subject, frozenset[str]]:
    """Return every cell of every table."""
    waits = frozenset(wait.value for wait in Wait)
    return {
        Subject.RECEIVED: frozenset({*categories, ENDED}),
        Subject.CLOSED: frozenset(outcomes),
        **dict.fromkeys(WAITS, waits),
        **dict.fromkeys(REWARDS, frozenset({ONE})),
    }
