"""A file that ends before its own headers say is refused rather than kept in part."""

from __future__ import annotations

import struct

from bot.errors import DamagedFileError

NEEDED_BOXES = (b"moov", b"mdat", b"moof")
UNTOLD = 0xFFFFFFFF  # What a recorder writes that does not know the length yet.
SEGMENT = b"\x18\x53\x80\x67"


def ensure_whole(data: bytes, demuxer: str) -> None:
    """Raise `DamagedFileError` where the bytes of a container are fewer than it says."""
    if demuxer == "mov":
        _boxes(data)
    elif demuxer == "matroska":
        _segment(data)
    elif demuxer == "ogg":
        _pages(data)
    elif demuxer == "wav":
        _chunks(data)


def _boxes(data: bytes) -> None:
    """Walk the outermost boxes (ISO/IEC 14496-12, 4.2); what stands behind them is no matter."""
    place, seen = 0, set()
    while place + 8 <= len(data):
        size, kind = struct.unpack_from(">I4s", data, place)
        if size == 1 and place + 16 <= len(data):
            size = struct.unpack_from(">Q", data, place + 8)[0]
        size = size or len(data) - place
        if size < 8 or place + size > len(data):
            if kind in NEEDED_BOXES:
                raise DamagedFileError
            break
        seen.add(kind)
        place += size
    if b"moov" not in seen:
        raise DamagedFileError


def _segment(data: bytes) -> None:
    place = data.find(SEGMENT, 0, 4096) + len(SEGMENT)
    if place < len(SEGMENT) or place == len(data) or not data[place]:
        raise DamagedFileError
    width = 9 - data[place].bit_length()
    size = int.from_bytes(data[place : place + width], "big") & ((1 << 7 * width) - 1)
    if size != (1 << 7 * width) - 1 and place + width + size > len(data):
        raise DamagedFileError


def _pages(data: bytes) -> None:
    """Look at the last page (RFC 3533, 6), for those before it are whole if it is there."""
    last = data.rfind(b"OggS\0")
    header = last + 27
    if last < 0 or len(data) <= header:
        raise DamagedFileError
    lacing = data[header : header + data[header - 1]]
    if len(lacing) < data[header - 1] or header + len(lacing) + sum(lacing) > len(data):
        raise DamagedFileError


def _chunks(data: bytes) -> None:
    place = 12
    while place + 8 <= len(data):
        kind, size = struct.unpack_from("<4sI", data, place)
        if kind == b"data":
            if size not in (0, UNTOLD) and place + 8 + size > len(data):
                raise DamagedFileError
            return
        place += 8 + size + size % 2
    raise DamagedFileError
