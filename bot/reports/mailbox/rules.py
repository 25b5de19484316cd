"""How long a guesser and a flood of additions wait."""

from __future__ import annotations

from datetime import timedelta

FREE_TRIES = 3
FIRST_PAUSE = timedelta(seconds=5)
LONGEST_PAUSE = timedelta(minutes=5)

FREE_FOLLOW_UPS = 5
FIRST_FOLLOW_UP_PAUSE = timedelta(minutes=2)
# A mailbox is forgotten an hour after the last touch, so no pause may come near that.
LONGEST_FOLLOW_UP_PAUSE = timedelta(minutes=20)


def pause_after(failures: int) -> timedelta:
    """Return the wait after so many failures: none at first, then doubled each time."""
    if failures < FREE_TRIES:
        return timedelta(0)
    return min(LONGEST_PAUSE, FIRST_PAUSE * (1 << min(failures - FREE_TRIES, 10)))


def follow_up_pause(added: int) -> timedelta:
    """Return how long the next addition waits after the last, once so many came today."""
    if added < FREE_FOLLOW_UPS:
        return timedelta(0)
    doublings = min(added - FREE_FOLLOW_UPS, 10)
    return min(LONGEST_FOLLOW_UP_PAUSE, FIRST_FOLLOW_UP_PAUSE * (1 << doublings))
