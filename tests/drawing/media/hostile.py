"""Files that mean harm, or are not what they say, and how each shall be refused."""

from __future__ import annotations

import gzip
import io
import random
import struct
import wave
import zipfile
import zlib
from collections.abc import Callable

import av
from PIL import Image

from bot.errors import (
    DamagedFileError,
    FileError,
    FileTooLargeError,
    ProtectedFileError,
    UnsupportedFileError,
)
from tests.drawing.media import bound, drawn, recorded
from tests.drawing.media.recorded import Recipe, box, record

Maker = Callable[[], bytes]


def film(muxer: str = "mp4", video: str = "libx264", sound: str = "aac") -> bytes:
    return record(Recipe(muxer=muxer, video=video, sound=sound))


def voice(muxer: str, sound: str) -> bytes:
    return record(Recipe(muxer=muxer, sound=sound))


def put_at(data: bytes, place: int, extra: bytes) -> bytes:
    return data[:place] + extra + data[place + len(extra) :]


def patched(data: bytes, kind: bytes, offset: int, extra: bytes) -> bytes:
    """Write over a box's body, at a number of bytes behind its name."""
    return put_at(data, data.index(kind) + 4 + offset, extra)


def deflated(size: int) -> bytes:
    packer = zlib.compressobj(9)
    return b"".join(packer.compress(bytes(1 << 20)) for _ in range(size >> 20)) + packer.flush()


def zip_bomb() -> bytes:
    inner = b"PK" + bytes(1 << 22)
    for _ in range(4):
        stream = io.BytesIO()
        with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as opened:
            for number in range(8):
                opened.writestr(f"{number}.zip", inner)
        inner = stream.getvalue()
    return inner


def png_of(width: int, height: int, pixels: bytes) -> bytes:
    def chunk(kind: bytes, body: bytes) -> bytes:
        return (
            struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))
        )

    header = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + header + chunk(b"IDAT", pixels) + chunk(b"IEND", b"")


def nested_boxes(kind: bytes, depth: int) -> bytes:
    body = b""
    for _ in range(depth):
        body = box(kind, body)
    return body


def many_tracks() -> bytes:
    data = film()
    place = data.index(b"trak") - 4
    size = struct.unpack_from(">I", data, place)[0]
    return recorded.in_movie(data, data[place : place + size] * 100)


def outside_file() -> bytes:
    """Say that the media lies in another file, as the old QuickTime did."""
    data = patched(film(), b"url ", 0, b"\0\0\0\0")
    return data.replace(b"mdat", b"free", 1)


def garbage_pictures() -> bytes:
    data = film(sound="")
    start = data.index(b"mdat") + 4
    end = data.rindex(b"moov") - 4
    return data[:start] + random.Random(3).randbytes(end - start) + data[end:]


def still_pictures() -> bytes:
    stream = io.BytesIO()
    with av.open(stream, "w", format="mov") as container:
        track = container.add_stream("mjpeg", rate=25, width=64, height=48)
        track.pix_fmt = "yuvj420p"
        for frame in (av.VideoFrame.from_image(Image.new("RGB", (64, 48))), None):
            container.mux(track.encode(frame))
    return stream.getvalue()


def long_wave() -> bytes:
    stream = io.BytesIO()
    with wave.open(stream, "wb") as opened:
        opened.setnchannels(1)
        opened.setsampwidth(1)
        opened.setframerate(1000)
        opened.writeframes(bytes(12_000_000))
    return stream.getvalue()


def tree(levels: int, width: int) -> bytes:
    """Name the same children again and again: a hundred thousand pages in a few lines."""
    objects = [b"<</Type/Catalog/Pages 2 0 R>>"]
    for level in range(levels):
        kids = b"%d 0 R " % (level + 3) * width
        count = width ** (levels - level)
        objects.append(b"<</Type/Pages/Count %d/Kids[%s]>>" % (count, kids))
    objects.append(b"<</Type/Page/MediaBox[0 0 9 9]>>")
    return bound.bind(objects)


