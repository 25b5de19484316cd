"""How long a guesser waits, and where a tip stands after new words."""

from __future__ import annotations

import pytest

from bot.reports.mailbox.rules import pause_after, status_after_words
from storage.reports.kinds import TipStatus


@pytest.mark.parametrize(
    ("failures", "seconds"),
    [(0, 0), (1, 0), (2, 0), (3, 5), (4, 10), (5, 20), (8, 160), (9, 300), (10_000, 300)],
)
def test_the_pause_grows_and_has_an_end(failures: int, seconds: int) -> None:
    assert pause_after(failures).total_seconds() == seconds


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (TipStatus.NEW, TipStatus.NEW),
        (TipStatus.TAKEN, TipStatus.TAKEN),
        (TipStatus.ASKED, TipStatus.ANSWERED),
        (TipStatus.ANSWERED, TipStatus.ANSWERED),
        (TipStatus.CLOSED, TipStatus.CLOSED),
    ],
)
def test_only_a_question_that_was_asked_is_answered(before: TipStatus, after: TipStatus) -> None:
    assert status_after_words(before) is after
