"""Binding codes: what they look like, and how long they are good."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

import pytest

from bot.reports.staff import rules

NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)


def test_codes_have_eighty_bits_and_never_repeat() -> None:
    codes = {rules.create_code() for _ in range(200)}
    assert len(codes) == 200
    assert all(re.fullmatch(r"[0-9a-f]{20}", code) for code in codes)


@pytest.mark.parametrize("typed", ["a1b2c3", " a1b2c3 ", "A1B2C3", "a1b2c3\n"])
def test_a_code_may_be_typed_with_capitals_and_spaces_around(typed: str) -> None:
    assert rules.digest_code(typed) == rules.digest_code("a1b2c3")


@pytest.mark.parametrize("typed", ["", "a1b2c4", "a1 b2c3", "a1b2c3a1b2c3"])
def test_another_code_has_another_digest(typed: str) -> None:
    assert rules.digest_code(typed) != rules.digest_code("a1b2c3")


@pytest.mark.parametrize(
    ("until", "is_good"),
    [
        (None, False),
        (NOW + rules.CODE_KEPT_FOR, True),
        (NOW, True),
        (NOW - timedelta(seconds=1), False),
    ],
)
def test_a_code_is_good_until_its_hour_is_over(until: datetime | None, *, is_good: bool) -> None:
    assert rules.is_code_good(until, NOW) is is_good
