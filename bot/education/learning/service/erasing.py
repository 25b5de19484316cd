"""What is erased leaves the disk, at once or as soon as nobody is in the way."""

from __future__ import annotations

from collections.abc import Awaitable, Callable


class Scrubbing:
    """Scrubs after an erasure; what did not come about waits for the janitor."""

    def __init__(self, scrub: Callable[[], Awaitable[bool]]) -> None:
        self._scrub = scrub
        # A process that died may have left one undone.
        self._is_wanted = True

    async def __call__(self) -> None:
        self._is_wanted = True
        await self.catch_up()

    async def catch_up(self) -> None:
        """Scrub if the last time failed, or if this process never has."""
        if not self._is_wanted:
            return
        # An erasure that comes while this one runs wants another.
        self._is_wanted, is_done = False, False
        try:
            is_done = await self._scrub()
        finally:
            self._is_wanted = self._is_wanted or not is_done
