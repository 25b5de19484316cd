"""The outbox worker: leases due rows, sends them, and lets go of them only then."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any, Protocol

import structlog
from aiogram.exceptions import TelegramForbiddenError, TelegramNotFound

log = structlog.get_logger(__name__)

LEASE = timedelta(minutes=2)
IDLE_SECONDS = 0.5
LONGEST_WAIT_SECONDS = 600
STUCK_AFTER = 20


class OutboxItem(Protocol):
    """One leased row, as the worker sees it."""

    @property
    def id(self) -> str: ...

    @property
    def kind(self) -> str: ...

    @property
    def address(self) -> bytes: ...

    @property
    def payload(self) -> dict[str, Any]: ...

    @property
    def attempts(self) -> int: ...


class OutboxStore(Protocol):
    """A house's outbox; each call is a transaction of its own."""

    async def claim(self, now: datetime, lease: timedelta) -> Sequence[OutboxItem]: ...

    async def finish(self, item_id: str) -> None: ...

    async def postpone(self, item_id: str, due_at: datetime) -> None: ...


Sender = Callable[[OutboxItem], Awaitable[None]]


def utc_now() -> datetime:
    return datetime.now(UTC)


class OutboxWorker:
    """Serves one house's outbox until told to stop."""

    def __init__(
        self,
        store: OutboxStore,
        senders: Mapping[str, Sender],
        now: Callable[[], datetime] = utc_now,
    ) -> None:
        self._store = store
        self._senders = senders
        self._now = now
        self._stopping = asyncio.Event()

    def stop(self) -> None:
        self._stopping.set()

    async def run(self) -> None:
        while not self._stopping.is_set():
            try:
                served = await self.serve_once()
            except Exception as error:
                log.exception("outbox_failed", error=type(error).__name__)
                served = 0
            if not served:
                await self._rest()

    async def serve_once(self) -> int:
        """Send what is due now; return how many rows were taken up."""
        items = await self._store.claim(self._now(), LEASE)
        for item in items:
            await self._serve(item)
        return len(items)

    async def _serve(self, item: OutboxItem) -> None:
        try:
            await self._senders[item.kind](item)
        except (TelegramForbiddenError, TelegramNotFound):
            log.warning("outbox_unreachable", kind=item.kind)
            await self._later(item)
        except Exception as error:
            log.exception("outbox_item_failed", kind=item.kind, error=type(error).__name__)
            await self._later(item)
        else:
            await self._store.finish(item.id)

    async def _later(self, item: OutboxItem) -> None:
        """Try again, ever more seldom but for ever: a dropped row may be somebody's report."""
        if item.attempts >= STUCK_AFTER:
            log.error("outbox_stuck", kind=item.kind, attempt=item.attempts)
        wait = timedelta(seconds=min(LONGEST_WAIT_SECONDS, 2 ** min(item.attempts, 10)))
        await self._store.postpone(item.id, self._now() + wait)

    async def _rest(self) -> None:
        try:
            await asyncio.wait_for(self._stopping.wait(), IDLE_SECONDS)
        except TimeoutError:
            return
