"""Readers of our own that find what a cleaned file holds; none of them wrote it."""

from __future__ import annotations

import re
import struct
from collections.abc import Callable, Iterator

SEGMENTS = {0xE0, 0xDB, 0xC0, 0xC4, 0xDA}  # JFIF, tables, the frame and the scan.
PARENTS = {b"moov", b"trak", b"mdia", b"minf", b"dinf", b"stbl", b"edts", b"wave"}
BOXES = PARENTS - {b"wave"} | set(
    b"ftyp free mdat mvhd tkhd elst mdhd hdlr vmhd smhd dref stsd stts ctts stss stsc stsz stco"
    b" co64 sgpd sbgp sdtp udta".split()
)
ENTRIES = set(
    b"avc1 hvc1 av01 mp4v mp4a Opus samr vp09 s263 ipcm avcC hvcC av1C esds dOps vpcC damr d263"
    b" pcmC btrt pasp colr fiel chnl".split()
)
# A list of tags without a tag, which FFmpeg writes into every film.
NO_TAGS = bytes.fromhex(
    "00000035 6d657461 00000000 00000021 68646c72 00000000 00000000 6d646972 6170706c"
    "00000000 00000000 00 00000008 696c7374"
)
HANDLERS = {b"VideoHandler", b"SoundHandler", b"DataHandler"}
CODED = {b"avcC": set(range(1, 6)), b"hvcC": {*range(10), *range(16, 22)}}
SETUP = {b"avcC": {7, 8, 13}, b"hvcC": {32, 33, 34}}
LACED = 0xFF
EBML_PARENTS = {
    0x1A45DFA3, 0x18538067, 0x114D9B74, 0x4DBB, 0x1549A966, 0x1654AE6B, 0xAE, 0xE0, 0xE1,
    0x1C53BB6B, 0xBB, 0xB7, 0x1F43B675, 0xA0, 0x1254C367, 0x7373, 0x63C0, 0x67C8, 0x55B0, 0x7670,
}  # fmt: skip
EBML_FORBIDDEN = {
    0x1941A469: "attachments", 0x1043A770: "chapters", 0x7BA9: "title", 0x4461: "date",
    0x73A4: "segment id", 0x536E: "track name", 0x7384: "file name", 0x75A1: "additions",
}  # fmt: skip


def inspect_jpeg(data: bytes) -> None:
    place, kind = 2, 0
    assert data[:2] == b"\xff\xd8"
    while kind != 0xDA:
        start, kind, length = struct.unpack_from(">BBH", data, place)
        assert start == 0xFF
        assert kind in SEGMENTS, hex(kind)
        assert kind != 0xE0 or length == 16, "a thumbnail in JFIF"
        place += 2 + length
    assert data.find(b"\xff\xd9", place) == len(data) - 2


def boxes(data: bytes, start: int, end: int) -> Iterator[tuple[bytes, int, int]]:
    """List the boxes within a stretch of bytes, with their children, as kind, start and end."""
    while start < end:
        size, kind = struct.unpack_from(">I4s", data, start)
        assert 8 <= size <= end - start, kind
        yield kind, start + 8, start + size
        if kind in PARENTS:
            yield from boxes(data, start + 8, start + size)
        start += size


def inspect_mp4(data: bytes) -> None:
    listed = list(boxes(data, 0, len(data)))
    for kind, start, end in listed:
        assert kind in BOXES, kind
        if kind in (b"mvhd", b"tkhd", b"mdhd"):
            wide = 8 if data[start] else 4
            assert not any(data[start + 4 : start + 4 + 2 * wide]), "a date"
        if kind == b"mdhd":
            assert data[end - 4 : end - 2] == b"\x55\xc4", "a language"
        if kind == b"hdlr":
            assert data[start + 24 : end].rstrip(b"\0") in HANDLERS
        if kind == b"udta":
            assert data[start:end] == NO_TAGS
        if kind == b"free":
            assert not any(data[start:end])
    for start, end in [(start, end) for kind, start, end in listed if kind == b"trak"]:
        inspect_track(data, start, end)


