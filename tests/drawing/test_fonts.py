"""The font has what the two languages need, and nothing is ever drawn as a box."""

from __future__ import annotations

import pytest

from bot.drawing.fonts import Weight, drawable, font, missing_glyphs


def test_the_simplified_chinese_face_is_chosen() -> None:
    assert font(20, Weight.REGULAR).getname()[0] == "Noto Sans CJK SC"


def test_a_heavier_weight_leaves_more_ink() -> None:
    def ink(weight: Weight) -> int:
        return sum(bytes(font(60, weight).getmask("虎")))

    assert ink(Weight.REGULAR) < ink(Weight.MEDIUM) < ink(Weight.BOLD)


def test_the_same_face_is_kept_for_the_next_drawing() -> None:
    assert font(33, Weight.BOLD) is font(33, Weight.BOLD)


def test_both_languages_and_their_punctuation_have_glyphs() -> None:
    text = "守住自己的门：学习证书（第三课）“糖”、《禁毒法》——……·；？！ABCxyz0123456789%–—’“”é"
    assert missing_glyphs(text) == set()


def test_missing_glyphs_names_exactly_what_the_font_lacks() -> None:
    assert missing_glyphs("小海🌊 ก\n") == {"🌊", "ก"}


@pytest.mark.parametrize(
    ("text", "drawn"),
    [
        ("林小海", "林小海"),
        ("  Lin \t Xiaohai\n", "Lin Xiaohai"),
        ("第一课　糖", "第一课　糖"),
        ("小海🌊👩‍🚀❤️", "小海"),
        ("Nguyễn Thị Ánh", "Nguyễn Thị Ánh"),
        ("Nguye\u0302\u0303n", "Nguyễn"),
        ("Łukasz Żółtığ", "Lukasz Zóltig"),
        ("Ελένη", "Ελενη"),
        ("Пётр · 김민수 · さくら", "Пётр · 김민수 · さくら"),
        ("a\u202eb\u0000c\ufeff\ud800", "abc"),
        ("z\u0353\u0354\u0355algo", "zalgo"),
        ("👍🏽", ""),
        ("", ""),
    ],
)
def test_drawable_keeps_what_can_be_drawn(text: str, drawn: str) -> None:
    assert drawable(text) == drawn
    assert missing_glyphs(drawable(text)) == set()
