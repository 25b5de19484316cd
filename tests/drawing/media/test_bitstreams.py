"""What is hidden inside a stream's packets is blanked, and what is heard is left alone."""

from __future__ import annotations

import io
import struct
from collections.abc import Iterator

import av
import pytest

from bot.drawing.media.bitstreams import scrub, scrub_setup
from bot.drawing.media.mp3 import blank_ancillary
from bot.errors import DamagedFileError, UnsupportedFileError
from tests.drawing.media.recorded import WORD, Recipe, opus_padding, record

MP3_HEADER = b"\xff\xfb\x90\xc4"  # MPEG 1, layer III, 128 kbit/s, 44.1 kHz, mono.
MP3_LENGTH = 417


def packets(data: bytes) -> Iterator[bytes]:
    with av.open(io.BytesIO(data)) as container:
        yield from (bytes(packet) for packet in container.demux(audio=0) if packet.size)


def mp3_frame(reservoir: int, sound: int, body: bytes) -> bytes:
    """Write a frame of mono sound whose first granule takes `sound` bytes."""
    side = reservoir << (136 - 9) | (sound * 8) << (136 - 18 - 12)
    return (MP3_HEADER + side.to_bytes(17, "big") + body).ljust(MP3_LENGTH, b"\0")


def decoded(data: bytes) -> bytes:
    with av.open(io.BytesIO(data)) as container:
        return b"".join(bytes(plane) for it in container.decode(audio=0) for plane in it.planes)


def test_the_unused_bytes_of_an_mp3_frame_are_blanked() -> None:
    frame = mp3_frame(0, 100, b"\x11" * 100 + WORD)
    (cleaned,) = blank_ancillary([frame])
    assert cleaned == frame[:121] + bytes(MP3_LENGTH - 121)


def test_the_reservoir_of_a_later_mp3_frame_is_kept() -> None:
    first = mp3_frame(0, 100, b"\x11" * 100 + WORD + b"\x22" * 300)
    later = mp3_frame(50, 60, b"\x33" * 10 + WORD)
    one, two = blank_ancillary([first, later])
    assert one == first[:121] + bytes(MP3_LENGTH - 121 - 50) + first[-50:]
    assert two == later[:31] + bytes(MP3_LENGTH - 31)


def test_what_stands_behind_or_between_mp3_frames_is_dropped() -> None:
    frame = mp3_frame(0, 9, b"\x11" * 9)
    stranger = b"\xff\xf3\x90\xc4" + WORD * 20
    assert blank_ancillary([frame + WORD, stranger, WORD, frame]) == [frame, b"", b"", frame]


def test_mp3_without_a_told_rate_is_not_taken() -> None:
    with pytest.raises(UnsupportedFileError):
        blank_ancillary([b"\xff\xfb\x00\xc4" + bytes(400)])
    with pytest.raises(DamagedFileError):
        blank_ancillary([b"\xff\xfb\x90\xc4" + bytes(100)])


def test_an_mp3_sounds_the_same_to_the_sample() -> None:
    made = record(Recipe(muxer="mp3", sound="libmp3lame", seconds=1.0))
    old = list(packets(made))
    new = scrub("mp3", old)
    assert b"LAME" in b"".join(old)
    assert b"LAME" not in b"".join(new)
    assert decoded(b"".join(old)) == decoded(b"".join(new))


def test_opus_padding_is_blanked_and_stray_headers_are_dropped() -> None:
    padded = opus_padding(b"\x78\x01\x02\x03")
    broken = b"\x7b\x41\xff\xff\xff"
    cleaned = scrub("opus", [padded, b"\x78\x01", b"OpusTags" + WORD, broken])
    assert cleaned == [padded[: -len(WORD)] + bytes(len(WORD)), b"\x78\x01", b"", b""]


def test_fill_and_data_elements_before_aac_sound_are_blanked() -> None:
    sound = b"\x01\x02\x03\x04"
    data = b"\x81" + bytes([len(WORD)]) + WORD + sound
    fill = int(f"110{5:04b}" + "1" * 40 + "0" + "0" * 32, 2).to_bytes(10, "big")
    cleaned = scrub("aac", [data, fill, sound, b"\xe0", b"\x81\x03abc\xe0"])
    assert cleaned[0] == b"\x81" + bytes([len(WORD)]) + bytes(len(WORD)) + sound
    assert cleaned[1] == b"\xca" + bytes(9)
    assert cleaned[2:] == [sound, b"\xe0", b""]
    with pytest.raises(DamagedFileError):
        scrub("aac", [b"\x81\xff" + WORD])


def test_a_long_fill_element_is_counted_as_the_standard_does() -> None:
    bits = "110" + "1111" + f"{10:08b}" + "1" * (24 * 8) + "000"
    packet = int(bits.ljust(216, "0"), 2).to_bytes(27, "big")
    (cleaned,) = scrub("aac", [packet])
    assert int.from_bytes(cleaned, "big") == int((bits[:15] + "0" * 195).ljust(216, "0"), 2)


def test_mpeg4_user_data_goes_wherever_it_stands() -> None:
    frame = b"\0\0\1\xb6\x12\x34"
    user = b"\0\0\1\xb2" + WORD
    assert scrub("mpeg4", [user + frame, frame + user]) == [frame, frame]
    assert scrub_setup("mpeg4", user + b"\0\0\1\x20\x08") == b"\0\0\1\x20\x08"


def test_amr_frames_of_unknown_types_are_dropped() -> None:
    frame = b"\x3c" + bytes(31)
    cleaned = scrub("amr_nb", [frame, frame + b"\x5c" + WORD, b"\x3c" + WORD])
    assert cleaned == [frame, frame, b""]


def test_vorbis_comments_are_replaced_by_none() -> None:
    first, books = b"\1vorbis" + bytes(23), b"\5vorbis" + bytes(40)
    comments = b"\3vorbis" + struct.pack("<I", 300) + WORD.ljust(300) + struct.pack("<IB", 0, 1)
    lengths = bytes([2, 30, 255, len(comments) - 255])
    cleaned = scrub_setup("vorbis", lengths + first + comments + books)
    assert cleaned == b"\2\x1e\x10" + first + b"\3vorbis" + bytes(8) + b"\1" + books
    with pytest.raises(DamagedFileError):
        scrub_setup("vorbis", lengths + first + books)


def test_only_what_a_decoder_needs_is_told_before_the_first_packet() -> None:
    head = b"OpusHead\1\1" + bytes(8) + b"\0"
    assert scrub_setup("opus", head + WORD) == head
    assert scrub_setup("vp8", WORD) is None
    assert scrub_setup("aac", None) is None
