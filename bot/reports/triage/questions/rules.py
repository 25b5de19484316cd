"""Which questions are held back: those that ask who, send somebody there, or have him buy; pure.

A question that is held back once too often costs a rewording; one that goes out may cost a life.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from enum import StrEnum
from functools import cache

from content.phrases import Segment, Stage, Words
from content.triage_words import HeldPhrase, HeldPhrases


class Held(StrEnum):
    """Why a question is held back, the gravest first."""

    PURCHASE = "purchase"
    APPROACH = "approach"
    IDENTITY = "identity"


Span = tuple[int, int]


class QuestionRules:
    """Compares questions with the phrases; nothing is kept."""

    def __init__(self, held: HeldPhrases) -> None:
        self._held = held

    def look(self, text: str) -> Held | None:
        """Return why the question is held back, or None where it may go."""
        words = self._held.speller.words(text)
        reasons: dict[Held, list[Span]] = {}
        excused: list[Span] = []
        for phrase in self._held.phrases:
            for start, deed, end in _spans(phrase, words):
                if phrase.reason is None:
                    excused.append((start, end))
                else:
                    reasons.setdefault(Held(phrase.reason), []).append((deed, end))
        for held in Held:
            if any(not _is_excused(deed, excused) for deed, _ in reasons.get(held, ())):
                return held
        return None


def _is_excused(deed: int, excused: Sequence[Span]) -> bool:
    """Return whether the deed that was found is one of others, or one that is advised against."""
    return any(start <= deed < end for start, end in excused)


def _spans(phrase: HeldPhrase, words: Words) -> Iterator[tuple[int, int, int]]:
    """Yield where the phrase begins, where its last stage begins, and where it ends."""
    first, *later = phrase.stages
    for at in range(len(words.words)):
        for end in _ends(first, words, at):
            for deed, last in _follow(later, words, (at, end)):
                yield at, deed, last


def _follow(later: Sequence[Stage], words: Words, before: Span) -> Iterator[Span]:
    if not later:
        yield before
        return
    stage, end = later[0], before[1]
    for at in range(end, min(end + stage.gap, len(words.words) - 1) + 1):
        if words.sentences[at] != words.sentences[end - 1]:
            return
        for next_end in _ends(stage, words, at):
            yield from _follow(later[1:], words, (at, next_end))


def _ends(stage: Stage, words: Words, at: int) -> Iterator[int]:
    """Yield where a form of the stage that begins here ends."""
    for form in _by_first_word(stage).get(words.words[at], ()):
        if words.words[at : at + len(form)] == form:
            yield at + len(form)


@cache
def _by_first_word(stage: Stage) -> Mapping[str, Sequence[Segment]]:
    found: dict[str, list[Segment]] = {}
    for form in stage.forms:
        if form:
            found.setdefault(form[0], []).append(form)
    return found
