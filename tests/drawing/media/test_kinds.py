"""A file is known by its bytes, before anything reads it."""

from __future__ import annotations

import subprocess
import sys

import pytest

from bot.drawing.apart import COMMAND, ROOT, clean_file_apart, clean_picture_apart
from bot.drawing.confined import load
from bot.drawing.media.kinds import Family, Kind, recognise
from bot.drawing.outcomes import CLEANED, REFUSALS
from bot.errors import (
    DamagedFileError,
    FileError,
    NoRoomError,
    ProtectedFileError,
    UnsupportedFileError,
)
from tests.drawing.media import drawn
from tests.drawing.media.recorded import Recipe, record


def answering(code: str) -> tuple[str, ...]:
    return (sys.executable, "-I", "-c", f"import sys; sys.stdin.buffer.read(); {code}", ROOT)


@pytest.mark.parametrize(
    ("data", "family"),
    [
        (b"\xff\xd8\xff\xe1rest", Family.PICTURES),
        (b"RIFF\0\0\0\0WEBPVP8 ", Family.PICTURES),
        (b"RIFF\0\0\0\0WAVEfmt ", Family.RECORDINGS),
        (b"RIFF\0\0\0\0AVI LIST", None),
        (b"\0\0\0\x18ftypheic", Family.HEIF),
        (b"\0\0\0\x18ftypmp42", Family.RECORDINGS),
        (b"\0\0\0\x18ftypqt  ", Family.RECORDINGS),
        (b"\0\0\0\x08wide\0\0\0\0mdat", Family.RECORDINGS),
        (b"\0\0\0\x18ftypavif", None),
        (b"OggS\0", Family.RECORDINGS),
        (b"#!AMR-WB\n", Family.RECORDINGS),
        (b"%PDF-1.4", Family.DOCUMENTS),
        (b" %PDF-1.4", None),
        (b"PK\3\4", None),
        (b"", None),
    ],
)
def test_the_first_bytes_tell_the_family(data: bytes, family: Family | None) -> None:
    signature = recognise(data)
    assert (signature.family if signature else None) == family


def test_a_media_type_tells_the_kind() -> None:
    kinds = {Kind.of(media_type) for media_type in CLEANED.values()}
    assert kinds == set(Kind)
    assert Kind.of("audio/3gpp") is Kind.SOUND


def test_no_status_of_ours_is_one_that_python_or_a_signal_gives() -> None:
    assert not {*CLEANED, *REFUSALS.values()} & {1, 2, *range(-64, 0)}
    # What a full room refuses never came as far as the child.
    assert set(REFUSALS) == set(FileError.__subclasses__()) - {NoRoomError}


def test_the_bot_itself_loads_no_decoder() -> None:
    code = "import sys; sys.path.insert(0, sys.argv[1]); import bot.drawing.apart"
    listing = "print(*sys.modules)"
    command = (sys.executable, "-I", "-c", f"{code}; {listing}", ROOT)
    listed = subprocess.run(command, capture_output=True, timeout=60, check=True).stdout
    assert not set(listed.decode().split()) & {"PIL", "av", "pypdfium2", "pillow_heif"}


@pytest.mark.parametrize("family", Family)
def test_every_family_has_a_cleaner_that_can_rehearse(family: Family) -> None:
    load(family).rehearse()


def test_only_a_family_can_be_loaded() -> None:
    with pytest.raises(ValueError, match="os"):
        load("os")


async def test_what_is_not_taken_starts_no_child() -> None:
    with pytest.raises(UnsupportedFileError):
        await clean_file_apart(b"PK\3\4", command=("/no/such/program",))


@pytest.mark.parametrize(
    ("code", "error"),
    [
        ("sys.stdout.buffer.write(b'%PDF-'); sys.exit(11)", DamagedFileError),
        ("sys.stdout.buffer.write(b'no film'); sys.exit(11)", DamagedFileError),
        ("sys.stdout.buffer.write(b'OggS'); sys.exit(99)", DamagedFileError),
        ("sys.stdout.buffer.write(b'OggS'); sys.exit(1)", DamagedFileError),
        ("import os; os.kill(os.getpid(), 9)", DamagedFileError),
        ("sys.exit(6)", ProtectedFileError),
    ],
)
async def test_the_childs_word_is_not_taken_for_it(code: str, error: type[FileError]) -> None:
    with pytest.raises(error):
        await clean_file_apart(b"OggS", command=answering(code))


async def test_a_picture_that_comes_alone_may_be_a_heic() -> None:
    cleaned = await clean_picture_apart(drawn.heic(6))
    assert cleaned == (await clean_file_apart(drawn.heic(6))).data


async def test_a_child_that_takes_too_long_is_a_damaged_file() -> None:
    film = record(Recipe(muxer="mp4", video="libx264"))
    with pytest.raises(DamagedFileError):
        await clean_file_apart(film, command=answering("import time; time.sleep(60)"), seconds=0.3)


def test_the_command_ends_where_the_family_begins() -> None:
    assert COMMAND[-1] == ROOT
