"""An event loop on which time runs faster than on the wall: an hour lasts a minute."""

from __future__ import annotations

import asyncio
import selectors
import time
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any


class FastSelector(selectors.DefaultSelector):  # type: ignore[misc, valid-type]
    """Waits for a fraction of the time that the loop believes to wait."""

    def __init__(self, factor: float) -> None:
        super().__init__()
        self._factor = factor

    def select(self, timeout: float | None = None) -> Any:
        return super().select(timeout if timeout is None else timeout / self._factor)


class FastLoop(asyncio.SelectorEventLoop):
    """A loop whose seconds are `factor` times shorter."""

    def __init__(self, factor: float) -> None:
        self._factor = factor
        self._began = time.monotonic()
        super().__init__(FastSelector(factor))

    def time(self) -> float:
        return self._began + (time.monotonic() - self._began) * self._factor


class LoopClock:
    """The moment that the running loop's time stands for, as a clock of both kinds."""

    def __init__(self, start: datetime) -> None:
        self._start = start
        self._began = asyncio.get_running_loop().time()

    def __call__(self) -> datetime:
        passed = asyncio.get_running_loop().time() - self._began
        return self._start + timedelta(seconds=passed)

    def now(self) -> float:
        return self().timestamp()


def fast(factor: float) -> Callable[[], FastLoop]:
    return lambda: FastLoop(factor)
