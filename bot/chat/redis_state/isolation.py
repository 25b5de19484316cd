"""One worker at a time for a conversation."""

from __future__ import annotations

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from typing import Final

import structlog
from aiogram.fsm.storage.base import BaseEventIsolation, StorageKey
from redis.exceptions import LockError

from bot.chat.redis_state.connection import StateRedis

log = structlog.get_logger(__name__)

# A worker that dies holds a conversation back no longer than this; cleaning a film takes less.
HELD_SECONDS: Final = 120.0
POLL_SECONDS: Final = 0.05


class RedisIsolation(BaseEventIsolation):
    """aiogram's isolation by locks in Redis, under names that tell nothing."""

    def __init__(self, connection: StateRedis) -> None:
        self._connection = connection

    @asynccontextmanager
    async def lock(self, key: StorageKey) -> AsyncGenerator[None, None]:
        parts = (key.bot_id, key.chat_id, key.user_id, key.thread_id, key.destiny)
        lock = self._connection.redis.lock(
            self._connection.secrets.name("lock", *parts),
            timeout=HELD_SECONDS,
            sleep=POLL_SECONDS,
        )
        await lock.acquire()
        try:
            yield
        finally:
            try:
                await lock.release()
            except LockError:
                # It took so long that the lock ran out, and somebody else may hold it.
                log.warning("lock_ran_out")

    async def close(self) -> None:
        return
