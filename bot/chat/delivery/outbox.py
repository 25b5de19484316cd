"""The outbox worker: leases due rows, sends them, and lets go of them only then.

A row's attempts are its fence: each claim raises them, and only who claimed it last sends it.
"""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import AsyncIterator, Awaitable, Callable, Collection, Mapping, Sequence
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from typing import Any, Protocol

import structlog

from bot.chat.delivery.refusals import UNREACHABLE, refusal_of

log = structlog.get_logger(__name__)

LEASE = timedelta(minutes=2)
RENEW_SECONDS = LEASE.total_seconds() / 3
IDLE_SECONDS = 0.5
# So many addresses are written to at once; one that is slow holds up no other.
LANES = 6
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

    async def claim(
        self, now: datetime, lease: timedelta, besides: Collection[bytes] = ()
    ) -> Sequence[OutboxItem]:
        """Lease due rows, those to the addresses `besides` left out."""
        ...

    async def renew(self, item_id: str, attempts: int, until: datetime) -> bool:
        """Lengthen a lease; return False where the row is gone or somebody else's by now."""
        ...

    async def finish(self, item_id: str) -> None: ...

    async def postpone(self, item_id: str, due_at: datetime, attempts: int) -> None:
        """Try again then, unless the row is somebody else's by now."""
        ...


Sender = Callable[[OutboxItem], Awaitable[None]]


def utc_now() -> datetime:
    return datetime.now(UTC)


class OutboxWorker:
    """Serves one house's outbox until told to stop: rows to one address one after another."""

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
        self._busy: set[bytes] = set()
        self._room = asyncio.Semaphore(LANES)
        self._sent: set[str] = set()

    def stop(self) -> None:
        self._stopping.set()

    async def run(self) -> None:
        """Take up rows as lanes fall free, so that a slow one delays nobody's next row."""
        async with asyncio.TaskGroup() as group:
            while not self._stopping.is_set():
                if len(self._busy) >= LANES or not await self._try_take_up(group):
                    await _happens(self._stopping, IDLE_SECONDS)

    async def serve_once(self) -> int:
        """Send what is due now; return how many rows were taken up."""
        async with asyncio.TaskGroup() as group:
            return await self._take_up(group)

    async def _try_take_up(self, group: asyncio.TaskGroup) -> int:
        try:
            return await self._take_up(group)
        except Exception as error:
            log.exception("outbox_failed", error=type(error).__name__)
            return 0

    async def _take_up(self, group: asyncio.TaskGroup) -> int:
        """Claim rows and give each address a lane of its own."""
        items = await self._store.claim(self._now(), LEASE, frozenset(self._busy))
        lanes = defaultdict[bytes, list[OutboxItem]](list)
        for item in items:
            lanes[item.address].append(item)
        for address, rows in lanes.items():
            self._busy.add(address)
            group.create_task(self._serve_lane(address, rows))
        return len(items)

    async def _serve_lane(self, address: bytes, rows: Sequence[OutboxItem]) -> None:
        try:
            async with self._room:
                for item in rows:
                    await self._serve(item)
        finally:
            self._busy.discard(address)

    async def _serve(self, item: OutboxItem) -> None:
        """Send a row that is still this worker's; what the store refuses, the lease mends."""
        try:
            if not await self._renew(item):
                log.info("outbox_lease_lost", kind=item.kind)
            elif item.id in self._sent or await self._send(item):
                self._sent.add(item.id)
                await self._store.finish(item.id)
                self._sent.discard(item.id)
        except Exception as error:
            log.exception("outbox_failed", error=type(error).__name__)

    async def _send(self, item: OutboxItem) -> bool:
        try:
            async with self._holding(item):
                await self._senders[item.kind](item)
        except Exception as error:
            if refusal_of(error) in UNREACHABLE:
                log.warning("outbox_unreachable", kind=item.kind)
            else:
                log.exception("outbox_item_failed", kind=item.kind, error=type(error).__name__)
        else:
            return True
        await self._later(item)
        return False

    async def _later(self, item: OutboxItem) -> None:
        """Try again, ever more seldom but for ever: a dropped row may be somebody's report."""
        if item.attempts >= STUCK_AFTER:
            log.error("outbox_stuck", kind=item.kind, attempt=item.attempts)
        wait = timedelta(seconds=min(LONGEST_WAIT_SECONDS, 2 ** min(item.attempts, 10)))
        await self._store.postpone(item.id, self._now() + wait, item.attempts)

    async def _renew(self, item: OutboxItem) -> bool:
        return await self._store.renew(item.id, item.attempts, self._now() + LEASE)

    @asynccontextmanager
    async def _holding(self, item: OutboxItem) -> AsyncIterator[None]:
        """Keep the lease while the row is being sent, which a flood wait may draw out."""
        done = asyncio.Event()
        keeper = asyncio.create_task(self._keep(item, done))
        try:
            yield
        finally:
            done.set()
            await keeper

    async def _keep(self, item: OutboxItem, done: asyncio.Event) -> None:
        while not await _happens(done, RENEW_SECONDS):
            try:
                await self._renew(item)
            except Exception as error:
                log.exception("outbox_lease_unkept", error=type(error).__name__)


async def _happens(event: asyncio.Event, seconds: float) -> bool:
    """Return whether the event comes within so many seconds."""
    try:
        return await asyncio.wait_for(event.wait(), seconds)
    except TimeoutError:
        return False
