"""When a board that cannot be written is tried again, and when its pin is looked after; pure."""

from __future__ import annotations

import hashlib
from datetime import timedelta
from typing import Final

# A board that cannot be written is tried ever more seldom, as the outbox does.
FIRST_WAIT: Final = timedelta(seconds=30)
LONGEST_WAIT: Final = timedelta(minutes=10)
LOOK_EVERY: Final = timedelta(minutes=10)


def wait_after(failures: int) -> timedelta:
    """Return how long to wait after so many failures in a row."""
    return min(LONGEST_WAIT, FIRST_WAIT * (1 << min(failures - 1, 10)))


def digest_of(text: str) -> bytes:
    """Return what tells one text of a board from another."""
    return hashlib.blake2b(text.encode(), digest_size=16).digest()
