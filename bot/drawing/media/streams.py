"""Which streams of a recording are kept, and which container can hold them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TypeVar

from av.container import InputContainer
from av.stream import Disposition, Stream
from av.video.stream import VideoStream

from bot.drawing.media.kinds import Kind
from bot.errors import DamagedFileError, FileTooLargeError, UnsupportedFileError

LARGEST_AREA = 40_000_000  # Pixels of one frame; 8K has 33 million.
LARGEST_SIDE = 16_384
COVERS = Disposition.attached_pic | Disposition.timed_thumbnails
AMR = frozenset({"amr_nb", "amr_wb"})
PCM = frozenset({"pcm_u8", "pcm_s16le", "pcm_s24le", "pcm_s32le", "pcm_f32le"})

_AnyStream = TypeVar("_AnyStream", bound=Stream)


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """A container that we write, with the codes that it may hold."""

    muxer: str
    media_type: str
    video: frozenset[str] = frozenset()
    sound: frozenset[str] = frozenset()

    @property
    def kind(self) -> Kind:
        return Kind.of(self.media_type)


TARGETS = (
    Target(
        muxer="mp4",
        media_type="video/mp4",
        video=frozenset({"h264", "hevc", "mpeg4", "av1"}),
        sound=frozenset({"aac", "mp3"}),
    ),
    Target(
        muxer="webm",
        media_type="video/webm",
        video=frozenset({"vp8", "vp9", "av1"}),
        sound=frozenset({"opus", "vorbis"}),
    ),
    Target(
        muxer="mp4",
        media_type="video/mp4",
        video=frozenset({"h264", "hevc", "vp9"}),
        sound=frozenset({"aac", "mp3", "opus"}) | PCM | {"pcm_s16be"},
    ),
    Target(
        muxer="3gp",
        media_type="video/3gpp",
        video=frozenset({"h263", "h264", "mpeg4"}),
        sound=AMR | {"aac"},
    ),
    Target(muxer="mp3", media_type="audio/mpeg", sound=frozenset({"mp3"})),
    Target(muxer="ogg", media_type="audio/ogg", sound=frozenset({"opus", "vorbis"})),
    Target(muxer="mp4", media_type="audio/mp4", sound=frozenset({"aac"})),
    Target(muxer="amr", media_type="audio/amr", sound=frozenset({"amr_nb"})),
    Target(muxer="3gp", media_type="audio/3gpp", sound=AMR),
    Target(muxer="wav", media_type="audio/wav", sound=PCM),
)


def code_of(stream: Stream) -> str:
    """Return FFmpeg's name of a stream's code, or nothing where it has no decoder for it."""
    return stream.codec_context.codec.canonical_name if stream.codec_context else ""


def choose(container: InputContainer) -> tuple[Target, list[Stream]]:
    """Keep one stream of video and one of sound; raise where no container takes the two.

    Covers, thumbnails, subtitles, data and attachments are left out, and of several sounds, as of
    several videos, the first in a code that some container takes is kept.
    """
    moving = [it for it in container.streams.video if not it.disposition & COVERS]
    video = _first(moving, {code for target in TARGETS for code in target.video})
    heard = [it for it in container.streams.audio if it.codec_context is None or it.rate]
    sound = _first(heard, {code for target in TARGETS for code in target.sound})
    if video:
        _ensure_size(video)
    codes = code_of(video) if video else "", code_of(sound) if sound else ""
    return _target(*codes), [it for it in (video, sound) if it]


def _first(streams: Iterable[_AnyStream], codes: set[str]) -> _AnyStream | None:
    found = list(streams)
    for stream in found:
        if code_of(stream) in codes:
            return stream
    if found:
        raise UnsupportedFileError
    return None


def _target(video: str, sound: str) -> Target:
    if not video and not sound:
        raise DamagedFileError
    for target in TARGETS:
        fits = not sound or sound in target.sound
        if fits and (video in target.video if video else target.kind is Kind.SOUND):
            return target
    raise UnsupportedFileError


def _ensure_size(video: VideoStream) -> None:
    longer, shorter = max(video.width, video.height), min(video.width, video.height)
    if shorter <= 0:
        raise DamagedFileError
    if longer > LARGEST_SIDE or longer * shorter > LARGEST_AREA:
        raise FileTooLargeError
