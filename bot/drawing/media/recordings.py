"""Video and sound put into a new container: the coded pictures and sounds, and nothing else."""

from __future__ import annotations

import io
import itertools
from typing import NoReturn

import av
from av.container import InputContainer, OutputContainer

from bot.drawing.media.kinds import LARGEST_FILE, CleanFile, recognise
from bot.drawing.media.streams import Target, choose
from bot.drawing.media.tracks import Track
from bot.drawing.media.whole import ensure_whole
from bot.errors import DamagedFileError, FileError, FileTooLargeError, UnsupportedFileError

LONGEST = 3 * 60 * 60  # Seconds; at 20 MB, speech of 15 kbit/s.
MOST_PACKETS = 600_000
MOST_TRIED = 200  # Packets of the new file within which each stream must give a picture or sound.
READING = {"max_streams": "32", "threads": "1"}
WRITING = {"fflags": "+bitexact"}  # No dates, no names of programs, no random numbers.
TAGS = {"mp3": {"id3v2_version": "0", "write_id3v1": "0"}}


def clean(data: bytes) -> CleanFile:
    """Re-mux a recording; its pictures and sounds are not coded anew, so none is lost.

    Raises `UnsupportedFileError`, `DamagedFileError` or `FileTooLargeError`.
    """
    signature = recognise(data)
    if signature is None or not signature.demuxer:
        raise UnsupportedFileError
    ensure_whole(data, signature.demuxer)
    try:
        cleaned = _remux(data, signature.demuxer)
        _ensure_plays(cleaned.data)
    except FileError:
        raise
    except Exception as error:  # A demuxer may fail on hostile bytes in any way it likes.
        raise DamagedFileError from error
    return cleaned


def rehearse() -> None:
    """Re-mux a few samples of sound, so that PyAV has loaded all it needs."""
    sound = b"fmt \x10\0\0\0\1\0\1\0\x40\x1f\0\0\x80\x3e\0\0\2\0\x10\0data\0\1\0\0" + bytes(256)
    clean(b"RIFF" + (4 + len(sound)).to_bytes(4, "little") + b"WAVE" + sound)


def _open(data: bytes, demuxer: str) -> InputContainer:
    return av.open(
        io.BytesIO(data),
        "r",
        format=demuxer,
        container_options=READING,
        metadata_errors="ignore",
        io_open=_refuse,
    )


def _refuse(*_: object) -> NoReturn:
    """Stand where a container asks for another file, by name or address."""
    raise UnsupportedFileError


def _remux(data: bytes, demuxer: str) -> CleanFile:
    with _open(data, demuxer) as source:
        if (source.duration or 0) > LONGEST * av.time_base:
            raise FileTooLargeError
        target, streams = choose(source)
        stream = io.BytesIO()
        options = WRITING | TAGS.get(target.muxer, {})
        with av.open(stream, "w", format=target.muxer, container_options=options) as written:
            tracks = [Track(it, written) for it in streams]
            _read(source, tracks)
            _write(written, tracks)
    return _finished(target, stream.getvalue())


def _finished(target: Target, data: bytes) -> CleanFile:
    if len(data) > LARGEST_FILE:
        raise FileTooLargeError
    return CleanFile(kind=target.kind, media_type=target.media_type, data=data)


def _read(source: InputContainer, tracks: list[Track]) -> None:
    by_index = {track.source.index: track for track in tracks}
    for count, packet in enumerate(source.demux(*(track.source for track in tracks))):
        if count > MOST_PACKETS:
            raise FileTooLargeError
        if packet.size:
            by_index[packet.stream_index].take(packet)
    for track in tracks:
        track.finish()
        if track.seconds > LONGEST:
            raise FileTooLargeError


def _write(written: OutputContainer, tracks: list[Track]) -> None:
    for packet in sorted(
        itertools.chain.from_iterable(track.packets() for track in tracks),
        key=lambda packet: (packet.dts or 0) * float(packet.time_base),
    ):
        written.mux(packet)


def _ensure_plays(data: bytes) -> None:
    """Raise `DamagedFileError` where a stream of the new file cannot be decoded."""
    signature = recognise(data)
    assert signature is not None
    with _open(data, signature.demuxer) as container:
        silent = {stream.index for stream in container.streams}
        for stream in container.streams:
            stream.codec_context.thread_count = 1
        for packet in itertools.islice(container.demux(), MOST_TRIED):
            if packet.stream_index in silent and packet.decode():
                silent.remove(packet.stream_index)
            if not silent:
                return
    raise DamagedFileError
