"""What means harm is refused by name, in time and in little memory, and nothing crashes."""

from __future__ import annotations

import random
import time

import pytest

from bot.drawing.apart import clean_file_apart
from bot.errors import FileError
from tests.drawing.media import bound, drawn
from tests.drawing.media.canary import traces
from tests.drawing.media.hostile import HOSTILE, ODD, Maker, film, voice
from tests.drawing.media.scanners import INSPECTORS

LONGEST = 60.0  # Seconds, on a busy machine.


def test_there_are_at_least_forty() -> None:
    assert len(HOSTILE) >= 40


@pytest.mark.parametrize(("make", "error"), HOSTILE.values(), ids=HOSTILE.keys())
async def test_a_hostile_file_is_refused(make: Maker, error: type[FileError]) -> None:
    data = make()
    started = time.perf_counter()
    with pytest.raises(FileError) as refused:
        await clean_file_apart(data)
    assert isinstance(refused.value, error), repr(refused.value)
    assert time.perf_counter() - started < LONGEST


@pytest.mark.parametrize("make", ODD.values(), ids=ODD.keys())
async def test_an_odd_file_comes_out_clean(make: Maker) -> None:
    cleaned = await clean_file_apart(make())
    INSPECTORS[cleaned.media_type](cleaned.data)
    assert not traces(cleaned.data)


async def test_what_is_damaged_at_random_is_cleaned_or_refused() -> None:
    chance = random.Random(1839)
    originals = [
        film(),
        film("matroska", "libx265"),
        film("webm", "libvpx-vp9", "vorbis"),
        voice("ogg", "libopus"),
        voice("mp3", "libmp3lame"),
        drawn.heic(1),
        bound.sheet(bound.Sheet(pages=2, hidden=bound.HELD)),
    ]
    for number in range(14):
        data = bytearray(originals[number % len(originals)])
        for _ in range(chance.randint(1, 12)):
            data[chance.randrange(12, len(data))] = chance.randrange(256)
        try:
            cleaned = await clean_file_apart(bytes(data))
        except FileError:
            continue
        INSPECTORS[cleaned.media_type](cleaned.data)
