"""Long polling that confirms an update only after its effect is committed."""

from __future__ import annotations

import asyncio
from typing import Any

import structlog
from aiogram.exceptions import (
    ClientDecodeError,
    TelegramAPIError,
    TelegramConflictError,
    TelegramRetryAfter,
    TelegramUnauthorizedError,
)
from aiogram.methods import TelegramMethod

from bot.chat.source.intake import UpdateIntake

log = structlog.get_logger(__name__)

LONG_POLL_SECONDS = 25
BUSY_WAIT_SECONDS = 0.2
BATCH = 100
CONFLICT_SECONDS = 3


class GetRawUpdates(TelegramMethod[list[dict[str, Any]]]):
    """`getUpdates`, with its updates left raw: one that is malformed must not hide the others."""

    __returning__ = list[dict[str, Any]]
    __api_method__ = "getUpdates"

    offset: int | None = None
    limit: int = BATCH
    timeout: int = 0
    allowed_updates: list[str] | None = None


class Polling:
    """Feeds one bot's updates to its intake until told to stop, then drains what is in flight."""

    def __init__(self, intake: UpdateIntake, allowed_updates: list[str]) -> None:
        self._intake = intake
        self._allowed_updates = allowed_updates
        self._offset: int | None = None
        self._pending: dict[int, asyncio.Future[None]] = {}
        self._stopping = asyncio.Event()
        self._has_begun = False

    def stop(self) -> None:
        self._stopping.set()

    async def run(self) -> None:
        while not self._stopping.is_set():
            for raw in await self._fetch_or_stop():
                self._take(raw)
            await self._advance()
        await self._finish()

    def _take(self, raw: dict[str, Any]) -> None:
        update_id = raw.get("update_id")
        if isinstance(update_id, int) and update_id not in self._pending:
            self._pending[update_id] = self._intake.accept(raw)

    async def _advance(self) -> None:
        """Move the offset over the settled prefix; never over one that is still at work.

        What ends soon is waited for, so that one poll confirms it and asks for more.
        """
        at_work = [future for future in self._pending.values() if not future.done()]
        if at_work:
            await asyncio.wait(at_work, timeout=BUSY_WAIT_SECONDS)
        for update_id in sorted(self._pending):
            if not self._pending[update_id].done():
                break
            del self._pending[update_id]
            self._offset = update_id + 1

    async def _fetch_or_stop(self) -> list[dict[str, Any]]:
        fetching = asyncio.create_task(self._fetch())
        stopping = asyncio.create_task(self._stopping.wait())
        await asyncio.wait({fetching, stopping}, return_when=asyncio.FIRST_COMPLETED)
        stopping.cancel()
        if not fetching.done():
            fetching.cancel()
            await asyncio.wait({fetching})
            return []
        return fetching.result()

    async def _fetch(self) -> list[dict[str, Any]]:
        method = GetRawUpdates(
            offset=self._offset,
            timeout=0 if self._pending else LONG_POLL_SECONDS,
            allowed_updates=self._allowed_updates,
        )
        try:
            updates = await self._intake.bot(method, request_timeout=LONG_POLL_SECONDS + 15)
            self._has_begun = True
        except TelegramUnauthorizedError:
            raise
        except TelegramRetryAfter as error:
            await asyncio.sleep(error.retry_after)
        except TelegramConflictError as error:
            await self._resolve_conflict(error)
        except (TelegramAPIError, ClientDecodeError) as error:
            # A proxy's error page is no JSON, and no reason to stop.
            log.warning("polling_failed", error=type(error).__name__)
            await asyncio.sleep(1)
        else:
            return updates
        return []

    async def _resolve_conflict(self, error: TelegramConflictError) -> None:
        """Take away a webhook that was left before the start; wait where another process polls.

        A webhook that is set later belongs to somebody who serves this bot now.
        """
        log.warning("polling_conflict")
        if "webhook" in error.message.lower() and not self._has_begun:
            log.warning("webhook_taken_away")
            try:
                await self._intake.bot.delete_webhook()
            except TelegramAPIError as refusal:
                log.warning("webhook_not_deleted", error=type(refusal).__name__)
        await asyncio.sleep(CONFLICT_SECONDS)

    async def _finish(self) -> None:
        await self._intake.drain()
        await self._advance()
        if self._offset is None:
            return
        try:
            await self._intake.bot(GetRawUpdates(offset=self._offset, limit=1, timeout=0))
        except (TelegramAPIError, ClientDecodeError) as error:
            log.warning("last_confirmation_failed", error=type(error).__name__)
