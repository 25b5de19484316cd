"""One script, one width, no punctuation; and plates in one spelling."""

from __future__ import annotations

import pytest

from bot.reports.triage.duplicates.wording import find_plates, normalise


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("昨晚 19 点半，金色港湾！", "昨 晚 19 点 半 金 色 港 湾"),
        ("Ｗhite-VAN no.3", "white van no 3"),
        ("幾個人開車來賣", "几 个 人 开 车 来 卖"),
        ("①号楼", "1 号 楼"),
        ("，。！？_ \n", ""),
    ],
)
def test_words_are_brought_into_one_form(text: str, plain: str) -> None:
    assert normalise(text) == plain.split()


PLATES: dict[str, set[str]] = {
    "鄂N12345": {"鄂N12345"},
    "车牌是鄂n·12345，白色": {"鄂N12345"},
    "鄂 N 12345 3个人": {"鄂N12345"},
    "鄂Ｎ－１２３４５": {"鄂N12345"},
    "鄂NO1I45": {"鄂N01145"},
    "新能源的 鄂ND12345 和鄂NDF1234": {"鄂ND12345", "鄂NDF1234"},
    "大车鄂N12345D": {"鄂N12345D"},
    "教练车鄂N1234学": {"鄂N1234学"},
    "鄂N1234警和粤B5678港": {"鄂N1234警", "粤B5678港"},
    "貴A88888": {"贵A88888"},
    "尾号345": set(),
    "鄂N1234": set(),
    "鄂N1234567": set(),
    "电话13800138000": set(),
    "湖北N12345": set(),
}


def test_plates_are_found_in_any_spelling() -> None:
    assert {text: find_plates(text) for text in PLATES} == PLATES
