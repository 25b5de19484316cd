"""What a tip may hold, what the form still lacks, and when the unit hears of it."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from enum import Enum, auto

from storage.reports.kinds import TipStatus, Urgency, cut_to_hour
from storage.vault.envelopes import Author

TEXT_LIMIT = 4000
FILE_LIMIT = 10
FILE_BYTES_LIMIT = 20 * 1024 * 1024
WORDS_IN_RECEIPT = 12
WORDS_ASKED = 2
ANSWER_LIMIT = 500
SPOT_DECIMALS = 3
# Names of sealed fields that mean something to the program, not to the reader alone.
OFFICIAL, YES = "official", "yes"
SPOT = "spot"
MINOR = "minor"
RISK = "risk"
# What an answer means to the rules of urgency, by the names that the clock's policy has for it.
HAPPENING_NOW, CHILD = "happening-now", "child"
RISK_SIGNALS = {"life": "danger-to-life", "child": CHILD}


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


def neighbours(asks: Sequence[str], question: str) -> tuple[str | None, str | None]:
    """Return the questions before and after one; one that is not asked has none."""
    if question not in asks:
        return None, None
    place = asks.index(question)
    before = asks[place - 1] if place else None
    return before, asks[place + 1] if place + 1 < len(asks) else None


def status_told(status: TipStatus, authors: Sequence[str]) -> TipStatus:
    """Return where a tip stands for whoever knows its messages, of which these are the authors.

    What was asked is answered by any words of the tipster's that follow; notes are nobody's turn.
    """
    spoken = [author for author in authors if author != Author.NOTE]
    is_answered = status is TipStatus.ASKED and spoken[-1:] == [Author.TIPSTER]
    return TipStatus.ANSWERED if is_answered else status


def round_spot(latitude: float, longitude: float) -> str:
    """Return a place to three decimals of a degree, which is about 100 metres."""
    return f"{latitude:.{SPOT_DECIMALS}f}, {longitude:.{SPOT_DECIMALS}f}"


def unit_for(path: Sequence[str], units: Mapping[str, str], *, about_official: bool) -> str | None:
    """Return the unit of the nearest region that has one, or None where none does.

    `path` leads from the root down to the region, `units` gives the unit of a region. A tip about
    an official goes past the owner to the unit above, where there is one.
    """
    owners = [units[region] for region in reversed(path) if region in units]
    if about_official and len(owners) > 1:
        return owners[1]
    return owners[0] if owners else None


def join_text(before: str, added: str) -> str | None:
    """Return both texts in lines, or None where they are longer together than a tip may be."""
    joined = f"{before}\n{added}" if before else added
    return joined if len(joined) <= TEXT_LIMIT else None


def ask_positions(source: random.Random) -> tuple[int, ...]:
    """Return the places of the receipt, from 1, that are asked back."""
    return tuple(sorted(source.sample(range(1, WORDS_IN_RECEIPT + 1), WORDS_ASKED)))


def signals_of(answers: Mapping[str, str], *, happens_now: bool, is_minor: bool) -> set[str]:
    """Return what a draft says that may make the tip urgent."""
    signals = {HAPPENING_NOW: happens_now, CHILD: is_minor}
    found = {signal for signal, holds in signals.items() if holds}
    risk = RISK_SIGNALS.get(answers.get(RISK, ""))
    return found if risk is None else {*found, risk}


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
