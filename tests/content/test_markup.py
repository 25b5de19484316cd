"""What would lead a pupil away from here is found, however it is written."""

from __future__ import annotations

import pytest

from content.markup import find_address, find_disguise


@pytest.mark.parametrize(
    "text",
    [
        "写给 @evil_name",
        "打 13812345678",
        "打 １３８ １２３４ ５６７８",
        "+86-138-1234-5678",
        "021-12345678",
        "400-123-4567",
        "evil.shop",
        "加 我 VX",
        "加Q Q".replace(" ", ""),
    ],
)
def test_what_leads_away_is_found(text: str) -> None:
    assert find_address(text)


@pytest.mark.parametrize("text", ["еvil.com", "wοrd", "a\u200bb", "\u202eabc", "\ufeffx"])
def test_what_is_disguised_is_found(text: str) -> None:
    assert find_disguise(text)


@pytest.mark.parametrize(
    "text",
    [
        "打 110、12355 或 12356",
        "2026-11-30",
        "γ-羟丁酸",
        "👨\u200d👩\u200d👧",
        "加一点水",
        "e.g. tea",
    ],
)
def test_what_leads_nowhere_is_left_alone(text: str) -> None:
    assert find_address(text) is None
    assert find_disguise(text) is None