def endless_tree() -> bytes:
    return bound.bind(
        [b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Count 5/Kids[2 0 R 2 0 R]>>"]
    )


def no_pages() -> bytes:
    return bound.bind([b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Count 0/Kids[]>>"])


def bomb_page() -> bytes:
    """Draw a page from a stream that unpacks to a gigabyte."""
    once = zlib.compress(deflated(1 << 30))
    filters = b"/Filter[/FlateDecode/FlateDecode]"
    return bound.bind(
        [
            b"<</Type/Catalog/Pages 2 0 R>>",
            b"<</Type/Pages/Count 1/Kids[3 0 R]>>",
            b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 99 99]/Contents 4 0 R>>",
            bound.stream(once, filters),
        ]
    )


def huge_heic() -> bytes:
    data = drawn.heic(1)
    return patched(data, b"ispe", 4, struct.pack(">II", 60_000, 60_000))


def ogg_of_nothing() -> bytes:
    return struct.pack("<4sBBqIIIB", b"OggS", 0, 2, 0, 1, 0, 0, 0) * 50_000


def segment_that_lies() -> bytes:
    data = film("matroska")
    place = data.index(b"\x18\x53\x80\x67") + 4
    return put_at(data, place, b"\x01" + (1 << 40).to_bytes(7, "big"))


def nothing_but(muxer: str, video: str, sound: str = "") -> bytes:
    """Keep a film's headers and cut away its pictures."""
    data = film(muxer, video, sound)
    return data[: data.index(b"\x1f\x43\xb6\x75")]


HOSTILE: dict[str, tuple[Maker, type[FileError]]] = {
    "empty": (lambda: b"", UnsupportedFileError),
    "text": ("不是文件".encode, UnsupportedFileError),
    "noise": (lambda: random.Random(7).randbytes(50_000), UnsupportedFileError),
    "too many bytes": (lambda: b"%PDF-" + bytes(20 << 20), FileTooLargeError),
    "html": (lambda: b"<!doctype html><script>alert(1)</script>", UnsupportedFileError),
    "svg": (lambda: b'<svg xmlns="http://www.w3.org/2000/svg"/>', UnsupportedFileError),
    "program": (lambda: b"\x7fELF" + bytes(99), UnsupportedFileError),
    "zip": (drawn.archive, UnsupportedFileError),
    "zip bomb": (zip_bomb, UnsupportedFileError),
    "gzip bomb": (lambda: gzip.compress(bytes(64 << 20)), UnsupportedFileError),
    "playlist": (lambda: b"#EXTM3U\nfile:///etc/passwd\n", UnsupportedFileError),
    "list of files": (lambda: b"ffconcat version 1.0\nfile /etc/passwd", UnsupportedFileError),
    "avi": (lambda: film("avi", "mpeg4", "libmp3lame"), UnsupportedFileError),
    "flv": (lambda: film("flv"), UnsupportedFileError),
    "transport stream": (lambda: film("mpegts"), UnsupportedFileError),
    "tiff": (lambda: drawn.encoded(drawn.picture(), "TIFF"), UnsupportedFileError),
    "avif": (lambda: drawn.encoded(drawn.picture(), "AVIF"), UnsupportedFileError),
    "flac": (lambda: voice("flac", "flac"), UnsupportedFileError),
    "picture bomb": (lambda: png_of(9000, 9000, deflated(243 << 20)), FileTooLargeError),
    "picture of 100000 x 100000": (lambda: png_of(100_000, 100_000, b""), FileTooLargeError),
    "heic of 60000 x 60000": (huge_heic, FileError),
    "truncated heic": (lambda: drawn.heic(1)[:-100], DamagedFileError),
    "truncated jpeg": (lambda: drawn.jpeg(1)[:-200], DamagedFileError),
    "zip dressed as jpeg": (lambda: b"\xff\xd8\xff\xe0" + drawn.archive(), DamagedFileError),
    "film dressed as heic": (lambda: film().replace(b"isom", b"heic"), DamagedFileError),
    "heic dressed as film": (
        lambda: drawn.heic(1).replace(b"ftypheic", b"ftypisom"),
        DamagedFileError,
    ),
    "film without its headers": (lambda: film()[:-600], DamagedFileError),
    "film cut in its media": (
        lambda: film()[: film().index(b"mdat") + 200],
        DamagedFileError,
    ),
    "film of headers only": (lambda: film()[film().rindex(b"moov") - 4 :], DamagedFileError),
    "box of size zero": (lambda: b"\0\0\0\0moov" + bytes(4000), DamagedFileError),
    "box of size one": (lambda: b"\0\0\0\1moov" + bytes(8), DamagedFileError),
    "box of a smaller size than its name": (lambda: b"\0\0\0\4moov" * 999, DamagedFileError),
    "boxes in boxes": (lambda: nested_boxes(b"moov", 50_000), DamagedFileError),
    "tracks in tracks": (lambda: box(b"moov", nested_boxes(b"trak", 9_000)), DamagedFileError),
    "four thousand million samples": (
        lambda: patched(film(), b"stsz", 4, b"\0\0\0\1\xff\xff\xff\xff"),
        DamagedFileError,
    ),
    "samples of four gigabytes": (
        lambda: patched(film(), b"stsz", 4, b"\xff\xff\xff\xf0\0\0\0\x40"),
        DamagedFileError,
    ),
    "chunks far outside": (
        lambda: patched(film(sound=""), b"stco", 8, b"\xff\xff\xff\xff"),
        DamagedFileError,
    ),
    "film of a hundred years": (
        lambda: patched(film(sound=""), b"stts", 12, b"\x7f\xff\xff\xff"),
        FileError,
    ),
    "hundred tracks": (many_tracks, DamagedFileError),
    "garbage for pictures": (garbage_pictures, DamagedFileError),
    "film of still pictures": (still_pictures, UnsupportedFileError),
    "truncated matroska": (lambda: film("matroska")[:-300], DamagedFileError),
    "matroska that lies": (segment_that_lies, DamagedFileError),
    "webm of headers only": (lambda: nothing_but("webm", "libvpx"), DamagedFileError),
    "matroska in matroska": (
        lambda: b"\x1a\x45\xdf\xa3" + b"\x18\x53\x80\x67\x01\xff\xff\xff\xff\xff\xff\xff" * 9_000,
        DamagedFileError,
    ),
    "truncated ogg": (lambda: voice("ogg", "libopus")[:-20], DamagedFileError),
    "ogg of nothing": (ogg_of_nothing, DamagedFileError),
    "ogg of flac": (lambda: voice("ogg", "flac"), UnsupportedFileError),
    "mp3 of a tag": (lambda: b"ID3\4\0\0\x7f\x7f\x7f\x7f" + bytes(5000), DamagedFileError),
    "mp3 of noise": (
        lambda: b"\xff\xfb\x90\0" + random.Random(5).randbytes(40_000),
        DamagedFileError,
    ),
    "truncated wave": (lambda: voice("wav", "pcm_s16le")[:-5000], DamagedFileError),
    "wave of another code": (lambda: voice("wav", "adpcm_ima_wav"), UnsupportedFileError),
    "wave of three hours and more": (long_wave, FileTooLargeError),
    "amr of noise": (
        lambda: b"#!AMR\n" + b"\x7c" + random.Random(6).randbytes(900),
        DamagedFileError,
    ),
    "pdf of nothing": (lambda: b"%PDF-1.7\n%%EOF", DamagedFileError),
    "truncated pdf": (
        lambda: bound.sheet(bound.Sheet(pages=3))[:-60],
        DamagedFileError,
    ),
    "pdf under a password": (lambda: bound.encrypted(b"secret"), ProtectedFileError),
    "pdf that is encrypted but opens": (lambda: bound.encrypted(b""), ProtectedFileError),
    "pdf of 31 pages": (lambda: bound.sheet(bound.Sheet(pages=31)), FileTooLargeError),
    "pdf of a million pages": (lambda: tree(6, 10), FileTooLargeError),
    "pdf without end": (endless_tree, FileError),
    "pdf without pages": (no_pages, DamagedFileError),
    "pdf bomb": (bomb_page, FileError),
    "pdf in brackets": (
        lambda: bound.bind([b"[" * 500_000 + b"]" * 500_000]),
        DamagedFileError,
    ),
}

# What is odd, and yet can be shown: it comes out as clean as anything.
ODD: dict[str, Maker] = {
    "box larger than its parent": lambda: put_at(
        film(), film().index(b"trak") - 4, b"\x7f\xff\xff\xff"
    ),
    "frames that say they are 65535 x 65535": lambda: patched(
        film(sound=""), b"avc1", 24, b"\xff\xff\xff\xff"
    ),
    "media said to be in another file": outside_file,
    "page of no size": lambda: bound.sheet(bound.Sheet(box=(0.0, 0.0))),
    "page as large as a town": lambda: bound.sheet(bound.Sheet(box=(9e6, 9e6))),
    "page as narrow as a hair": lambda: bound.sheet(bound.Sheet(box=(2000.0, 0.01))),
    "film that is an archive too": lambda: film() + drawn.archive(),
    "document that is an archive too": lambda: bound.sheet(bound.Sheet()) + drawn.archive(),
    "sounds one behind the other": lambda: voice("ogg", "libopus") + voice("ogg", "libopus"),
    "sound with the headers of another": lambda: (
        record(Recipe(muxer="ogg", sound="libopus", tags=True)) * 3
    ),
}
