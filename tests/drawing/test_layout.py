"""Text breaks where a reader of either language expects it, and never leaves its room."""

from __future__ import annotations

import random

import pytest

from bot.drawing.layout import Box, Lettering, Room, set_text, wrap

LETTERING = Lettering(size=40, color="black")


def em(count: float) -> float:
    return count * LETTERING.size


@pytest.mark.parametrize(
    ("text", "width", "lines"),
    [
        ("守住自己的门", em(3), ("守住自", "己的门")),
        ("守住自己，门", em(4), ("守住自", "己，门")),
        ("守住自己（门）", em(5), ("守住自己", "（门）")),
        ("说“不”！然后走", em(5), ("说“不”！", "然后走")),
        ("guard your gate", em(5), ("guard", "your gate")),
        ("守住your门", em(3.5), ("守住", "your门")),
        ("Mary-Jane", em(3), ("Mary-", "Jane")),
        ("2026-06-26", em(6), ("2026-06-26",)),
        ("", em(3), ()),
    ],
)
def test_lines_break_where_they_may(text: str, width: float, lines: tuple[str, ...]) -> None:
    assert wrap(text, LETTERING, width) == lines


def test_a_word_wider_than_a_line_is_broken_rather_than_overflowing() -> None:
    lines = wrap("W" * 30, LETTERING, em(4))
    assert "".join(lines) == "W" * 30
    assert all(LETTERING.width(line) <= em(4) for line in lines)


def test_no_line_begins_with_closing_or_ends_with_opening_punctuation() -> None:
    chance = random.Random(1839)
    for _ in range(200):
        text = "".join(
            chance.choices(["守", "住", "gate ", "门，", "己。", "（门）", "“糖”"], k=30)
        )
        for line in wrap(text, LETTERING, em(chance.randint(6, 12))):
            assert line[0] not in "，。）”", text
            assert line[-1] not in "（“", text


def test_text_shrinks_before_it_is_cut() -> None:
    block = set_text("x", "守住自己的门", LETTERING, Room(width=em(4)))
    assert block.lines == ("守住自己的门",)
    assert block.lettering.size == 26


def test_a_word_is_kept_whole_in_a_smaller_size() -> None:
    block = set_text("x", "Featherstonehaugh", LETTERING, Room(width=em(5), lines=2))
    assert block.lines == ("Featherstonehaugh",)


def test_what_does_not_fit_in_the_smallest_size_ends_in_an_ellipsis() -> None:
    block = set_text("x", "门" * 99, LETTERING, Room(width=em(4), lines=2, smallest=30))
    assert block.lettering.size == 30
    assert len(block.lines) == 2
    assert block.lines[-1].endswith("…")
    assert block.width <= em(4)


def test_two_lines_are_of_about_one_length() -> None:
    block = set_text("x", "守住自己的门守住自己", LETTERING, Room(width=em(8), lines=2))
    assert block.lines == ("守住自己的", "门守住自己")


def test_a_height_is_kept_too() -> None:
    room = Room(width=em(8), lines=2, height=em(2))
    assert set_text("x", "守住自己的门守住自己", LETTERING, room).height <= em(2)


def test_boxes_that_only_touch_do_not_overlap() -> None:
    block = set_text("x", "门", LETTERING, Room(width=em(2)))
    box = Box(block=block, center=100, top=0)
    assert not box.overlaps(Box(block=block, center=100, top=box.bottom))
    assert box.overlaps(Box(block=block, center=100, top=box.bottom - 1))
    assert not box.overlaps(Box(block=block, center=100 + block.width, top=0))
