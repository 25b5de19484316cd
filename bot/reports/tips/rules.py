"""What a tip may hold, what the form still lacks, and when the unit hears of it."""

from __future__ import annotations

import random
from collections.abc import Sequence
from datetime import datetime, timedelta
from enum import Enum, auto

from storage.reports.kinds import Urgency, cut_to_hour

TEXT_LIMIT = 4000
PICTURE_LIMIT = 10
FILE_BYTES_LIMIT = 20 * 1024 * 1024
WORDS_IN_RECEIPT = 12
WORDS_ASKED = 2


class Step(Enum):
    """What the form asks next."""

    CATEGORY = auto()
    REGION = auto()
    TEXT = auto()
    REVIEW = auto()


def next_step(category: str | None, region: str | None, text: str) -> Step:
    """Return the first thing still missing, so that a change leads back to the review."""
    if category is None:
        return Step.CATEGORY
    if region is None:
        return Step.REGION
    return Step.REVIEW if text else Step.TEXT


def join_text(before: str, added: str) -> str | None:
    """Return both texts in lines, or None where they are longer together than a tip may be."""
    joined = f"{before}\n{added}" if before else added
    return joined if len(joined) <= TEXT_LIMIT else None


def ask_positions(source: random.Random) -> tuple[int, ...]:
    """Return the places of the receipt, from 1, that are asked back."""
    return tuple(sorted(source.sample(range(1, WORDS_IN_RECEIPT + 1), WORDS_ASKED)))


def card_due(urgency: Urgency, now: datetime, delay: timedelta) -> datetime:
    """Return when the unit's card is due; an urgent one at once, without telling the minute."""
    if urgency is Urgency.URGENT:
        return cut_to_hour(now)
    return (now + delay).replace(second=0, microsecond=0)


def cut_text(text: str, length: int) -> str:
    """Return the text, cut with an ellipsis to fit its place on a phone."""
    return text if len(text) <= length else text[: length - 1].rstrip() + "…"


def in_columns(words: Sequence[str], columns: int) -> list[list[tuple[int, str]]]:
    """Return numbered words row by row, the numbers running along the rows."""
    numbered = list(enumerate(words, start=1))
    return [numbered[start : start + columns] for start in range(0, len(numbered), columns)]
