"""Phrases with gaps and alternatives, and the words of a message they are compared with.

A phrase is written as people write it, with a few signs: `*` up to `gap` words in between within
one sentence, `**` twice as many, `(a|b|)` one of these or nothing, `{name}` one word of a named
list, `^` and `$` the start and the end of the message. A Chinese character is a word of its own.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import chain, product
from math import prod

Segment = tuple[str, ...]
_Choice = frozenset[Segment]

START, END = "^", "$"
MOST_FORMS = 200

_HAN = "\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
_WORD = re.compile(rf"[{_HAN}]|[^\W_{_HAN}]+")
# Dots in a row are a pause, not an end: people in distress write them.
_SENTENCE_END = re.compile(r"[!?;\n]+|(?<!\.)\.(?![.\w])|(?<!\u3002)\u3002(?!\u3002)")
_APOSTROPHES = re.compile("['\u2019\u2018\u02bc`\u00b4]")
_DOUBLED = re.compile(r"([a-z])\1+")
_SPELLED_OUT = re.compile(r"(?<![a-z0-9])[a-z](?:[ .*_-][a-z]){3,}(?![a-z0-9])")
_SEPARATORS = re.compile(r"[ .*_-]")
_PART = re.compile(
    r"\(((?:[^(){}*|]*|\{[a-z_]+\})(?:\|(?:[^(){}*|]*|\{[a-z_]+\}))*)\)|\{[a-z_]+\}|\*+|[^(){}*|]+"
)


class PhraseSyntaxError(ValueError):
    """A phrase that cannot be read, with what to do."""


@dataclass(frozen=True, slots=True)
class Words:
    """The words of a message, and for each the number of its sentence."""

    words: tuple[str, ...]
    sentences: tuple[int, ...]


@dataclass(frozen=True, slots=True, repr=False)
class Stage:
    """One of these forms must come, with at most `gap` words since the stage before."""

    forms: frozenset[Segment]
    gap: int


class Speller:
    """Brings different spellings of the same words together.

    Full width, capitals, accents, emoji, punctuation, traditional characters, letters written
    apart and letters written twice ("heeelp") make no difference.
    """

    def __init__(self, traditional: Mapping[str, str]) -> None:
        self._simplified = str.maketrans(dict(traditional))

    def simplified(self, text: str) -> str:
        """Return the text in small letters and simplified characters, otherwise as it is."""
        return unicodedata.normalize("NFKC", text).casefold().translate(self._simplified)

    def words(self, text: str) -> Words:
        found: list[str] = [START]
        numbers: list[int] = [0]
        number = 0
        for number, sentence in enumerate(_SENTENCE_END.split(self._plain(text))):
            words = _WORD.findall(sentence)
            found += words
            numbers += [number] * len(words)
        return Words((*found, END), (*numbers, number))

    def segment(self, text: str) -> Segment:
        """Return the words of a piece of a phrase, where `^` and `$` count as words."""
        words = self.words(text.replace(START, " ").replace(END, " ")).words[1:-1]
        starts = (START,) if text.lstrip().startswith(START) else ()
        ends = (END,) if text.rstrip().endswith(END) else ()
        return (*starts, *words, *ends)

    def _plain(self, text: str) -> str:
        text = unicodedata.normalize("NFKC", text).casefold()
        if not text.isascii():
            text = "".join(c for c in text if unicodedata.category(c) not in {"Cf", "Mn"})
        text = _APOSTROPHES.sub("", text).translate(self._simplified)
        text = _SPELLED_OUT.sub(lambda run: _SEPARATORS.sub("", run[0]), text)
        return _DOUBLED.sub(r"\1", text)


def stages(
    phrase: str, lists: Mapping[str, tuple[str, ...]], speller: Speller, gap: int
) -> tuple[Stage, ...]:
    """Cut a phrase at its gaps, and a piece with many forms once more without a gap.

    Raises PhraseSyntaxError for a bad bracket, an unknown list or a piece that may be empty.
    """
    pieces: list[list[_Choice]] = [[]]
    gaps = [0]
    for choice in _choices(phrase, lists):
        if choice[0].startswith("*"):
            pieces.append([])
            gaps.append(gap * len(choice[0]))
        else:
            pieces[-1].append(frozenset(_segment(option, speller) for option in choice))
    if not all(any(() not in choice for choice in piece) for piece in pieces):
        raise PhraseSyntaxError(f"'{phrase}' has a piece that may be empty; add words to it")
    pairs = zip(pieces, gaps, strict=True)
    return tuple(stage for piece, before in pairs for stage in _stages(piece, before))


def _stages(piece: list[_Choice], gap: int) -> Iterator[Stage]:
    """Yield a piece in parts of at most `MOST_FORMS` forms where that leaves no part empty."""
    part: list[_Choice] = []
    for index, choice in enumerate(piece):
        count = prod(map(len, part)) * len(choice)
        rest_stands = any(() not in later for later in piece[index:])
        if count > MOST_FORMS and rest_stands and any(() not in earlier for earlier in part):
            yield Stage(_forms(part), gap)
            part, gap = [], 0
        part.append(choice)
    yield Stage(_forms(part), gap)


def _segment(option: str, speller: Speller) -> Segment:
    segment = speller.segment(option)
    if option.strip() and not segment:
        raise PhraseSyntaxError(f"'{option}' holds no word; remove it")
    return segment


def _forms(part: list[_Choice]) -> frozenset[Segment]:
    return frozenset(tuple(chain.from_iterable(form)) for form in product(*part))


def _choices(phrase: str, lists: Mapping[str, tuple[str, ...]]) -> Iterator[tuple[str, ...]]:
    at = 0
    for part in _PART.finditer(phrase):
        if part.start() != at:
            break
        at = part.end()
        options = part[1].split("|") if part[1] is not None else [part[0]]
        yield tuple(text for option in options for text in _listed(option, lists))
    if at != len(phrase):
        raise PhraseSyntaxError(f"'{phrase}' has a bracket or gap out of place; mend it")


def _listed(option: str, lists: Mapping[str, tuple[str, ...]]) -> tuple[str, ...]:
    if not option.startswith("{"):
        return (option,)
    name = option.strip("{}")
    if name not in lists:
        raise PhraseSyntaxError(f"no list '{name}'; add it to the words of the context file")
    return lists[name]
