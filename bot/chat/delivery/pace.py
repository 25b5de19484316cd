"""Sends at Telegram's pace, obeys its flood waits, and forgives what is already as wished.

About 30 messages a second over all and 20 a minute to one group (Bots FAQ); the limits are not
exact, so `retry_after` rules and pauses everything that this bot sends.
"""

from __future__ import annotations

import asyncio
from collections import OrderedDict, deque
from typing import Any

import structlog
from aiogram import Bot
from aiogram.client.session.middlewares.base import (
    BaseRequestMiddleware,
    NextRequestMiddlewareType,
)
from aiogram.exceptions import TelegramBadRequest, TelegramNetworkError, TelegramRetryAfter
from aiogram.methods import TelegramMethod
from aiolimiter import AsyncLimiter

log = structlog.get_logger(__name__)

PER_SECOND = 30
PER_GROUP_MINUTE = 20
MINUTE = 60.0
GROUPS_REMEMBERED = 1000
ATTEMPTS = 3
WRITING = ("send", "copy", "forward", "edit")
ALREADY_SO = ("message is not modified", "query is too old", "message to delete not found")


class SlidingMinute:
    """Lets no more than `most` pass within any minute; a leaky bucket would let twice as many."""

    def __init__(self, most: int) -> None:
        self._passed: deque[float] = deque(maxlen=most)
        self._turn = asyncio.Lock()

    async def acquire(self) -> None:
        loop = asyncio.get_running_loop()
        async with self._turn:
            if len(self._passed) == self._passed.maxlen:
                await asyncio.sleep(self._passed[0] + MINUTE - loop.time())
            self._passed.append(loop.time())


class Pace(BaseRequestMiddleware):
    """Holds back what would be too fast, repeats what Telegram asked to repeat."""

    def __init__(self) -> None:
        self._all = AsyncLimiter(PER_SECOND, 1)
        self._groups: OrderedDict[int, SlidingMinute] = OrderedDict()
        self._closed_until = 0.0

    async def __call__(
        self, make_request: NextRequestMiddlewareType[Any], bot: Bot, method: TelegramMethod[Any]
    ) -> Any:
        if method.__api_method__ == "getUpdates":
            return await make_request(bot, method)
        for attempt in range(ATTEMPTS):
            await self._wait_turn(method)
            try:
                return await make_request(bot, method)
            except TelegramRetryAfter as error:
                self._pause(error.retry_after)
            except TelegramNetworkError:
                if attempt == ATTEMPTS - 1:
                    raise
                await asyncio.sleep(0.3 * (attempt + 1))
            except TelegramBadRequest as error:
                if any(words in error.message for words in ALREADY_SO):
                    return True
                raise
        await self._wait_turn(method)
        return await make_request(bot, method)

    async def _wait_turn(self, method: TelegramMethod[Any]) -> None:
        await self._wait_open()
        chat_id = getattr(method, "chat_id", None)
        is_writing = method.__api_method__.startswith(WRITING)
        if is_writing and isinstance(chat_id, int) and chat_id < 0:
            await self._group(chat_id).acquire()
            await self._wait_open()
        await self._all.acquire()

    async def _wait_open(self) -> None:
        loop = asyncio.get_running_loop()
        while loop.time() < self._closed_until:  # noqa: ASYNC110 - it may grow meanwhile
            await asyncio.sleep(self._closed_until - loop.time())

    def _group(self, chat_id: int) -> SlidingMinute:
        limiter = self._groups.setdefault(chat_id, SlidingMinute(PER_GROUP_MINUTE))
        self._groups.move_to_end(chat_id)
        if len(self._groups) > GROUPS_REMEMBERED:
            self._groups.popitem(last=False)
        return limiter

    def _pause(self, seconds: float) -> None:
        """Hold everything back; of two flood waits the longer one counts."""
        log.warning("flood_wait", seconds=seconds)
        until = asyncio.get_running_loop().time() + seconds
        self._closed_until = max(self._closed_until, until)
