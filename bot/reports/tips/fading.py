"""Takes a receipt off the screen after a while, whatever its owner does meanwhile."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from time import time

import structlog

from bot.chat.people import ChatMap

log = structlog.get_logger(__name__)

SHOWN_SECONDS = 15 * 60.0
PATIENCE = 30.0

Fade = Callable[[], Awaitable[None]]


class Fading:
    """One timer a chat, in memory only.

    A process that is told to stop hides every receipt at once; one that is killed takes its
    timers along, for nothing is stored that would tell a later one where a receipt stands.
    """

    def __init__(self, seconds: float = SHOWN_SECONDS) -> None:
        self.seconds = seconds
        self._timers: ChatMap[asyncio.TimerHandle] = ChatMap()
        self._pictures: ChatMap[int] = ChatMap()
        self._waiting: dict[asyncio.TimerHandle, Fade] = {}
        self._running: set[asyncio.Task[None]] = set()
        self.is_ending = False

    def start(self, chat_id: int, fade: Fade) -> float:
        """Call `fade` when the time is up, and return when that is; an earlier timer ends."""
        self.stop(chat_id)
        loop = asyncio.get_running_loop()
        timer = loop.call_later(self.seconds, self._begin, chat_id, fade)
        self._timers.put(chat_id, timer)
        self._waiting[timer] = fade
        return time() + self.seconds

    def stop(self, chat_id: int) -> None:
        timer = self._timers.find(chat_id)
        if timer is not None:
            timer.cancel()
            self._waiting.pop(timer, None)
            self._timers.drop(chat_id)

    async def finish(self) -> None:
        """Hide every receipt that is shown; call it when the process is about to end."""
        self.is_ending = True
        waiting, self._waiting = self._waiting, {}
        for timer in waiting:
            timer.cancel()
        await asyncio.gather(*self._running, *(_run(fade) for fade in waiting.values()))

    def keep_picture(self, chat_id: int, message_id: int) -> None:
        """Remember the message that shows the words as a picture, for when the time is up."""
        self._pictures.put(chat_id, message_id)

    def take_pictures(self, chat_id: int) -> list[int]:
        found = self._pictures.find(chat_id)
        self._pictures.drop(chat_id)
        return [] if found is None else [found]

    def _begin(self, chat_id: int, fade: Fade) -> None:
        timer = self._timers.find(chat_id)
        if timer is not None:
            self._waiting.pop(timer, None)
        self._timers.drop(chat_id)
        task = asyncio.get_running_loop().create_task(_run(fade))
        self._running.add(task)
        task.add_done_callback(self._running.discard)


async def _run(fade: Fade) -> None:
    try:
        async with asyncio.timeout(PATIENCE):
            await fade()
    except Exception as error:
        log.exception("receipt_not_faded", error=type(error).__name__)
