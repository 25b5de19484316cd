"""Lanes: what belongs to one chat runs in order, chats run side by side."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable, Hashable
from dataclasses import dataclass, field
from functools import partial

from bot.chat.source import settling

Job = Callable[[], Awaitable[None]]

# So many of one chat are confirmed only once they are done; Telegram shows no more than a hundred
# that wait, of all chats. What comes after them is confirmed as it is taken, and done in turn.
UNSETTLED = 20


class LaneFullError(Exception):
    """One chat has more waiting than it may."""


@dataclass(slots=True)
class _Lane:
    queue: deque[tuple[Job, asyncio.Future[None]]] = field(default_factory=deque)
    is_settled: bool = False

    def settle(self, job: Job) -> None:
        """Let nobody wait for this lane: its job is kept, and those behind it can be kept too."""
        if not self.queue or self.queue[0][0] is not job:
            return
        self.is_settled = True
        for _job, done in self.queue:
            _set_done(done)


class Lanes:
    """A queue per key, each run by a task that ends when its queue is empty."""

    def __init__(self, *, depth: int = 300, unsettled: int = UNSETTLED) -> None:
        self._depth = depth
        self._unsettled = unsettled
        self._lanes: dict[Hashable, _Lane] = {}
        self._tasks: set[asyncio.Future[None]] = set()

    def put(self, key: Hashable, job: Job, *, urgent: bool = False) -> asyncio.Future[None]:
        """Return a future that ends when the job has, or when it need not be waited for.

        Raise `LaneFullError` on a flood; what is `urgent` goes past every limit.
        """
        done = asyncio.get_running_loop().create_future()
        lane = self._lanes.get(key)
        if lane is None:
            lane = self._lanes[key] = _Lane()
            task = asyncio.create_task(self._run(key, lane))
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)
        elif len(lane.queue) >= self._depth and not urgent:
            raise LaneFullError
        if lane.is_settled or len(lane.queue) >= self._unsettled:
            _set_done(done)
        lane.queue.append((job, done))
        return done

    async def drain(self) -> None:
        """Wait until every lane is empty."""
        while self._tasks:
            await asyncio.gather(*self._tasks)

    async def _run(self, key: Hashable, lane: _Lane) -> None:
        try:
            while lane.queue:
                job, done = lane.queue[0]
                await self._work(partial(lane.settle, job), job, alone=isinstance(key, int))
                lane.queue.popleft()
                lane.is_settled = False
                _set_done(done)
        finally:
            del self._lanes[key]
            for _job, done in lane.queue:
                done.cancel()

    async def _work(self, settle: Callable[[], None], job: Job, *, alone: bool) -> None:
        """Do the job; in a group, only until its reply is held back, and then the rest beside."""
        if alone:
            settling.begin(settle)
            await job()
            return
        held = asyncio.Event()
        settling.begin(settle, held.set)
        work, holding = asyncio.ensure_future(job()), asyncio.create_task(held.wait())
        self._tasks.add(work)
        work.add_done_callback(self._tasks.discard)
        await asyncio.wait({work, holding}, return_when=asyncio.FIRST_COMPLETED)
        holding.cancel()
        if work.done():
            work.result()


def _set_done(done: asyncio.Future[None]) -> None:
    if not done.done():
        done.set_result(None)
