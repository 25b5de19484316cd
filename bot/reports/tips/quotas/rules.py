"""When a sender is asked to pause, and which tips wait in the digest; pure."""

from __future__ import annotations

from datetime import datetime, timedelta
from math import ceil
from typing import Final

from storage.reports.kinds import Urgency

FREE_TIPS: Final = 3
FIRST_PAUSE: Final = timedelta(minutes=5)
# A draft is forgotten an hour after the last touch, so no pause may come near that.
LONGEST_PAUSE: Final = timedelta(minutes=30)
_DOUBLINGS: Final = 8

# A class or an office that reports together stays below this.
RUSH_TIPS: Final = 40
RUSH_MINUTES: Final = 10

COVER_SHARE: Final = 0.25


def pause_after(sent: int) -> timedelta:
    """Return how long the next tip waits after the last, once so many were sent today."""
    if sent < FREE_TIPS:
        return timedelta(0)
    factor = 1 << min(sent - FREE_TIPS, _DOUBLINGS)
    return min(FIRST_PAUSE * factor, LONGEST_PAUSE)


def minutes_left(sent: int, last_at: datetime, now: datetime) -> int:
    """Return the whole minutes until the next tip may be sent, 0 if it may now."""
    left = last_at + pause_after(sent) - now
    return max(0, ceil(left / timedelta(minutes=1)))


def is_rush(tips: int) -> bool:
    """Return whether so many tips in the last minutes are told together, not one by one."""
    return tips >= RUSH_TIPS


def is_drawn(chance: float, *, is_anyone_muted: bool) -> bool:
    """Return whether a tip waits beside those of the muted, so that waiting proves nothing."""
    return is_anyone_muted and chance < COVER_SHARE


def may_be_held(urgency: Urgency) -> bool:
    """Return whether pauses, rushes and mutes touch a tip: what happens now, never."""
    return urgency is not Urgency.URGENT
