"""The unused bytes of MP3 frames, where encoders sign and others may hide, are blanked.

A frame's sound may begin in the frames before it (the bit reservoir), so what is unused is known
only over the whole stream. The layout is that of ISO/IEC 11172-3 and 13818-3, layer III.
"""

from __future__ import annotations

import collections
from collections.abc import Sequence
from dataclasses import dataclass

from bot.errors import DamagedFileError, UnsupportedFileError

RATES = (0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320)  # kbit/s
LOW_RATES = (0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160)
SAMPLES_PER_SECOND = (44_100, 48_000, 32_000)
MPEG_1, LAYER_III, MONO = 3, 1, 3
SHORTEST_HEADER = 4 + 9


@dataclass(frozen=True, slots=True)
class Frame:
    """Where a frame's own bytes end, how far back its sound begins, and how long that is."""

    header: int
    length: int
    reservoir: int
    sound: int


NO_FRAME = Frame(0, 0, 0, 0)


def blank_ancillary(packets: Sequence[bytes]) -> list[bytes]:
    """Blank all bytes that belong to no frame's sound, and drop what stands behind a frame.

    A packet of another version or sampling rate than the most is no frame of this stream.
    """
    kinds = [(packet[1] & 0xFE, packet[2] & 0x0C) for packet in map(_padded, packets)]
    counted = collections.Counter(kinds)
    usual = max(counted, key=counted.__getitem__)
    own = [it if kind == usual else b"" for it, kind in zip(packets, kinds, strict=True)]
    frames = [_read(packet) if packet else NO_FRAME for packet in own]
    body, used = bytearray(), 0
    for packet, frame in zip(own, frames, strict=True):
        if packet:
            start = len(body) - frame.reservoir
            body[used : max(used, start)] = bytes(max(0, start - used))
            used = max(used, start + frame.sound)
            body += packet[frame.header : frame.length]
    body[used:] = bytes(max(0, len(body) - used))
    return _join(own, frames, bytes(body))


def _padded(packet: bytes) -> bytes:
    return packet.ljust(SHORTEST_HEADER, b"\0")


def _join(packets: Sequence[bytes], frames: Sequence[Frame], body: bytes) -> list[bytes]:
    cleaned, place = [], 0
    for packet, frame in zip(packets, frames, strict=True):
        length = frame.length - frame.header
        cleaned.append(packet[: frame.header] + body[place : place + length])
        place += length
    return cleaned


def _read(packet: bytes) -> Frame:
    if len(packet) < SHORTEST_HEADER:
        raise DamagedFileError
    version, layer, protected = packet[1] >> 3 & 3, packet[1] >> 1 & 3, not packet[1] & 1
    if packet[0] != 0xFF or packet[1] < 0xE0 or layer != LAYER_III or version == 1:
        raise DamagedFileError
    channels = 1 if packet[3] >> 6 == MONO else 2
    first = version == MPEG_1
    side = (17, 32)[channels - 1] if first else (9, 17)[channels - 1]
    header = 4 + 2 * protected + side
    length = _length(packet, version)
    if not header <= length <= len(packet):
        raise DamagedFileError
    reservoir, sound = _side(packet[header - side : header], channels, first=first)
    return Frame(header, length, reservoir, sound)


def _length(packet: bytes, version: int) -> int:
    rate, frequency, padding = packet[2] >> 4, packet[2] >> 2 & 3, packet[2] >> 1 & 1
    if rate in (0, 15) or frequency == 3:
        raise UnsupportedFileError
    if version == MPEG_1:
        return 144_000 * RATES[rate] // SAMPLES_PER_SECOND[frequency] + padding
    slower = 2 if version == 2 else 4
    return 72_000 * LOW_RATES[rate] * slower // SAMPLES_PER_SECOND[frequency] + padding


def _side(side: bytes, channels: int, *, first: bool) -> tuple[int, int]:
    """Return how many bytes back the sound begins and how many bytes it takes."""
    bits, length = int.from_bytes(side, "big"), len(side) * 8
    if first:
        start, step, granules, back = (18 if channels == 1 else 20), 59, 2 * channels, 9
    else:
        start, step, granules, back = (9 if channels == 1 else 10), 63, channels, 8
    sound = sum(bits >> (length - start - step * it - 12) & 0xFFF for it in range(granules))
    return bits >> (length - back), (sound + 7) // 8
