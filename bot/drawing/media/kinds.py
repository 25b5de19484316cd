"""What a file is, told from its first bytes alone; nothing here reads further."""

from __future__ import annotations

import enum
from dataclasses import dataclass

LARGEST_FILE = 20 * 1024 * 1024


class Kind(enum.StrEnum):
    """What a cleaned file is to the person who opens it."""

    PICTURE = "picture"
    VIDEO = "video"
    SOUND = "sound"
    DOCUMENT = "document"

    @classmethod
    def of(cls, media_type: str) -> Kind:
        kinds = {"image": cls.PICTURE, "video": cls.VIDEO, "audio": cls.SOUND}
        return kinds.get(media_type.partition("/")[0], cls.DOCUMENT)


class Family(enum.StrEnum):
    """Which cleaner a file needs; the value is the name of the cleaner's module."""

    PICTURES = "pictures"
    HEIF = "heif"
    RECORDINGS = "recordings"
    DOCUMENTS = "documents"


@dataclass(frozen=True, slots=True, kw_only=True, weakref_slot=True)
class CleanFile:
    """A file made anew; nothing of the one that was sent but what is seen and heard."""

    kind: Kind
    media_type: str
    data: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Signature:
    """The bytes at a place by which a format is known; `demuxer` is FFmpeg's name for it."""

    family: Family
    start: bytes
    place: int = 0
    demuxer: str = ""


def _pictures(*starts: bytes) -> tuple[Signature, ...]:
    return tuple(Signature(family=Family.PICTURES, start=start) for start in starts)


def _recordings(demuxer: str, *starts: bytes, place: int = 0) -> tuple[Signature, ...]:
    return tuple(
        Signature(family=Family.RECORDINGS, start=start, place=place, demuxer=demuxer)
        for start in starts
    )


HEIF_BRANDS = (b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1")
SIGNATURES = (
    *_pictures(b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"GIF87a", b"GIF89a", b"BM"),
    Signature(family=Family.PICTURES, start=b"WEBP", place=8),
    *(Signature(family=Family.HEIF, start=b"ftyp" + it, place=4) for it in HEIF_BRANDS),
    Signature(family=Family.DOCUMENTS, start=b"%PDF-"),
    *_recordings("matroska", b"\x1a\x45\xdf\xa3"),
    *_recordings("ogg", b"OggS"),
    *_recordings("wav", b"WAVE", place=8),
    *_recordings("amr", b"#!AMR\n", b"#!AMR-WB\n"),
    # An ID3 tag may stand before either; FFmpeg's demuxer for MP3 refuses AAC and is refused.
    *_recordings("aac", b"\xff\xf1", b"\xff\xf9"),
    *_recordings("mp3", b"ID3", b"\xff\xfb", b"\xff\xfa", b"\xff\xf3", b"\xff\xf2", b"\xff\xe3"),
)
AVIF = b"ftypavi"
BOXES = (b"ftyp", b"moov", b"mdat", b"wide", b"free", b"skip")  # Old cameras begin without ftyp.


def recognise(data: bytes) -> Signature | None:
    """Tell the format, or nothing where it is none that is taken."""
    for signature in SIGNATURES:
        if data.startswith(signature.start, signature.place):
            return signature
    if data[4:8] in BOXES and not data.startswith(AVIF, 4):
        return _recordings("mov", data[4:8], place=4)[0]
    return None
