"""Cheap tricks: how often a form, and not knowledge, would find the right answer.

Each trick looks at the words of the answers alone and takes those that stand out. Where several
stand out alike it has won by the share of right ones among them, as a guess among them would.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from content.markup import visible
from content.schema import LOCALES, Option, Question

Trick = Callable[[Sequence[str]], list[int]]
ABSOLUTE = re.compile(
    r"一定|肯定|绝对|永远|从来|全都|都能|都会|所有|任何|完全|必然|根本|\b(?:always|never|all|every"
    r"|everybody|everyone|any|only|none|nobody|must|surely|certainly|completely)\b",
    re.IGNORECASE,
)
HELPERS = re.compile(
    r"告诉|老师|家长|大人|医生|医院|报警|民警|110|120|\b(?:tell|teacher|parents?|grown-up|doctor"
    r"|clinic|hospital|police)\b",
    re.IGNORECASE,
)
NOTICEABLE = 0.05
"""How far above chance a trick may win before it is worth knowing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Score:
    """What a trick wins in each language, and what a blind guess would; shares from 0 to 1."""

    trick: str
    won: Mapping[str, float]
    chance: float


def _by_rank(rank: int) -> Trick:
    """Return the trick that takes the answer at that place when the longest stands first."""

    def take(texts: Sequence[str]) -> list[int]:
        lengths = [len(text) for text in texts]
        wanted = sorted(lengths, reverse=True)[rank]
        return [index for index, length in enumerate(lengths) if length == wanted]

    return take


def _by_place(place: int) -> Trick:
    return lambda texts: [place % len(texts)]


def _most_punctuation(texts: Sequence[str]) -> list[int]:
    counts = [sum(unicodedata.category(sign)[0] == "P" for sign in text) for text in texts]
    return [index for index, count in enumerate(counts) if count == max(counts)]


def _with(words: re.Pattern[str], texts: Sequence[str], *, wanted: bool) -> list[int]:
    found = [i for i, text in enumerate(texts) if bool(words.search(text)) is wanted]
    return found or list(range(len(texts)))


TRICKS: Mapping[str, Trick] = {
    "longest": _by_rank(0),
    "second longest": _by_rank(1),
    "shortest": _by_rank(-1),
    "most punctuation": _most_punctuation,
    "first as written": _by_place(0),
    "last as written": _by_place(-1),
    "no absolute word": lambda texts: _with(ABSOLUTE, texts, wanted=False),
    "names a helper": lambda texts: _with(HELPERS, texts, wanted=True),
}


def scores(questions: Iterable[Question]) -> tuple[Score, ...]:
    """Return what each trick wins over the questions that list answers; empty without any."""
    lists = [found for question in questions if (found := answers(question))]
    if not lists:
        return ()
    chance = _mean([_share(each, range(len(each))) for each in lists])
    return tuple(
        Score(
            trick=name,
            won={
                locale: _mean([_won(take, each, locale) for each in lists]) for locale in LOCALES
            },
            chance=chance,
        )
        for name, take in TRICKS.items()
    )


def answers(question: Question) -> tuple[Option, ...]:
    """Return what is chosen from: the reasons of a statement, else the options, if there are."""
    return question.reasons or question.options


def _won(take: Trick, options: Sequence[Option], locale: str) -> float:
    return _share(options, take([visible(option.text.to(locale)) for option in options]))


def _share(options: Sequence[Option], taken: Iterable[int]) -> float:
    return _mean([float(options[index].correct) for index in taken])


def _mean(values: Sequence[float]) -> float:
    return sum(values) / len(values)
