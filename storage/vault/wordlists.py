"""The BIP39 word lists: Chinese characters in both scripts and English words, by position."""

from __future__ import annotations

from difflib import get_close_matches
from functools import cache
from pathlib import Path
from typing import Final

from mnemonic import Mnemonic

# BIP39: no two English words share their first four letters.
_UNIQUE_PREFIX: Final = 4
_MAX_SUGGESTIONS: Final = 3
_LONGEST_WORD: Final = 8
_VARIANTS_FILE: Final = Path(__file__).with_name("variants.txt")


def words_for(locale: str) -> list[str]:
    """Return the list shown in a locale; other languages than Chinese read English."""
    return _words("chinese_simplified" if locale.startswith("zh") else "english")


def find_character(character: str) -> int | None:
    """Return the position of a Chinese character, simplified, traditional or a variant form."""
    return _characters().get(character)


def find_word(word: str) -> int | None:
    """Return the position of a lower-case English word or of its first four letters or more."""
    position = _prefixes().get(word[:_UNIQUE_PREFIX])
    if position is None or not _words("english")[position].startswith(word):
        return None
    return position


def suggest_words(word: str) -> tuple[str, ...]:
    """Return the English words that are nearest to a misspelt one, best first."""
    words = _words("english")
    near = get_close_matches(word[: 2 * _LONGEST_WORD], words, n=_MAX_SUGGESTIONS)
    by_prefix = _prefixes().get(word[:_UNIQUE_PREFIX])
    if by_prefix is not None:
        near.insert(0, words[by_prefix])
    return tuple(dict.fromkeys(near))[:_MAX_SUGGESTIONS]


@cache
def _words(language: str) -> list[str]:
    return Mnemonic(language).wordlist


@cache
def _characters() -> dict[str, int]:
    positions: dict[str, int] = {}
    # No character stands at two different positions in the two lists (a test holds this).
    for language in ("chinese_traditional", "chinese_simplified"):
        positions.update((word, position) for position, word in enumerate(_words(language)))
    for line in _VARIANTS_FILE.read_text("utf-8").split():
        positions.update((variant, positions[line[0]]) for variant in line[1:])
    return positions


@cache
def _prefixes() -> dict[str, int]:
    words = _words("english")
    return {word[:_UNIQUE_PREFIX]: position for position, word in enumerate(words)}
