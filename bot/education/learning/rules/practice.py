"""What a sitting of practice asks: the points most at risk, mixed over lessons, in other words."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from enum import StrEnum
from random import Random

from bot.education.learning.rules.scheduling import Memory, Recall, Schedule
from content.errors import ContentNotFoundError
from content.library import Library
from content.schema import Question
from content.schema.facts import Moment

MOST_QUESTIONS = 5


class Standing(StrEnum):
    """How a point stands with a learner."""

    STRONG = "strong"
    FADING = "fading"
    UNSEEN = "unseen"


def standing_of(memory: Memory | None, day: date) -> Standing:
    """Return `FADING` once a point is due, and while it was forgotten at its last review."""
    if memory is None:
        return Standing.UNSEEN
    if memory.due_on <= day or memory.history[-1].recall is Recall.FORGOTTEN:
        return Standing.FADING
    return Standing.STRONG


def has_question(library: Library, point: str, now: Moment) -> bool:
    """Tell whether a question on the point is online."""
    try:
        return bool(library.variants(point, now))
    except ContentNotFoundError:
        return False


def choose_points(
    memories: Mapping[str, Memory],
    day: date,
    schedule: Schedule,
    lesson_of: Callable[[str], str],
) -> list[str]:
    """Return the due points of one sitting, the likeliest to be forgotten among all that are due.

    Neighbours come from different lessons as long as there are any.
    """
    due = [point for point, memory in memories.items() if memory.due_on <= day]
    due.sort(key=lambda point: (schedule.retrievability(memories[point], day), point))
    return mix(due[:MOST_QUESTIONS], lesson_of)


def mix(points: Sequence[str], lesson_of: Callable[[str], str]) -> list[str]:
    """Take turns between lessons, from the lesson that has most left."""
    left: dict[str, list[str]] = {}
    for point in points:
        left.setdefault(lesson_of(point), []).append(point)
    mixed: list[str] = []
    last = ""
    while left:
        others = [lesson for lesson in left if lesson != last] or list(left)
        last = max(others, key=lambda lesson: len(left[lesson]))
        mixed.append(left[last].pop(0))
        if not left[last]:
            del left[last]
    return mixed


def choose_question(variants: Sequence[Question], asked_last: str | None, chance: Random) -> str:
    """Return the id of a question on the point, another than last time where there is one."""
    others = [each.id for each in variants if each.id != asked_last]
    return chance.choice(others or [each.id for each in variants])
