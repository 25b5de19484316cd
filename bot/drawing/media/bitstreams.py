"""What people and programs hide between the coded sound and pictures is taken out or blanked."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence

from bot.drawing.media.mp3 import blank_ancillary
from bot.errors import DamagedFileError

# What stays of each code's units: parameter sets and coded pictures. Away go SEI messages, access
# unit delimiters, filler, metadata and padding OBUs, and every type left to private use.
FILTERS = {
    "h264": "filter_units=pass_types=1-5|7|8|10|11|13|19",
    "hevc": "filter_units=pass_types=0-9|16-21|32-34|36|37",
    "av1": "filter_units=pass_types=1-4|6|7",
}
USER_DATA = re.compile(
    rb"\x00\x00\x01\xb2.*?(?=\x00\x00\x01|\Z)", re.DOTALL
)  # ISO/IEC 14496-2, 6.2.2.1
OGG_HEADERS = (b"OpusHead", b"OpusTags", b"\1vorbis", b"\3vorbis", b"\5vorbis")
XIPH_LACES = 2  # Three headers in one, the first two with their lengths before them.
NO_COMMENTS = b"\3vorbis" + bytes(8) + b"\1"
# The length of a frame by its type, in the storage format of RFC 4867, 5.3; no other type exists.
AMR_NB = {0: 13, 1: 14, 2: 16, 3: 18, 4: 20, 5: 21, 6: 27, 7: 32, 8: 6, 15: 1}
AMR_WB = {0: 18, 1: 24, 2: 33, 3: 37, 4: 41, 5: 47, 6: 51, 7: 59, 8: 61, 9: 6, 14: 1, 15: 1}
DATA_STREAM, FILL, LAST_ELEMENT_OF_SOUND = 4, 6, 3  # ISO/IEC 14496-3, table 4.71


def scrub(codec: str, packets: Sequence[bytes]) -> list[bytes]:
    """Clean the packets of one stream, in their order; each keeps its place."""
    if codec == "mp3":
        return blank_ancillary(packets)
    scrubber = PACKETS.get(codec)
    return list(packets) if scrubber is None else [scrubber(packet) for packet in packets]


def scrub_setup(codec: str, setup: bytes | None) -> bytes | None:
    """Clean what a decoder is told before the first packet; most codes need nothing."""
    scrubber = SETUPS.get(codec)
    return scrubber(setup) if scrubber and setup else None


def _without_user_data(data: bytes) -> bytes:
    return USER_DATA.sub(b"", data)


def _without_comments(setup: bytes) -> bytes:
    """Put an empty comment header into the three headers of Vorbis."""
    lengths, place = [], 1
    for _ in range(XIPH_LACES):
        length = 0
        while setup[place] == 0xFF:
            length, place = length + 0xFF, place + 1
        lengths.append(length + setup[place])
        place += 1
    first, comments = setup[place : place + lengths[0]], lengths[1]
    books = setup[place + lengths[0] + comments :]
    if setup[0] != XIPH_LACES or len(first) != 30 or books[:7] != b"\5vorbis":
        raise DamagedFileError
    return bytes([XIPH_LACES, len(first), len(NO_COMMENTS)]) + first + NO_COMMENTS + books


def _opus_head(setup: bytes) -> bytes:
    mapped = len(setup) > 18 and setup[18] != 0
    return setup[: 21 + setup[9]] if mapped else setup[:19]


def _blank_opus_padding(packet: bytes) -> bytes:
    """Blank the padding of a packet of many frames (RFC 6716, 3.2.5); drop a stray header."""
    if packet.startswith(OGG_HEADERS):
        return b""
    if len(packet) < 3 or packet[0] & 3 != 3 or not packet[1] & 0x40:
        return packet
    padding, place = 0, 2
    while place < len(packet) and packet[place] == 0xFF:
        padding, place = padding + 254, place + 1
    padding += packet[place] if place < len(packet) else 0
    kept = len(packet) - padding
    return packet[:kept] + bytes(padding) if kept > place else b""


def _without_stray_headers(packet: bytes) -> bytes:
    return b"" if packet.startswith(OGG_HEADERS) else packet


def _amr_frames(lengths: Mapping[int, int]) -> Callable[[bytes], bytes]:
    """Keep whole frames of known types; what follows them in a packet is none."""

    def keep(packet: bytes) -> bytes:
        place = 0
        while place < len(packet):
            length = lengths.get(packet[place] >> 3 & 15, 0)
            if not length or place + length > len(packet):
                break
            place += length
        return packet[:place]

    return keep


def _blank_fill(packet: bytes) -> bytes:
    """Blank the fill and data elements before the first element of sound in an AAC packet."""
    if not packet or packet[0] >> 5 not in (DATA_STREAM, FILL):
        return packet
    bits = Bits(packet)
    while (element := bits.take(3)) in (DATA_STREAM, FILL):
        if element == FILL:
            count = bits.take(4)
            count += bits.take(8) - 1 if count == 15 else 0
        else:
            bits.take(4)
            aligned = bits.take(1)
            count = bits.take(8)
            count += bits.take(8) if count == 255 else 0
            bits.place += -bits.place % 8 if aligned else 0
        bits.blank(count * 8)
    return bits.value.to_bytes(len(packet), "big") if element <= LAST_ELEMENT_OF_SOUND else b""


class Bits:
    """The bits of a packet, read and blanked from the first on."""

    def __init__(self, data: bytes) -> None:
        self.value = int.from_bytes(data, "big")
        self.length = len(data) * 8
        self.place = 0

    def take(self, count: int) -> int:
        self.place += count
        if self.place > self.length:
            raise DamagedFileError
        return self.value >> (self.length - self.place) & ((1 << count) - 1)

    def blank(self, count: int) -> None:
        value = self.take(count)
        self.value ^= value << (self.length - self.place)


def _same(setup: bytes) -> bytes:
    return setup


PACKETS: dict[str, Callable[[bytes], bytes]] = {
    "aac": _blank_fill,
    "amr_nb": _amr_frames(AMR_NB),
    "amr_wb": _amr_frames(AMR_WB),
    "mpeg4": _without_user_data,
    "opus": _blank_opus_padding,
    "vorbis": _without_stray_headers,
}
SETUPS: dict[str, Callable[[bytes], bytes]] = {
    "aac": _same,
    "av1": _same,
    "h264": _same,
    "hevc": _same,
    "mpeg4": _without_user_data,
    "opus": _opus_head,
    "vorbis": _without_comments,
}
