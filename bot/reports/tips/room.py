"""How much room the files of all drafts have together; when it is full, one is refused kindly."""

from __future__ import annotations

import weakref
from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from typing import Protocol

from bot.drawing.media.kinds import CleanFile
from bot.errors import NoRoomError

Keep = Callable[[CleanFile], None]


class Room(Protocol):
    """Holds a place for a file while it is fetched and cleaned."""

    def taking(self, size: int) -> AbstractAsyncContextManager[Keep]:
        """Give what the clean file is handed to; raise `NoRoomError` where there is no room."""
        ...


class DraftRoom:
    """Counts the files in this process's memory, each until nothing holds it any more."""

    def __init__(self, limit: int) -> None:
        self._limit = limit
        self.used = 0

    @asynccontextmanager
    async def taking(self, size: int) -> AsyncGenerator[Keep, None]:
        if self.used + size > self._limit:
            raise NoRoomError
        self.used += size
        try:
            yield self._keep
        finally:
            self.used -= size

    def _keep(self, file: CleanFile) -> None:
        self.used += len(file.data)
        weakref.finalize(file, self._free, len(file.data)).atexit = False

    def _free(self, size: int) -> None:
        self.used -= size


class MeasuredRoom:
    """Asks where the drafts are kept how much is held there, by whichever worker."""

    def __init__(self, limit: int, measure: Callable[[], Awaitable[int]]) -> None:
        self._limit = limit
        self._measure = measure
        self._on_the_way = 0

    @asynccontextmanager
    async def taking(self, size: int) -> AsyncGenerator[Keep, None]:
        if await self._measure() + self._on_the_way + size > self._limit:
            raise NoRoomError
        self._on_the_way += size
        try:
            yield _kept_elsewhere
        finally:
            self._on_the_way -= size


def _kept_elsewhere(file: CleanFile) -> None:
    del file