def inspect_track(data: bytes, start: int, end: int) -> None:
    place, stop = find(data, b"stsd", start, end)
    entry, is_video = data[place + 12 : place + 16], find(data, b"vmhd", start, end)[0]
    assert entry in ENTRIES, entry
    assert not is_video or not any(data[place + 58 : place + 90]), "a compressor's name"
    inner = place + 16 + (78 if is_video else 28)
    children = {kind: (one, two) for kind, one, two in boxes(data, inner, stop)}
    assert set(children) <= ENTRIES, children
    for setup in CODED.keys() & children.keys():
        inspect_setup(setup, data[slice(*children[setup])])
        for sample in samples(data, start, end):
            assert sample, "an empty sample"
            assert set(units(setup, sample)) <= CODED[setup] | SETUP[setup]
    if entry == b"mp4v":
        assert all(b"\0\0\1\xb2" not in one for one in samples(data, start, end)), "user data"


def inspect_setup(setup: bytes, body: bytes) -> None:
    if setup == b"avcC":
        place = 6
        for expected, bits in ((7, body[5] & 31), (8, 0)):
            if expected == 8:
                place += 1
            for _ in range(bits or body[place - 1]):
                length = struct.unpack_from(">H", body, place)[0]
                assert body[place + 2] & 31 == expected
                place += 2 + length
        assert len(body) - place in (0, 4), "bytes behind the parameter sets"
        return
    place = 23
    for _ in range(body[22]):
        kind, count = body[place] & 63, struct.unpack_from(">H", body, place + 1)[0]
        assert kind in SETUP[setup], kind
        place += 3
        for _ in range(count):
            place += 2 + struct.unpack_from(">H", body, place)[0]
    assert place == len(body)


def units(setup: bytes, sample: bytes) -> Iterator[int]:
    place = 0
    while place < len(sample):
        length = struct.unpack_from(">I", sample, place)[0]
        first = sample[place + 4]
        yield first & 31 if setup == b"avcC" else first >> 1 & 63
        place += 4 + length
    assert place == len(sample)


def find(data: bytes, wanted: bytes, start: int, end: int) -> tuple[int, int]:
    places = [(one, two) for kind, one, two in boxes(data, start, end) if kind == wanted]
    return places[0] if places else (0, 0)


def samples(data: bytes, start: int, end: int) -> Iterator[bytes]:
    """Cut the samples of a track out of the media data, by its tables of sizes and chunks."""
    sizes, chunks, runs = (find(data, it, start, end)[0] for it in (b"stsz", b"stco", b"stsc"))
    fixed, count = struct.unpack_from(">II", data, sizes + 4)
    lengths = [fixed] * count if fixed else struct.unpack_from(f">{count}I", data, sizes + 12)
    total = struct.unpack_from(">I", data, chunks + 4)[0]
    offsets = struct.unpack_from(f">{total}I", data, chunks + 8)
    table = struct.unpack_from(">I", data, runs + 4)[0]
    rows = [struct.unpack_from(">III", data, runs + 8 + 12 * it) for it in range(table)]
    number = 0
    for index, offset in enumerate(offsets, start=1):
        place = offset
        for _ in range(next(per for first, per, _ in reversed(rows) if first <= index)):
            yield data[place : place + lengths[number]]
            place, number = place + lengths[number], number + 1
    assert number == count


def matrix(data: bytes) -> bytes:
    """Return the matrix of the first track, which says how the picture is turned."""
    place, _ = find(data, b"tkhd", 0, len(data))
    return data[place + 40 + 12 * data[place] :][:36]


def inspect_webm(data: bytes) -> None:
    for kind, start, end in elements(data, 0, len(data)):
        assert kind not in EBML_FORBIDDEN, EBML_FORBIDDEN[kind]
        body = data[start:end]
        if kind in (0x4D80, 0x5741):
            assert body == b"Lavf"
        if kind == 0x45A3:
            assert body == b"DURATION"
        if kind == 0x22B59C:
            assert body == b"und"
        if kind == 0x63A2 and body[:1] == b"\2":
            assert b"\3vorbis" + bytes(8) + b"\1" in body
        if kind == 0xEC:
            assert not any(body)


def elements(data: bytes, start: int, end: int) -> Iterator[tuple[int, int, int]]:
    while start < end:
        kind, start = number(data, start, keep=True)
        size, start = number(data, start, keep=False)
        assert start + size <= end, hex(kind)
        yield kind, start, start + size
        if kind in EBML_PARENTS:
            yield from elements(data, start, start + size)
        start += size


