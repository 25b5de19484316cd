"""A perceptual hash: for each cell of a small grey picture, whether the next one is lighter."""

from __future__ import annotations

import io

from PIL import Image

SIDE = 16
BITS = SIDE * SIDE
# Another version of FreeType moves single pixels, which turns a few bits; another layout many.
CLOSE = 10


def hash_of(picture: bytes) -> str:
    """Return the hash as hexadecimal digits."""
    with Image.open(io.BytesIO(picture)) as opened:
        grey = opened.convert("L").resize((SIDE + 1, SIDE), Image.Resampling.BOX)
    values = list(grey.tobytes())
    bits = 0
    for row in range(SIDE):
        for column in range(SIDE):
            at = row * (SIDE + 1) + column
            bits = bits << 1 | (values[at + 1] > values[at])
    return f"{bits:0{BITS // 4}x}"


def distance(one: str, other: str) -> int:
    """Return how many bits differ."""
    return (int(one, 16) ^ int(other, 16)).bit_count()
