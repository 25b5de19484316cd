"""Unpacks a workbook in bounded steps, whatever it says about its own size."""

from __future__ import annotations

import io
import lzma
import struct
import zipfile
import zlib
from collections.abc import Mapping
from pathlib import Path

from content.errors import WorkbookRefusedError

MOST_PARTS = 1000
MOST_PACKED = 16 << 20
MOST_UNPACKED = 32 << 20
"""Bytes; a workbook with ten thousand questions stays well below."""
STEP = 1 << 16

NO_WORKBOOK = "this is no workbook; save it as .xlsx"
TOO_LARGE = (
    "this workbook is too large to be read; copy the questions alone, without pictures, into a "
    "new workbook"
)
_DAMAGE = (
    zipfile.BadZipFile, zlib.error, lzma.LZMAError, struct.error, OSError, EOFError,
    RuntimeError, ValueError,
)  # fmt: skip


def unpack(path: Path) -> dict[str, bytes]:
    """Return the parts of a workbook by name; raises WorkbookRefusedError."""
    try:
        if path.stat().st_size > MOST_PACKED:
            raise WorkbookRefusedError(TOO_LARGE, path.name)
        with zipfile.ZipFile(path) as archive:
            return _parts(archive, path.name)
    except _DAMAGE:
        raise WorkbookRefusedError(NO_WORKBOOK, path.name) from None


def repack(parts: Mapping[str, bytes]) -> io.BytesIO:
    """Return an archive of these parts as they are, so that nothing more can come out of it."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_STORED) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    packed.seek(0)
    return packed


def _parts(archive: zipfile.ZipFile, file: str) -> dict[str, bytes]:
    listed = archive.infolist()
    told = sum(each.file_size for each in listed)
    if len(listed) > MOST_PARTS or told > MOST_UNPACKED:
        raise WorkbookRefusedError(TOO_LARGE, file)
    parts: dict[str, bytes] = {}
    left = MOST_UNPACKED
    for each in listed:
        found = bytearray()
        with archive.open(each) as stream:
            while step := stream.read(STEP):
                found += step
                if len(found) > left:
                    raise WorkbookRefusedError(TOO_LARGE, file)
        left -= len(found)
        parts[each.filename] = bytes(found)
    return parts
