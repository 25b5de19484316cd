"""A word that must not survive, and every way in which it could be written."""

from __future__ import annotations

import base64

CANARY = "QZJX-30.3987N-112.8994E"
SIGNATURES = (b"x264 - core", b"x265 (build", b"LAME3", b"Lavc", b"SVT-AV1", b"pillow_heif")


def spellings(word: str = CANARY) -> set[bytes]:
    """Spell the word plainly, in UTF-16, in hex and in base64 at each of its three offsets."""
    plain = {word.encode(), word.encode("utf-16-le"), word.encode("utf-16-be")}
    found = set(plain)
    for one in plain:
        found |= {one.hex().encode(), one.hex().upper().encode()}
        for shift in range(3):
            # The first and last characters of each offset depend on what stands beside the word.
            coded = base64.b64encode(bytes(shift) + one)
            found.add(coded[4 if shift else 0 : -4])
    return found


SPELLINGS = spellings()


def traces(data: bytes) -> list[bytes]:
    """List what is left of the canary or of the programs that made the file."""
    return [one for one in (*SPELLINGS, *SIGNATURES) if one in data]
