"""Reading the words of a receipt from what a person typed or pasted."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from storage.errors import UnknownWordError, WrongWordCountError
from storage.vault.wordlists import find_character, find_word, suggest_words

WORD_COUNT: Final = 12
# Where more words than these are unknown, a person wrote something else: nothing is suggested.
_MAX_MISSPELT: Final = 4
_HAN: Final = "\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_TOKEN: Final = re.compile(rf"[0-9]+|[a-z]+|[{_HAN}]|[^\W\d_a-z{_HAN}]+")
_ZERO_WIDTH_SPACE: Final = "\u200b"
_NUMBERING: Final = [str(number) for number in range(1, WORD_COUNT + 1)]


@dataclass(frozen=True, slots=True, repr=False)
class Token:
    """One word of a text and its position in a list, if it is in one."""

    text: str
    index: int | None

    @property
    def is_latin(self) -> bool:
        return self.text[0] <= "z"


def read_tokens(text: str) -> list[Token]:
    """Split a text into words; the numbers of a list of twelve are dropped, but order it."""
    plain = unicodedata.normalize("NFKC", text).replace(_ZERO_WIDTH_SPACE, " ").casefold()
    plain = "".join(char for char in plain if unicodedata.category(char) != "Cf")
    tokens = _TOKEN.findall(plain)
    return [Token(token, _find(token)) for token in _drop_numbering(tokens)]


def read_indexes(text: str) -> tuple[int, ...]:
    """Return the list positions of exactly twelve words of one language."""
    tokens = read_tokens(text)
    if len(tokens) != WORD_COUNT:
        raise WrongWordCountError(len(tokens))
    is_latin = _is_mostly_latin(tokens)
    indexes = [token.index if token.is_latin == is_latin else None for token in tokens]
    if None in indexes:
        first = indexes.index(None)
        is_sentence = indexes.count(None) > _MAX_MISSPELT
        raise UnknownWordError(first + 1, () if is_sentence else _suggest(tokens[first]))
    return tuple(index for index in indexes if index is not None)


def _suggest(token: Token) -> tuple[str, ...]:
    return suggest_words(token.text) if token.is_latin else ()


def _is_mostly_latin(tokens: Sequence[Token]) -> bool:
    return sum(token.is_latin for token in tokens) * 2 > len(tokens)


def _find(token: str) -> int | None:
    return find_word(token) if token[0] <= "z" else find_character(token)


def _drop_numbering(tokens: list[str]) -> list[str]:
    # Only a complete numbering from 1 to 12 counts as one: any other number is a word of its
    # own, so that a sentence with a date or a telephone number in it is no receipt.
    numbers, words = tokens[::2], tokens[1::2]
    if tokens and not tokens[0].isdecimal():
        numbers, words = words, numbers
    numbers = [number.lstrip("0") for number in numbers]
    if sorted(numbers) != sorted(_NUMBERING) or any(word.isdecimal() for word in words):
        return tokens
    if len(words) != WORD_COUNT:
        return tokens
    # A list in two columns is pasted row by row: the numbers tell the order.
    by_number = dict(zip(numbers, words, strict=True))
    return [by_number[number] for number in _NUMBERING]
