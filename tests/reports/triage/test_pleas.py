"""A plea among the tips: marked and urgent before anybody reads, and never destroyed with a child."""

from __future__ import annotations

import pytest

from bot.app.reports_staff import is_plea
from bot.reports.triage.rules import Outcome, may_end_as


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("我爸天天吸毒，我不想活了", True),
        ("叔叔卖那个东西，还摸我下面，不许我告诉妈妈", True),
        ("he deals at our place and i want to die", True),
        ("隔壁三楼有人卖毒品，每天晚上十点交易，开银色面包车", False),
        ("A man sells pills near the metro every Friday at ten.", False),
    ],
)
def test_the_words_of_somebody_in_danger_are_a_plea_and_a_tip_is_not(
    words: str, *, expected: bool
) -> None:
    assert is_plea(words) is expected


def test_a_tip_with_a_child_in_it_may_not_be_answered_and_destroyed() -> None:
    assert not may_end_as(Outcome.HELP, about_minor=True)
    assert may_end_as(Outcome.HELP, about_minor=False)
    assert all(may_end_as(each, about_minor=True) for each in Outcome if each is not Outcome.HELP)
