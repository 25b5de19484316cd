"""Numbers of paper slips: the record has the number, the paper the name and signature."""

from __future__ import annotations

import hashlib
from random import Random

from storage.codes import ALPHABET, read_symbols

BODY_LENGTH, CHECK_LENGTH = 8, 4
GROUP = 4


def create_number(chance: Random) -> str:
    """Return a fresh number; its last characters check the others, so that few can be guessed."""
    body = "".join(chance.choice(ALPHABET) for _ in range(BODY_LENGTH))
    return body + _check(body)


def read_number(text: str) -> str | None:
    """Return the number that was typed, or None where it cannot be one."""
    for number in read_symbols(text, BODY_LENGTH + CHECK_LENGTH):
        if number[BODY_LENGTH:] == _check(number[:BODY_LENGTH]):
            return number
    return None


def show_number(number: str) -> str:
    """Set the number in groups, as it stands on the paper."""
    return "-".join(number[at : at + GROUP] for at in range(0, len(number), GROUP))


def _check(body: str) -> str:
    digest = hashlib.blake2b(
        body.encode(), digest_size=CHECK_LENGTH, person=b"humen slip"
    ).digest()
    return "".join(ALPHABET[byte % len(ALPHABET)] for byte in digest)
