"""The number of a tip that people see: random, and safe to read out over the phone.

Crockford's base 32 without its look-alikes, seven random characters and a check character
(Luhn modulo 32), which catches every single wrong character.
"""

from __future__ import annotations

import secrets
from typing import Final

from storage.codes import ALPHABET, read_symbols

_LENGTH: Final = 8


def create_number() -> str:
    """Return a number such as 7K3M-9Q2C."""
    body = "".join(secrets.choice(ALPHABET) for _ in range(_LENGTH - 1))
    return _grouped(body + _check_character(body))


def parse_number(text: str) -> str | None:
    """Return the number in its written form, or None where the text is none."""
    found = read_symbols(text, _LENGTH)
    return next(
        (_grouped(each) for each in found if _check_character(each[:-1]) == each[-1]), None
    )


def _grouped(symbols: str) -> str:
    return f"{symbols[:4]}-{symbols[4:]}"


def _check_character(body: str) -> str:
    base = len(ALPHABET)
    total = 0
    for place, symbol in enumerate(reversed(body)):
        value = ALPHABET.index(symbol) * (2 if place % 2 == 0 else 1)
        total += value // base + value % base
    return ALPHABET[-total % base]
