"""Numbers of paper slips: the record has the number, the paper the name and signature."""

from __future__ import annotations

import hashlib
from random import Random

# Crockford's alphabet: no letter that a child could take for a digit.
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
BODY_LENGTH = 7
_AS_WRITTEN = str.maketrans("OIL", "011", "-－— \t\n\u3000")


def create_number(chance: Random) -> str:
    """Return a fresh number; the last character checks the others."""
    body = "".join(chance.choice(ALPHABET) for _ in range(BODY_LENGTH))
    return body + _check(body)


def read_number(text: str) -> str | None:
    """Return the number that was typed, or None where it cannot be one."""
    number = text.upper().translate(_AS_WRITTEN)
    body = number[:-1]
    fits = len(number) == BODY_LENGTH + 1 and set(number) <= set(ALPHABET)
    return number if fits and number[-1] == _check(body) else None


def show_number(number: str) -> str:
    """Set the number in two groups, as it stands on the paper."""
    return f"{number[:4]}-{number[4:]}"


def _check(body: str) -> str:
    digest = hashlib.blake2b(body.encode(), digest_size=1, person=b"humen slip").digest()
    return ALPHABET[digest[0] % len(ALPHABET)]
