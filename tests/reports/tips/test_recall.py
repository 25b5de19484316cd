"""The words of a receipt that are typed back may be separated in any way, but not be wrong."""

from __future__ import annotations

import pytest

from bot.reports.tips.recall import wrong_positions
from storage.vault.receipts import Receipt

RECEIPT = Receipt.create()
POSITIONS = (3, 9)


@pytest.mark.parametrize("locale", ["zh_Hans", "en"])
@pytest.mark.parametrize("between", [" ", "\n", ", ", "，", "、", "/", "　"])
def test_any_separator_does(locale: str, between: str) -> None:
    words = RECEIPT.words(locale)
    typed = f"{words[2]}{between}{words[8]}"
    assert wrong_positions(RECEIPT, POSITIONS, typed) == ()


def test_chinese_characters_need_no_separator_and_english_words_no_capitals() -> None:
    chinese, english = RECEIPT.words("zh_Hans"), RECEIPT.words("en")
    assert wrong_positions(RECEIPT, POSITIONS, chinese[2] + chinese[8]) == ()
    assert wrong_positions(RECEIPT, POSITIONS, f"{english[2].upper()} {english[8]}") == ()
    assert wrong_positions(RECEIPT, POSITIONS, f"3 {english[2]} 9 {english[8]}") == ()


def test_the_wrong_one_is_named() -> None:
    words = RECEIPT.words("en")
    assert wrong_positions(RECEIPT, POSITIONS, f"{words[2]} wrongword") == (9,)
    assert wrong_positions(RECEIPT, POSITIONS, f"wrongword {words[8]}") == (3,)


def test_more_or_fewer_words_are_no_answer() -> None:
    words = RECEIPT.words("en")
    assert wrong_positions(RECEIPT, POSITIONS, words[2]) is None
    assert wrong_positions(RECEIPT, POSITIONS, f"{words[2]} {words[8]} {words[8]}") is None
    assert wrong_positions(RECEIPT, POSITIONS, "") is None
