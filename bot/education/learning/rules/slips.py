"""Numbers of paper slips: the record has the number, the paper the name and signature."""

from __future__ import annotations

import hashlib
from random import Random

# Crockford's alphabet: no letter that a child could take for a digit.
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
BODY_LENGTH, CHECK_LENGTH = 8, 4
GROUP = 4
_AS_WRITTEN = str.maketrans("OIL", "011", "-－— \t\n\u3000")


def create_number(chance: Random) -> str:
    """Return a fresh number; its last characters check the others, so that few can be guessed."""
    body = "".join(chance.choice(ALPHABET) for _ in range(BODY_LENGTH))
    return body + _check(body)


def read_number(text: str) -> str | None:
    """Return the number that was typed, or None where it cannot be one."""
    number = text.upper().translate(_AS_WRITTEN)
    body, check = number[:BODY_LENGTH], number[BODY_LENGTH:]
    fits = len(check) == CHECK_LENGTH and set(number) <= set(ALPHABET)
    return number if fits and check == _check(body) else None


def show_number(number: str) -> str:
    """Set the number in groups, as it stands on the paper."""
    return "-".join(number[at : at + GROUP] for at in range(0, len(number), GROUP))


def _check(body: str) -> str:
    digest = hashlib.blake2b(
        body.encode(), digest_size=CHECK_LENGTH, person=b"humen slip"
    ).digest()
    return "".join(ALPHABET[byte % len(ALPHABET)] for byte in digest)
