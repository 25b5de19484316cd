"""How long a guesser waits, and where a tip stands after new words."""

from __future__ import annotations

from datetime import timedelta

from storage.reports.kinds import TipStatus

FREE_TRIES = 3
FIRST_PAUSE = timedelta(seconds=5)
LONGEST_PAUSE = timedelta(minutes=5)


def pause_after(failures: int) -> timedelta:
    """Return the wait after so many failures: none at first, then doubled each time."""
    if failures < FREE_TRIES:
        return timedelta(0)
    return min(LONGEST_PAUSE, FIRST_PAUSE * (1 << min(failures - FREE_TRIES, 10)))


def status_after_words(status: TipStatus) -> TipStatus:
    """Return the status after the tipster wrote: only a question that was asked is answered."""
    return TipStatus.ANSWERED if status is TipStatus.ASKED else status
