"""A Redis that writes to no disk, and connections of workers to it."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack

import pytest
import pytest_asyncio
from pydantic import SecretStr

from bot.chat.redis_state.connection import StateRedis
from tests.redis_server import redis_server

SECRET = SecretStr("a secret that all workers are given at start")
Connect = Callable[[], Awaitable[StateRedis]]


@pytest_asyncio.fixture
async def url() -> AsyncIterator[str]:
    async with redis_server() as address:
        yield address


@pytest.fixture
async def connect(url: str) -> AsyncIterator[Connect]:
    """Return what connects one more worker."""
    async with AsyncExitStack() as stack:

        async def one_more() -> StateRedis:
            connection = await StateRedis.open(SecretStr(url), SECRET)
            stack.push_async_callback(connection.close)
            return connection

        yield one_more
