"""MinHash: estimates from a few numbers how many runs of three tokens two texts share; pure.

A. Broder, "On the resemblance and containment of documents" (1997). With 64 numbers the
estimate's standard error is at most a sixteenth.
"""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from hashlib import blake2b
from operator import eq
from typing import Final

SHINGLE: Final = 3
_PRIME: Final = (1 << 61) - 1
_LOW_BITS: Final = (1 << 32) - 1
_MOST_PERMUTATIONS: Final = 64


def shingles(tokens: Sequence[str]) -> frozenset[str]:
    """Return every run of three tokens; a shorter text is one run."""
    if not tokens:
        return frozenset()
    starts = range(max(1, len(tokens) - SHINGLE + 1))
    return frozenset(" ".join(tokens[start : start + SHINGLE]) for start in starts)


def min_hash(items: AbstractSet[str], count: int) -> array[int]:
    """Return the least value of each permutation, in 32 bits; zeros where there are no items."""
    hashes = [hash_of(item) for item in items]
    if not hashes:
        return array("I", [0] * count)
    return array(
        "I",
        (
            min((slope * value + offset) % _PRIME for value in hashes) & _LOW_BITS
            for slope, offset in _PERMUTATIONS[:count]
        ),
    )


def resemblance(one: array[int], other: array[int]) -> float:
    """Return the estimated share of runs that both have, from 0 to 1."""
    shared: int = sum(map(eq, one, other))
    return shared / len(one)


def hash_of(item: str) -> int:
    return int.from_bytes(
        blake2b(item.encode(), digest_size=8, person=b"humen.minhash.1").digest()
    )


def _permutation(number: int) -> tuple[int, int]:
    return hash_of(f"slope {number}") % (_PRIME - 1) + 1, hash_of(f"offset {number}") % _PRIME


_PERMUTATIONS: Final = tuple(_permutation(number) for number in range(_MOST_PERMUTATIONS))
