"""Size buckets: what is sealed tells its length only roughly."""

from __future__ import annotations

from bisect import bisect_left
from typing import Final

from storage.errors import MessageTooLongError, PaddingError

_KIB: Final = 1024
_MIB: Final = 1024 * 1024
BUCKETS: Final = (
    512,
    _KIB,
    2 * _KIB,
    4 * _KIB,
    16 * _KIB,
    64 * _KIB,
    256 * _KIB,
    _MIB,
    4 * _MIB,
    16 * _MIB,
    24 * _MIB,
)
_LENGTH_SIZE: Final = 4
MAX_MESSAGE_SIZE: Final = BUCKETS[-1] - _LENGTH_SIZE


def pad(data: bytes) -> bytes:
    """Return the data's length (4 bytes), the data and zeros up to the next bucket."""
    if len(data) > MAX_MESSAGE_SIZE:
        raise MessageTooLongError(f"more than {MAX_MESSAGE_SIZE} bytes")
    padded = len(data).to_bytes(_LENGTH_SIZE) + data
    return padded.ljust(_bucket(len(padded)), b"\0")


def unpad(padded: bytes) -> bytes:
    length = int.from_bytes(padded[:_LENGTH_SIZE])
    end = _LENGTH_SIZE + length
    if end > len(padded) or len(padded) != _bucket(end):
        raise PaddingError("the length fits no bucket")
    if padded.count(0, end) != len(padded) - end:
        raise PaddingError("the padding is not empty")
    return padded[_LENGTH_SIZE:end]


def _bucket(size: int) -> int:
    return BUCKETS[bisect_left(BUCKETS, size)]
