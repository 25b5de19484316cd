"""A bell that any number of waiting tasks can hear."""

from __future__ import annotations

import asyncio


class Signal:
    """Wakes every task that waits; a ring with nobody waiting is lost."""

    def __init__(self) -> None:
        self._waiters: set[asyncio.Future[None]] = set()

    def ring(self) -> None:
        for waiter in list(self._waiters):
            if not waiter.done():
                waiter.set_result(None)

    def next_ring(self) -> asyncio.Future[None]:
        """Return a future of the next ring, listening from this moment; cancel it when done."""
        waiter: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._waiters.add(waiter)
        waiter.add_done_callback(self._waiters.discard)
        return waiter

    async def wait(self, timeout: float) -> bool:  # noqa: ASYNC109  the waiting time is the point
        """Return whether it rang within `timeout` seconds."""
        try:
            await asyncio.wait_for(self.next_ring(), timeout)
        except TimeoutError:
            return False
        return True
