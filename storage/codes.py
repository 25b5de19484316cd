"""Reading codes and numbers as people type and paste them: one cleaning for all of them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from typing import Final

ALPHABET: Final = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Crockford's base 32, without its look-alikes."""

_LOOK_ALIKES: Final = str.maketrans("OIL", "011")
_COLON: Final = re.compile(r"[:\n]")
# A label in letters, which could else be read as part of the code.
_LABEL: Final = re.compile(
    r"^(?:(?:MY|THE|YOUR|REPORT|CERTIFICATE|SLIP|CLAIM|CODE|NUMBER|NO|NR|IS)\b[\s.#]*)+"
)
_LONGEST: Final = 200


def clean_codes(text: str) -> Iterator[str]:
    """Yield what may be a code in a text, as capital letters and digits alone.

    Full width, dashes and spaces of all kinds, direction marks, a label before it and a full stop
    after it do no harm. The whole comes first, then each part between colons and line ends.
    """
    plain = unicodedata.normalize("NFKC", text[:_LONGEST]).upper()
    for part in (plain, *reversed(_COLON.split(plain))):
        words = "".join(each for each in part if unicodedata.category(each) != "Cf").strip()
        yield "".join(each for each in _LABEL.sub("", words) if each.isascii() and each.isalnum())


def read_symbols(text: str, *lengths: int) -> Iterator[str]:
    """Yield what may be a code of such lengths in our alphabet, its look-alikes put right."""
    for code in clean_codes(text):
        symbols = code.translate(_LOOK_ALIKES)
        if len(symbols) in lengths and set(symbols) <= set(ALPHABET):
            yield symbols
