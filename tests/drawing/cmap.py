"""Which characters the drawings' font has, read from its own table (OpenType `cmap`, format 12)."""

from __future__ import annotations

import functools
import importlib.resources
import struct

from bot.drawing.fonts import SIMPLIFIED_CHINESE

FULL_UNICODE = 12


@functools.cache
def characters() -> frozenset[int]:
    """Return the code points that the Simplified Chinese face maps to a glyph."""
    file = importlib.resources.files("manimgx_fonts_cjk") / "NotoSansCJK-VF.otf.ttc"
    data = file.read_bytes()
    face = struct.unpack_from(">I", data, 12 + 4 * SIMPLIFIED_CHINESE)[0]
    table = _find_table(data, face, b"cmap")
    found: set[int] = set()
    for number in range(struct.unpack_from(">H", data, table + 2)[0]):
        offset = table + struct.unpack_from(">I", data, table + 4 + 8 * number + 4)[0]
        if struct.unpack_from(">H", data, offset)[0] == FULL_UNICODE:
            found |= _read_groups(data, offset)
    assert len(found) > 30_000
    return frozenset(found)


def missing(text: str) -> set[str]:
    """Return the characters, white space aside, that the font would draw as a box."""
    return {each for each in text if not each.isspace() and ord(each) not in characters()}


def _find_table(data: bytes, face: int, tag: bytes) -> int:
    for number in range(struct.unpack_from(">H", data, face + 4)[0]):
        name, _checksum, offset, _length = struct.unpack_from(
            ">4sIII", data, face + 12 + 16 * number
        )
        if name == tag:
            return int(offset)
    raise AssertionError("the font has no such table")


def _read_groups(data: bytes, offset: int) -> set[int]:
    found: set[int] = set()
    for number in range(struct.unpack_from(">I", data, offset + 12)[0]):
        first, last, glyph = struct.unpack_from(">III", data, offset + 16 + 12 * number)
        # Glyph 0 is the box itself.
        found.update(range(first + (glyph == 0), last + 1))
    return found
