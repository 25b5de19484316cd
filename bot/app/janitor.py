"""Upkeep by the hour or more often: each part says what it wants done."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

import structlog

log = structlog.get_logger(__name__)

EVERY_SECONDS = 3600.0
OFTEN_SECONDS = 20.0

Chore = Callable[[], Awaitable[None]]


class Janitor:
    """Runs the chores now and then; one that fails does not stop the others."""

    def __init__(self, *chores: Chore, every: float = EVERY_SECONDS) -> None:
        self._chores = list(chores)
        self._every = every
        self._stopping = asyncio.Event()

    def add(self, *chores: Chore) -> None:
        self._chores.extend(chores)

    def stop(self) -> None:
        self._stopping.set()

    async def run(self) -> None:
        while not self._stopping.is_set():
            for chore in self._chores:
                await self._do(chore)
            try:
                await asyncio.wait_for(self._stopping.wait(), self._every)
            except TimeoutError:
                continue

    async def _do(self, chore: Chore) -> None:
        try:
            await chore()
        except Exception as error:
            log.exception("chore_failed", error=type(error).__name__)
