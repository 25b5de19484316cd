"""Lanes: what belongs to one chat runs in order, chats run side by side."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable, Hashable

Job = Callable[[], Awaitable[None]]


class LaneFullError(Exception):
    """One chat has more waiting than it may."""


class Lanes:
    """A queue per key, each run by a task that ends when its queue is empty."""

    def __init__(self, *, depth: int = 60) -> None:
        self._depth = depth
        self._queues: dict[Hashable, deque[tuple[Job, asyncio.Future[None]]]] = {}
        self._tasks: set[asyncio.Task[None]] = set()

    def put(self, key: Hashable, job: Job) -> asyncio.Future[None]:
        """Return a future that ends when the job has; raise `LaneFullError` on a flood."""
        done = asyncio.get_running_loop().create_future()
        queue = self._queues.get(key)
        if queue is not None:
            if len(queue) >= self._depth:
                raise LaneFullError
            queue.append((job, done))
            return done
        self._queues[key] = deque([(job, done)])
        task = asyncio.create_task(self._run(key))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return done

    async def drain(self) -> None:
        """Wait until every lane is empty."""
        while self._tasks:
            await asyncio.gather(*self._tasks)

    async def _run(self, key: Hashable) -> None:
        queue = self._queues[key]
        try:
            while queue:
                job, done = queue[0]
                await job()
                queue.popleft()
                if not done.done():
                    done.set_result(None)
        finally:
            del self._queues[key]
            for _job, done in queue:
                done.cancel()
