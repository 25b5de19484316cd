"""Binding codes: said once, good for an hour, kept as a digest only."""

from __future__ import annotations

import hashlib
import secrets
from datetime import datetime, timedelta

CODE_KEPT_FOR = timedelta(hours=1)
CODE_BYTES = 10


def create_code() -> str:
    """Return a code of 80 bits that is easy to paste."""
    return secrets.token_hex(CODE_BYTES)


def digest_code(code: str) -> bytes:
    return hashlib.blake2b(code.strip().lower().encode(), digest_size=32).digest()


def is_code_good(until: datetime | None, now: datetime) -> bool:
    return until is not None and now <= until
