"""Two hundred files lose all they carry beside what is seen and heard, and still play."""

from __future__ import annotations

import collections
import io
import os
from typing import Any

import av
import pytest
from PIL import Image

from bot.drawing.apart import clean_file_apart
from bot.drawing.media.files import clean_file
from bot.drawing.media.kinds import CleanFile, Kind
from tests.drawing.media import recorded
from tests.drawing.media.bound import drawn_page
from tests.drawing.media.canary import traces
from tests.drawing.media.corpus import Sample, corpus
from tests.drawing.media.scanners import INSPECTORS, matrix


@pytest.fixture(scope="module")
def samples() -> list[Sample]:
    return corpus()


@pytest.fixture(scope="module")
def cleaned(samples: list[Sample]) -> list[tuple[Sample, CleanFile]]:
    return [(sample, clean_file(sample.data)) for sample in samples]


def judge(sample: Sample, clean: CleanFile) -> None:
    __tracebackhide__ = True
    assert clean.media_type == sample.media_type, sample.name
    assert not traces(clean.data), sample.name
    try:
        INSPECTORS[clean.media_type](clean.data)
    except AssertionError as error:
        pytest.fail(f"{sample.name}: {error}")


def playing(data: bytes, kind: str) -> tuple[int, float]:
    """Decode all of a stream; return how many pictures or samples it has and how long it is."""
    count, start, end = 0, None, 0.0
    with av.open(io.BytesIO(data), metadata_errors="ignore") as container:
        streams = [it for it in container.streams if it.type == kind and it.codec_context]
        if not streams:
            return 0, 0.0
        for frame in container.decode(streams[0]):
            assert not isinstance(frame, Exception)
            made: Any = frame
            count += made.samples if kind == "audio" else 1
            start = made.time if start is None else start
            end = made.time + (made.samples / made.sample_rate if kind == "audio" else 0.04)
    return count, end - (start or 0.0)


def test_there_are_two_hundred_of_every_kind(samples: list[Sample]) -> None:
    kinds = collections.Counter(Kind.of(sample.media_type) for sample in samples)
    assert len(samples) >= 200
    assert len({sample.name for sample in samples}) == len(samples)
    assert min(kinds.values()) >= 20


def test_what_is_hidden_is_seen_by_the_judge_before_the_cleaning(samples: list[Sample]) -> None:
    blind = [sample.name for sample in samples if not traces(sample.data)]
    assert len(blind) < len(samples) / 10, blind


def test_no_metadata_is_left(cleaned: list[tuple[Sample, CleanFile]]) -> None:
    for sample, clean in cleaned:
        judge(sample, clean)


def test_pictures_keep_their_size_and_stand_upright(
    cleaned: list[tuple[Sample, CleanFile]],
) -> None:
    for sample, clean in cleaned:
        if clean.kind is Kind.PICTURE:
            with Image.open(io.BytesIO(clean.data)) as image:
                image.load()
                assert image.size == sample.size, sample.name


def test_films_keep_every_picture_their_length_and_their_size(
    cleaned: list[tuple[Sample, CleanFile]],
) -> None:
    for sample, clean in cleaned:
        if clean.kind is Kind.VIDEO:
            (before, long), (after, now) = (
                playing(sample.data, "video"),
                playing(clean.data, "video"),
            )
            assert after == before > 0, sample.name
            assert abs(now - long) < 0.1, sample.name
            with av.open(io.BytesIO(clean.data)) as container:
                film = container.streams.video[0]
                assert (film.width, film.height) == sample.size, sample.name


def test_sounds_keep_their_length(cleaned: list[tuple[Sample, CleanFile]]) -> None:
    for sample, clean in cleaned:
        if clean.kind in (Kind.SOUND, Kind.VIDEO):
            (before, long), (after, now) = (
                playing(sample.data, "audio"),
                playing(clean.data, "audio"),
            )
            assert bool(after) == bool(before), sample.name
            assert abs(now - long) < 0.1, (sample.name, now, long)


def test_a_film_stays_turned(cleaned: list[tuple[Sample, CleanFile]]) -> None:
    turned = [clean for sample, clean in cleaned if sample.turn]
    assert turned
    assert {matrix(clean.data)[:16] for clean in turned} == {recorded.QUARTER_TURN[:16]}


def test_documents_keep_their_pages_and_what_is_drawn_on_them(
    cleaned: list[tuple[Sample, CleanFile]],
) -> None:
    for sample, clean in cleaned:
        if clean.kind is Kind.DOCUMENT:
            assert clean.data.count(b"/Type /Page\n") == sample.pages, sample.name
            if "scanned" not in sample.name and "thirty" not in sample.name:
                with drawn_page(clean.data) as page:
                    assert page.size == (501, 334), sample.name
                    assert page.convert("L").getpixel((60, 280)) == 0, sample.name
                    assert page.convert("L").getpixel((440, 60)) == 255, sample.name


async def test_the_child_cleans_as_this_process_does(
    cleaned: list[tuple[Sample, CleanFile]],
) -> None:
    seen = {}
    for sample, clean in cleaned:
        seen.setdefault(sample.name.split()[0], (sample, clean))
    assert len(seen) >= 15
    for sample, clean in seen.values():
        assert await clean_file_apart(sample.data) == clean, sample.name


@pytest.mark.usefixtures("cleaned")
def test_neither_recording_nor_cleaning_lets_this_process_go_before_others() -> None:
    assert os.sched_getscheduler(0) == os.SCHED_OTHER
