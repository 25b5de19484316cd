"""A clock that does not follow a jump: nothing ends for good on one wrong hour."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Final

import structlog

from bot.app.shared import Clock, utc_now

log = structlog.get_logger(__name__)

MOST: Final = timedelta(days=1)


def since_boot() -> float:
    """Return seconds that nobody sets, those of a machine asleep included."""
    return time.clock_gettime(time.CLOCK_BOOTTIME)


class SteadyClock:
    """The machine's clock, as long as it goes evenly.

    Where it jumps by more than a day, the time goes on from before the jump until it is back, or
    until the start of another process, which looks at it anew.
    """

    def __init__(self, wall: Clock = utc_now, seconds: Callable[[], float] = since_boot) -> None:
        self._wall, self._seconds = wall, seconds
        self._known = wall(), seconds()
        self._has_jumped = False

    def __call__(self) -> datetime:
        wall, seconds = self._wall(), self._seconds()
        known, at = self._known
        expected = known + timedelta(seconds=seconds - at)
        if abs(wall - expected) > MOST:
            if not self._has_jumped:
                log.error("clock_jumped")
            self._has_jumped = True
            return expected
        self._known, self._has_jumped = (wall, seconds), False
        return wall
