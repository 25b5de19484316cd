"""What a learner types instead of tapping: letters of the card, a verdict in words; pure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final
from unicodedata import normalize

from bot.education.learning.rules.asking import Answer, Asking, Mark, Response

_BEFORE: Final = re.compile(r"^(我?选|答案是?|(my )?answer( is)?)", re.IGNORECASE)
_BETWEEN: Final = re.compile(r"[\s.,:;!/&+()、。和]+|and", re.IGNORECASE)
_ASSENTS: Final = {"对", "正确", "是", "√", "✓", "true", "yes", "right"}
_DENIALS: Final = {"错", "错误", "不对", "不正确", "不是", "×", "✗", "false", "no", "wrong"}
# The ids that statements have for their two verdicts.
_RIGHT, _WRONG = "right", "wrong"


def read_typed(asking: Asking, position: int, text: str) -> tuple[Response, ...]:
    """Return the taps that the text stands for; none where it stands for none.

    Full width and small letters count, and several where several are picked.
    """
    words = normalize("NFKC", text).strip()
    numbers = _verdict(asking, words) or _named(asking, words)
    if not numbers or len(set(numbers)) < len(numbers) or not set(numbers) <= set(asking.open):
        return ()
    return tuple(_taps(asking, position, numbers))


def _taps(asking: Asking, position: int, numbers: list[int]) -> Iterator[Response]:
    match asking.question.kind:
        case "multiple":
            for number in numbers:
                yield Mark(position=position, option=number, on=True)
        case "order" | "match":
            for nth, number in enumerate(numbers, len(asking.picked)):
                yield Answer(position=position, option=number, nth=nth)
        case _ if len(numbers) == 1:
            yield Answer(position=position, option=numbers[0], nth=len(asking.picked))


def _named(asking: Asking, words: str) -> list[int]:
    """Return the numbers behind letters that stand alone; a word that has others names none."""
    letters = _BETWEEN.sub("", _BEFORE.sub("", words)).upper()
    names = {asking.name(number): number for number in range(len(asking.entries))}
    return [names[each] for each in letters] if set(letters) <= set(names) else []


def _verdict(asking: Asking, words: str) -> list[int]:
    said = _BETWEEN.sub("", words).lower()
    wanted = _RIGHT if said in _ASSENTS else _WRONG if said in _DENIALS else None
    if asking.question.kind != "true_false" or asking.picked:
        return []
    return [number for number, entry in enumerate(asking.entries) if entry.id == wanted]
