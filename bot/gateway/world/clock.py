"""Where the world's time comes from, so that a test can move it by days."""

from __future__ import annotations

import time
from typing import Protocol


class Clock(Protocol):
    """Anything that knows the Unix time in seconds."""

    def now(self) -> float: ...


class SystemClock:
    """The time of this computer."""

    def now(self) -> float:
        return time.time()


class ManualClock:
    """A time that only moves when told to."""

    def __init__(self, start: float = 1_800_000_000.0) -> None:
        self._now = start

    def now(self) -> float:
        return self._now

    def advance(self, seconds: float) -> None:
        self._now += seconds
