"""The number of a tip is random, readable aloud, and shows when it was misread."""

from __future__ import annotations

import pytest

from storage.reports.numbers import ALPHABET, create_number, parse_number


def test_numbers_look_like_two_groups_of_four_and_differ() -> None:
    numbers = {create_number() for _ in range(500)}
    assert len(numbers) == 500
    assert all(len(n) == 9 and n[4] == "-" for n in numbers)
    assert all(set(n) <= {*ALPHABET, "-"} for n in numbers)


def test_a_number_is_read_in_any_spelling() -> None:
    number = create_number()
    spoken = number.lower().replace("-", " ").replace("0", "o").replace("1", "l")
    assert parse_number(f" {spoken} ") == number


def test_every_single_wrong_character_is_noticed() -> None:
    number = create_number()
    for place in (0, 3, 5, 8):
        for symbol in ALPHABET:
            wrong = number[:place] + symbol + number[place + 1 :]
            assert wrong == number or parse_number(wrong) is None


@pytest.mark.parametrize("text", ["", "7K3M", "7K3M-9Q2C-1", "虎门-虎门", "UUUU-UUUU", "7K3M-9Q2"])
def test_what_is_no_number_is_none(text: str) -> None:
    assert parse_number(text) is None
