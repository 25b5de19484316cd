"""How long a guesser waits."""

from __future__ import annotations

import pytest

from bot.reports.mailbox.rules import pause_after


@pytest.mark.parametrize(
    ("failures", "seconds"),
    [(0, 0), (1, 0), (2, 0), (3, 5), (4, 10), (5, 20), (8, 160), (9, 300), (10_000, 300)],
)
def test_the_pause_grows_and_has_an_end(failures: int, seconds: int) -> None:
    assert pause_after(failures).total_seconds() == seconds
