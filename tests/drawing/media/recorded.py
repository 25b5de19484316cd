"""Small recordings made by PyAV, with things hidden in them byte by byte."""

from __future__ import annotations

import io
import os
import struct
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import av
from PIL import Image

from tests.drawing.media.canary import CANARY

WORD = CANARY.encode()
UUID = bytes(range(16))
RATE = 25
TAGS = {
    "title": CANARY,
    "artist": CANARY,
    "author": CANARY,
    "comment": CANARY,
    "description": CANARY,
    "location": f"+30.3987+112.8994/{CANARY}",
    "make": CANARY,
    "model": CANARY,
    "encoder": CANARY,
    "creation_time": "2024-05-06T07:08:09.000000Z",
}
Hide = Callable[[bytes], bytes]


@dataclass(frozen=True, slots=True, kw_only=True)
class Recipe:
    """What to record: a container, its codes, and what to hide where."""

    muxer: str
    video: str = ""
    sound: str = ""
    seconds: float = 0.6
    size: tuple[int, int] = (64, 48)
    tags: bool = False
    chapters: bool = False
    attachment: bool = False
    cover: bool = False
    hide_in_video: Hide | None = None
    hide_in_sound: Hide | None = None
    options: tuple[tuple[str, str], ...] = ()


@contextmanager
def ordinary_priority() -> Iterator[None]:
    """Take back what an encoder of AV1 does for root.

    It makes the thread that opens it, and all that this one starts from then on, real-time
    processes of the highest priority, before which nothing else runs.
    """
    policy, param = os.sched_getscheduler(0), os.sched_getparam(0)
    try:
        yield
    finally:
        os.sched_setscheduler(0, policy, param)


def record(recipe: Recipe) -> bytes:
    stream = io.BytesIO()
    with (
        ordinary_priority(),
        av.open(
            stream, "w", format=recipe.muxer, container_options=dict(recipe.options)
        ) as container,
    ):
        if recipe.tags:
            container.metadata.update(TAGS)
        if recipe.chapters:
            container.set_chapters([chapter(0, 300), chapter(300, 600)])
        film = add_video(container, recipe) if recipe.video else None
        voice = add_sound(container, recipe) if recipe.sound else None
        if recipe.attachment:
            container.add_attachment(f"{CANARY}.txt", "text/plain", WORD)
        if recipe.cover:
            add_cover(container)
        if film:
            put(container, film, images(recipe), recipe.hide_in_video)
        if voice:
            put(container, voice, tones(recipe, voice), recipe.hide_in_sound)
    return stream.getvalue()


def chapter(start: int, end: int) -> Any:
    return {
        "id": start,
        "start": start,
        "end": end,
        "time_base": Fraction(1, 1000),
        "metadata": {"title": CANARY},
    }


def add_video(container: Any, recipe: Recipe) -> Any:
    width, height = recipe.size
    options = {"x265-params": "log-level=none"} if recipe.video == "libx265" else {}
    stream = container.add_stream(recipe.video, rate=RATE, width=width, height=height)
    stream.pix_fmt = "yuv420p"
    stream.options = options
    if recipe.tags:
        stream.metadata.update({"title": CANARY, "handler_name": CANARY, "language": "bod"})
    return stream


def add_sound(container: Any, recipe: Recipe) -> Any:
    narrow = "amr" in recipe.sound
    layout = "stereo" if recipe.sound == "vorbis" else "mono"
    stream = container.add_stream(
        recipe.sound, rate=8000 if narrow else 48000, layout=layout, options={"strict": "-2"}
    )
    if narrow:
        stream.bit_rate = 12200
    if recipe.tags:
        stream.metadata.update({"title": CANARY, "handler_name": CANARY, "artist": CANARY})
    return stream


def add_cover(container: Any) -> None:
    picture = io.BytesIO()
    Image.new("RGB", (16, 16), "red").save(picture, "JPEG", comment=WORD)
    stream = container.add_mux_stream("mjpeg", width=16, height=16)
    stream.disposition = 1 << 10
    stream.metadata.update({"title": CANARY, "comment": CANARY})
    stream.time_base = Fraction(1, 90000)
    packet = av.Packet(picture.getvalue())
    packet.stream, packet.pts, packet.dts, packet.is_keyframe = stream, 0, 0, True
    packet.time_base = Fraction(1, 90000)
    container.mux(packet)


def put(container: Any, stream: Any, frames: list[Any], hide: Hide | None) -> None:
    for frame in (*frames, None):
        for packet in stream.encode(frame):
            container.mux(packet if hide is None else tainted(packet, stream, hide))


def tainted(packet: Any, stream: Any, hide: Hide) -> Any:
    copy = av.Packet(hide(bytes(packet)))
    copy.pts, copy.dts, copy.duration = packet.pts, packet.dts, packet.duration
    copy.time_base, copy.is_keyframe, copy.stream = packet.time_base, packet.is_keyframe, stream
    return copy


