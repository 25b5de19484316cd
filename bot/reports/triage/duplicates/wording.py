"""Brings words into a form in which they compare: one script, one width, no punctuation; pure."""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from typing import Final

from storage.vault.wordlists import find_character, words_for

# The one-character names of the provinces, and of the embassies' and consulates' plates.
_PROVINCES: Final = (
    "\u4eac\u6d25\u6caa\u6e1d\u5180\u8c6b\u4e91\u8fbd\u9ed1\u6e58\u7696\u9c81\u65b0\u82cf\u6d59"
    "\u8d63\u9102\u6842\u7518\u664b\u8499\u9655\u5409\u95fd\u8d35\u7ca4\u9752\u85cf\u5ddd\u5b81"
    "\u743c\u4f7f\u9886"
)
# What the last character may be besides: trailer, driving school, police, Hong Kong, Macau.
_ENDINGS: Final = "\u6302\u5b66\u8b66\u6e2f\u6fb3"
_SEPARATORS: Final = r"[\s\u00b7\u30fb\u2022.\-_]*"
# Five characters; six on the plates of cars that run on new energy, one of which is a letter.
_PLATE: Final = re.compile(
    rf"([{_PROVINCES}])\s*([A-HJ-Z]){_SEPARATORS}"
    rf"([A-Z]\d{{5}}|[A-Z]{{2}}\d{{4}}|\d{{5}}[A-Z]|[A-Z0-9]{{5}}|[A-Z0-9]{{4}}[{_ENDINGS}])"
    r"(?![A-Z0-9])"
)
_TOKEN: Final = re.compile(r"[a-z]+|\d+|[^\W\d_a-z]")
# On plates there is neither O nor I; whoever writes them means the digits.
_MISREAD: Final = str.maketrans("OI", "01")


def normalise(text: str) -> list[str]:
    """Return Chinese characters one by one, and Latin words and numbers whole.

    All is in lower case and, as far as known, simplified; punctuation is dropped. Latin letters
    one by one would not do: two long English texts share a third of their runs of three.
    """
    plain = unicodedata.normalize("NFKC", text).casefold()
    return [_simplify(token) for token in _TOKEN.findall(plain)]


def find_plates(text: str) -> frozenset[str]:
    """Return the number plates in a text, each in one spelling."""
    plain = unicodedata.normalize("NFKC", text)
    found = _PLATE.findall("".join(map(_simplify, plain)).upper())
    return frozenset(f"{place}{letter}{rest.translate(_MISREAD)}" for place, letter, rest in found)


@cache
def _simplify(character: str) -> str:
    # The receipts' word lists hold the 2048 commonest characters in both scripts.
    position = None if character.isascii() else find_character(character)
    return character if position is None else words_for("zh")[position]
