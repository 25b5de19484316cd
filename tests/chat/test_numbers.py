"""Numbers as people type them, and what is no number."""

from __future__ import annotations

from decimal import Decimal

from bot.chat.numbers import read_number
from bot.reports.rewards.rules.money import parse_yuan

YUAN = {
    "500": 500_00,
    "1,000": 1_000_00,
    "1，000": 1_000_00,
    "12.5": 12_50,
    "500元": 500_00,
    "500 元": 500_00,
    "￥500": 500_00,
    "５００．５０": 500_50,
    "5万": 50_000_00,
    "1.5万元": 15_000_00,
    "100,000.05": 100_000_05,
}
NO_YUAN = (
    *("", "0", "-5", "1e5", "6_0000", "12,5", "1e160000", "9e999999", "nan", "inf", "0.001"),
    *("12.345", "1,00", "500 500", "五百", "0x10", "٥٠٠", "5万万", "1" * 11, "9" * 5000),
)


def test_money_is_read_as_it_is_typed() -> None:
    assert {text: parse_yuan(text) for text in YUAN} == YUAN


def test_what_is_no_amount_is_refused_before_anything_is_computed() -> None:
    assert [text for text in NO_YUAN if parse_yuan(text) is not None] == []


def test_a_unit_is_taken_off_once_and_the_longest_first() -> None:
    assert read_number("3 千克", ("克", "千克")) == Decimal(3)
    assert read_number("3 克克", ("克",)) is None
