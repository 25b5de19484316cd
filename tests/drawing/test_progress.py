"""Progress is told by shape as well as colour, and its words stay in their places."""

from __future__ import annotations

import dataclasses
import io
import itertools
import random
from collections.abc import Iterator

import pytest
from PIL import Image

from bot.drawing.progress import (
    MARGIN,
    MOST_MARKS,
    MOST_ROWS,
    WIDTH,
    ProgressChart,
    ProgressRow,
    ProgressWords,
    draw_progress,
    lay_out,
)
from tests.drawing.cmap import missing

ZH = ProgressWords(
    title="学到哪儿了",
    strong="记牢了",
    fading="快忘了，该练练",
    unseen="还没学",
    streak="连着练习 6 天（中间可以歇两天）",
)
EN = ProgressWords(
    title="What you know",
    strong="Strong",
    fading="Fading, practise soon",
    unseen="Still to come",
    streak="Days of practice in a row, rest days free: 6",
)
TITLES = {
    "zh": "看不出来的危险大家都在用吗法律怎么说，“求助”",
    "en": "The danger you cannot see, WWW-ide ",
}


def chart(words: ProgressWords = ZH, rows: int = 3) -> ProgressChart:
    return ProgressChart(
        course="初中禁毒课",
        rows=tuple(
            ProgressRow(title="看不出来的危险", strong=3, fading=2, unseen=2) for _ in range(rows)
        ),
        words=words,
    )


def random_charts(count: int) -> Iterator[ProgressChart]:
    chance = random.Random(180)
    for number in range(count):
        words, letters = (ZH, TITLES["zh"]) if number % 2 else (EN, TITLES["en"])
        yield ProgressChart(
            course="".join(chance.choices(letters, k=chance.randint(1, 60))),
            rows=tuple(
                ProgressRow(
                    title="".join(chance.choices(letters, k=chance.randint(1, 80))),
                    strong=chance.choice([0, 1, 7, 200]),
                    fading=chance.choice([0, 3, 90]),
                    unseen=chance.choice([0, 2, 999]),
                )
                for _ in range(chance.randint(1, 15))
            ),
            words=words if chance.random() < 0.7 else dataclasses.replace(words, streak=""),
        )


def test_60_random_charts_stay_on_the_page_and_off_one_another() -> None:
    for each in random_charts(60):
        boxes = lay_out(each)
        for box in boxes:
            assert not missing("".join(box.block.lines))
            assert MARGIN - 1 <= box.left <= box.right <= WIDTH - MARGIN + 1, box.block
            assert 0 <= box.top <= box.bottom <= each.height
        for one, other in itertools.combinations(boxes, 2):
            assert not one.overlaps(other), (one.block, other.block)
        assert all(0 <= len(row.marks) <= MOST_MARKS + 2 for row in each.rows)


def test_a_point_that_exists_is_never_scaled_away() -> None:
    row = ProgressRow(title="x", strong=1, fading=1, unseen=500)
    assert len(set(row.marks)) == 3


@pytest.mark.parametrize("words", [ZH, EN], ids=["zh", "en"])
def test_it_is_a_png_without_metadata_that_is_the_same_each_time(words: ProgressWords) -> None:
    drawn = draw_progress(chart(words))
    assert drawn == draw_progress(chart(words))
    with Image.open(io.BytesIO(drawn)) as picture:
        assert (picture.format, picture.size) == ("PNG", (WIDTH, chart().height))
        assert picture.info == {}


def test_what_is_strong_fading_or_to_come_differs_without_colour_too() -> None:
    rows = (
        ProgressRow(title="a", strong=7, fading=0, unseen=0),
        ProgressRow(title="a", strong=0, fading=7, unseen=0),
        ProgressRow(title="a", strong=0, fading=0, unseen=7),
    )
    shades = []
    for row in rows:
        drawn = draw_progress(dataclasses.replace(chart(), rows=(row,)))
        with Image.open(io.BytesIO(drawn)) as picture:
            marks = picture.convert("L").crop((70, 358, 520, 404))
            shades.append(sum(value < 170 for value in marks.tobytes()))
    assert shades[0] > 1.3 * shades[1] > 1.3 * shades[2]


def test_a_long_course_is_cut_to_what_a_telephone_shows() -> None:
    assert chart(rows=40).height == chart(rows=MOST_ROWS).height
    assert draw_progress(chart(rows=40))