def number(data: bytes, place: int, *, keep: bool) -> tuple[int, int]:
    width = 9 - data[place].bit_length()
    value = int.from_bytes(data[place : place + width], "big")
    return value if keep else value & ((1 << 7 * width) - 1), place + width


def inspect_ogg(data: bytes) -> None:
    packets, serials, place, part = [], set(), 0, b""
    while place < len(data):
        magic, _, _, _, serial, _, _, count = struct.unpack_from("<4sBBqIIIB", data, place)
        assert magic == b"OggS"
        serials.add(serial)
        lacing = data[place + 27 : place + 27 + count]
        place += 27 + count
        for length in lacing:
            part += data[place : place + length]
            place += length
            if length != LACED:
                packets.append(part)
                part = b""
    assert len(serials) == 1
    start = 8 if packets[1].startswith(b"OpusTags") else 7
    assert packets[1][start:] in (
        struct.pack("<I6sI", 6, b"ffmpeg", 0),
        struct.pack("<I6sIB", 6, b"ffmpeg", 0, 1),
    )
    assert len([it for it in packets if it[:8] in (b"OpusTags", b"OpusHead")]) in (0, 2)
    assert len([it for it in packets if it[1:7] == b"vorbis"]) in (0, 3)


def inspect_mp3(data: bytes) -> None:
    """Walk from frame to frame; neither tag nor byte may stand before, between or behind them."""
    rates = (0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320)
    place = 0
    while place < len(data):
        assert data[place] == 0xFF
        assert data[place + 1] in (0xFB, 0xFA)
        frequency = (44100, 48000, 32000)[data[place + 2] >> 2 & 3]
        place += 144_000 * rates[data[place + 2] >> 4] // frequency + (data[place + 2] >> 1 & 1)
    assert place == len(data)
    assert b"LAME" not in data


def inspect_wav(data: bytes) -> None:
    place, kinds = 12, []
    assert struct.unpack_from("<4sI4s", data) == (b"RIFF", len(data) - 8, b"WAVE")
    while place < len(data):
        kind, size = struct.unpack_from("<4sI", data, place)
        kinds.append(kind)
        place += 8 + size + size % 2
    assert kinds in ([b"fmt ", b"data"], [b"fmt ", b"fact", b"data"])


def inspect_amr(data: bytes) -> None:
    sizes = dict(enumerate((12, 13, 15, 17, 19, 20, 26, 31, 5))) | {15: 0}
    assert data.startswith(b"#!AMR\n")
    place = 6
    while place < len(data):
        place += 1 + sizes[data[place] >> 3 & 15]
    assert place == len(data)


def inspect_pdf(data: bytes) -> None:
    """Allow a catalogue, pages, their pictures and what places them, and nothing else."""
    streams = re.findall(rb"/Length \d+\n>>stream\n(.*?)\nendstream", data, re.DOTALL)
    for stream in streams:
        if stream.startswith(b"\xff\xd8"):
            inspect_jpeg(stream)
        else:
            assert re.fullmatch(rb"q [\d.]+ 0 0 [\d.]+ 0 0 cm /image Do Q\n", stream)
    for stream in streams:
        data = data.replace(stream, b"")
    names = set(re.findall(rb"/([A-Za-z]+)", data))
    assert names <= set(
        b"Type Catalog Pages Count Kids Page Parent Resources ProcSet PDF ImageC XObject image"
        b" MediaBox Contents Subtype Image Width Height Filter DCTDecode BitsPerComponent"
        b" ColorSpace DeviceRGB Length Root Size".split()
    ), names
    assert b"(" not in data, "a string"
    assert data.count(b"%%EOF") == data.count(b"startxref") == 1
    assert data.endswith(b"%%EOF")


INSPECTORS: dict[str, Callable[[bytes], None]] = {
    "image/jpeg": inspect_jpeg,
    "application/pdf": inspect_pdf,
    "video/mp4": inspect_mp4,
    "video/3gpp": inspect_mp4,
    "audio/mp4": inspect_mp4,
    "audio/3gpp": inspect_mp4,
    "video/webm": inspect_webm,
    "audio/ogg": inspect_ogg,
    "audio/mpeg": inspect_mp3,
    "audio/wav": inspect_wav,
    "audio/amr": inspect_amr,
}