def images(recipe: Recipe) -> list[Any]:
    found = []
    for number in range(round(recipe.seconds * RATE)):
        frame = av.VideoFrame.from_image(
            Image.new("RGB", recipe.size, (number * 9 % 256, 90, 200 - number * 5 % 200))
        )
        frame.pts, frame.time_base = number, Fraction(1, RATE)
        found.append(frame)
    return found


def tones(recipe: Recipe, stream: Any) -> list[Any]:
    context = stream.codec_context
    rate, count = context.sample_rate, context.frame_size or 960
    found = []
    for start in range(0, round(recipe.seconds * rate), count):
        frame = av.AudioFrame(format=context.format, layout=context.layout, samples=count)
        for plane in frame.planes:
            plane.update(bytes(plane.buffer_size))
        frame.sample_rate, frame.pts, frame.time_base = rate, start, Fraction(1, rate)
        found.append(frame)
    return found


def h264_sei(packet: bytes) -> bytes:
    return b"\0\0\0\1\6\5" + bytes([16 + len(WORD)]) + UUID + WORD + b"\x80" + packet


def h264_private(packet: bytes) -> bytes:
    return packet + b"\0\0\0\1\x1e" + WORD + b"\x80"


def hevc_sei(packet: bytes) -> bytes:
    return b"\0\0\0\1\x4e\1\5" + bytes([16 + len(WORD)]) + UUID + WORD + b"\x80" + packet


def mpeg4_user_data(packet: bytes) -> bytes:
    return b"\0\0\1\xb2" + WORD + packet


def av1_metadata(packet: bytes) -> bytes:
    """Hide an ITU-T T.35 message behind the temporal delimiter that begins a packet."""
    start = 2 if packet.startswith(b"\x12\0") else 0
    message = b"\4\xb5" + WORD + b"\x80"
    return packet[:start] + b"\x2a" + bytes([len(message)]) + message + packet[start:]


def aac_data_element(packet: bytes) -> bytes:
    return b"\x81" + bytes([len(WORD)]) + WORD + packet


def opus_padding(packet: bytes) -> bytes:
    """Make a packet of one frame one of "many", so that it may be padded (RFC 6716, 3.2.5)."""
    if packet[0] & 3:
        return packet
    return bytes([packet[0] | 3, 0x41, len(WORD)]) + packet[1:] + WORD


def box(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body) + 8) + kind + body


def in_movie(data: bytes, extra: bytes) -> bytes:
    """Add a box to the movie's, which PyAV writes last, so that no offset moves."""
    place = data.rindex(b"moov") - 4
    size = struct.unpack_from(">I", data, place)[0]
    assert place + size == len(data)
    return data[:place] + struct.pack(">I", size + len(extra)) + data[place + 4 :] + extra


def user_data() -> bytes:
    text = struct.pack(">HH", len(WORD), 0x15C7) + WORD
    place = bytes(6) + WORD + b"\0" + struct.pack(">Biii", 0, 7_398_000, 1_991_000, 0) + b"\0\0"
    return box(b"udta", box(b"\xa9xyz", text) + box(b"\xa9nam", text) + box(b"loci", place))


def apple_metadata() -> bytes:
    key = box(b"mdta", b"com.apple.quicktime.location.ISO6709")
    value = box(b"\0\0\0\1", box(b"data", struct.pack(">II", 1, 0) + WORD))
    handler = box(b"hdlr", bytes(8) + b"mdta" + bytes(12) + WORD + b"\0")
    keys = box(b"keys", struct.pack(">II", 0, 1) + key)
    return box(b"meta", handler + keys + box(b"ilst", value))


def xmp() -> bytes:
    uuid = bytes.fromhex("be7acfcb97a942e89c71999491e3afac")
    return box(b"uuid", uuid + b"<x:xmpmeta>" + WORD + b"</x:xmpmeta>")


def dated(data: bytes) -> bytes:
    """Write dates into the movie's, the tracks' and the media's headers."""
    changed = bytearray(data)
    for kind in (b"mvhd", b"tkhd", b"mdhd"):
        place = changed.find(kind)
        while place >= 0:
            struct.pack_into(">II", changed, place + 8, 3_700_000_000, 3_700_000_001)
            place = changed.find(kind, place + 1)
    return bytes(changed)


QUARTER_TURN = struct.pack(">9i", 0, 1 << 16, 0, -1 << 16, 0, 0, 48 << 16, 0, 1 << 30)


def turned(data: bytes) -> bytes:
    """Turn the first track, the video, by a quarter."""
    place = data.index(b"tkhd") + 4 + 40
    return data[:place] + QUARTER_TURN + data[place + 36 :]
