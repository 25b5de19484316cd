"""The two hundred files of people who hide, or do not know that they carry, something."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from tests.drawing.media import bound, drawn, recorded
from tests.drawing.media.recorded import Recipe, record

APPENDED = b"\0\0\0\0" + recorded.WORD + drawn.archive()


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    """A file, what it should come out as, and what must not have changed."""

    name: str
    data: bytes
    media_type: str
    size: tuple[int, int] | None = None
    pages: int = 0
    turn: bool = False


def corpus() -> list[Sample]:
    return [*pictures(), *films(), *sounds(), *documents()]


def pictures() -> Iterator[Sample]:
    makers: dict[str, Callable[[int, tuple[int, int]], bytes]] = {
        "jpeg": drawn.jpeg,
        "png": drawn.png,
        "webp": drawn.webp,
        "heic": drawn.heic,
        "gif": drawn.gif,
        "mpo": drawn.mpo,
        "bmp": drawn.bmp,
    }
    for name, make in makers.items():
        for orientation in range(1, 9):
            size = (64 + 8 * orientation, 40)
            upright = size[::-1] if orientation > 4 and name not in ("gif", "bmp") else size
            extra = APPENDED if orientation % 2 else b""
            yield Sample(
                name=f"{name} {orientation}",
                data=make(orientation, size) + extra,
                media_type="image/jpeg",
                size=(upright[0], upright[1]),
            )


FILMS = {
    "h264": ("libx264", "aac", recorded.h264_sei, recorded.aac_data_element),
    "h264 private": ("libx264", "", recorded.h264_private, None),
    "hevc": ("libx265", "aac", recorded.hevc_sei, None),
    "mpeg4": ("mpeg4", "libmp3lame", recorded.mpeg4_user_data, None),
}
EVERYTHING: dict[str, Callable[[bytes], bytes]] = {
    "plain": bytes,
    "user data": lambda data: recorded.in_movie(data, recorded.user_data()),
    "apple": lambda data: recorded.in_movie(data, recorded.apple_metadata()),
    "xmp": lambda data: data + recorded.xmp(),
    "dated": recorded.dated,
    "turned": recorded.turned,
    "free": lambda data: data + recorded.box(b"free", recorded.WORD),
    "appended": lambda data: data + APPENDED,
}


def films() -> Iterator[Sample]:
    for muxer in ("mp4", "mov"):
        for name, (video, sound, in_video, in_sound) in FILMS.items():
            recipe = Recipe(
                muxer=muxer,
                video=video,
                sound=sound,
                tags=True,
                chapters=bool(sound),
                hide_in_video=in_video,
                hide_in_sound=in_sound,
            )
            made = record(recipe)
            for way, hide in EVERYTHING.items():
                yield Sample(
                    name=f"{muxer} {name} {way}",
                    data=hide(made),
                    media_type="video/mp4",
                    size=recipe.size,
                    turn=way == "turned",
                )
    yield from other_films()


def other_films() -> Iterator[Sample]:
    kinds = (
        ("matroska", "libx264", "aac", recorded.h264_sei, "video/mp4"),
        ("matroska", "libx265", "aac", recorded.hevc_sei, "video/mp4"),
        ("webm", "libvpx", "libopus", None, "video/webm"),
        ("webm", "libvpx-vp9", "vorbis", None, "video/webm"),
        ("mp4", "libsvtav1", "aac", recorded.av1_metadata, "video/mp4"),
        ("mp4", "libx264", "libopus", recorded.h264_sei, "video/mp4"),
        ("mov", "libx264", "pcm_s16le", recorded.h264_sei, "video/mp4"),
        ("3gp", "h263", "libopencore_amrnb", None, "video/3gpp"),
        ("3gp", "libx264", "libopencore_amrnb", recorded.h264_sei, "video/3gpp"),
    )
    for muxer, video, sound, hide, media_type in kinds:
        size = (176, 144) if video == "h263" else (64, 48)
        for tags, chapters in ((True, False), (True, True), (False, True)):
            recipe = Recipe(
                muxer=muxer,
                video=video,
                sound=sound,
                size=size,
                tags=tags,
                chapters=chapters,
                attachment=muxer == "matroska",
                hide_in_video=hide,
            )
            yield Sample(
                name=f"{muxer} {video} {sound} {tags} {chapters}",
                data=record(recipe),
                media_type=media_type,
                size=size,
            )


def sounds() -> Iterator[Sample]:
    kinds = (
        ("ogg", "libopus", recorded.opus_padding, "audio/ogg"),
        ("ogg", "vorbis", None, "audio/ogg"),
        ("matroska", "libopus", recorded.opus_padding, "audio/ogg"),
        ("ipod", "aac", recorded.aac_data_element, "audio/mp4"),
        ("mov", "aac", None, "audio/mp4"),
        ("adts", "aac", None, "audio/mp4"),
        ("mp3", "libmp3lame", None, "audio/mpeg"),
        ("wav", "pcm_s16le", None, "audio/wav"),
        ("wav", "pcm_u8", None, "audio/wav"),
        ("amr", "libopencore_amrnb", None, "audio/amr"),
    )
    for muxer, code, hide, media_type in kinds:
        for seconds in (0.5, 1.0, 1.7):
            recipe = Recipe(
                muxer=muxer,
                sound=code,
                seconds=seconds,
                tags=muxer != "amr",
                chapters=muxer in ("ogg", "matroska", "mp3"),
                cover=muxer == "mp3" and seconds > 1,
                hide_in_sound=hide,
            )
            made = record(recipe)
            yield Sample(name=f"{muxer} {code} {seconds}", data=made, media_type=media_type)
    tagged = record(Recipe(muxer="mp3", sound="libmp3lame", tags=True))
    old = b"TAG" + recorded.WORD.ljust(125, b"\0")
    ape = b"APETAGEX" + bytes(24) + recorded.WORD
    for name, data in (("id3v1", tagged + old), ("ape", tagged + ape + old)):
        yield Sample(name=f"mp3 {name}", data=data, media_type="audio/mpeg")


def documents() -> Iterator[Sample]:
    shapes = [(name,) for name in bound.HELD] + [bound.HELD, ()]
    for number, hidden in enumerate(shapes):
        for packed in (False, True):
            wanted = bound.Sheet(pages=1 + number % 4, hidden=hidden, packed=packed)
            data = bound.sheet(wanted)
            yield Sample(
                name=f"pdf {' '.join(hidden)} {packed}",
                data=data + APPENDED if packed else data,
                media_type="application/pdf",
                pages=wanted.pages,
            )
    full = bound.sheet(bound.Sheet(pages=2, hidden=bound.HELD))
    rest = {"updated": (bound.updated(full), 2), "thirty": (bound.scanned(30), 30)}
    rest |= {f"scanned {pages}": (bound.scanned(pages), pages) for pages in (1, 2, 5)}
    for name, (data, pages) in rest.items():
        yield Sample(name=f"pdf {name}", data=data, media_type="application/pdf", pages=pages)
