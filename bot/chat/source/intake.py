"""Takes raw updates in, one by one, and settles each: done, or skipped after three failures."""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Hashable
from typing import Any

import structlog
from aiogram import Bot, Dispatcher
from aiogram.exceptions import TelegramForbiddenError
from aiogram.methods import TelegramMethod
from aiogram.types import Update
from aiogram.types.update import UpdateTypeLookupError
from pydantic import ValidationError

from bot.chat.source.counters import SourceCounters
from bot.chat.source.lanes import LaneFullError, Lanes

log = structlog.get_logger(__name__)

ATTEMPTS = 3
SETTLED_REMEMBERED = 10_000
PAUSE_SECONDS = 0.2

Apology = Callable[[Bot, Update], Awaitable[None]]


class UpdateIntake:
    """Validates raw updates and runs them through the dispatcher in their chat's lane."""

    def __init__(self, bot: Bot, dispatcher: Dispatcher, apologise: Apology) -> None:
        self.bot = bot
        self.counters = SourceCounters()
        self._dispatcher = dispatcher
        self._apologise = apologise
        self._lanes = Lanes()
        # Update ids alone, in memory: what was answered already is not answered once more.
        self._settled: OrderedDict[int, None] = OrderedDict()

    def accept(self, raw: dict[str, Any]) -> asyncio.Future[None]:
        """Return a future that ends when the update is settled, whatever came of it."""
        update = self._validate(raw)
        if update is not None:
            try:
                return self._lanes.put(_lane_of(update), lambda: self._settle(update))
            except LaneFullError:
                self.counters.shed += 1
        settled = asyncio.get_running_loop().create_future()
        settled.set_result(None)
        return settled

    async def drain(self) -> None:
        await self._lanes.drain()

    def _validate(self, raw: dict[str, Any]) -> Update | None:
        try:
            update = Update.model_validate(raw, context={"bot": self.bot})
            update.event_type  # noqa: B018 - raises for a kind that is not known
        except (ValidationError, RecursionError, UpdateTypeLookupError):
            # The error would quote the update, so only the fact is told.
            self.counters.malformed += 1
            log.warning("update_malformed")
            return None
        return update

    async def _settle(self, update: Update) -> None:
        if update.update_id in self._settled:
            return
        for attempt in range(ATTEMPTS):
            try:
                await self._run(update)
            except TelegramForbiddenError:
                self.counters.blocked += 1
                return
            except Exception as error:
                log.exception("update_failed", attempt=attempt + 1, error=type(error).__name__)
                await asyncio.sleep(PAUSE_SECONDS * attempt)
            else:
                self.counters.settled += 1
                self._remember(update.update_id)
                return
        self.counters.skipped += 1
        await self._tell(update)

    def _remember(self, update_id: int) -> None:
        self._settled[update_id] = None
        if len(self._settled) > SETTLED_REMEMBERED:
            self._settled.popitem(last=False)

    async def _run(self, update: Update) -> None:
        try:
            result = await self._dispatcher.feed_update(self.bot, update)
            if isinstance(result, TelegramMethod):
                await self.bot(result)
        finally:
            _forget_words()

    async def _tell(self, update: Update) -> None:
        try:
            await self._apologise(self.bot, update)
        except Exception as error:
            log.exception("apology_failed", error=type(error).__name__)


def _forget_words() -> None:
    """Empty aiogram's cache of update kinds: it would keep the last 128 updates, words and all."""
    vars(Update)["event_type"].fget.cache_clear()


def _lane_of(update: Update) -> Hashable:
    event = update.event
    if update.callback_query is not None:
        event = update.callback_query.message or update.callback_query
    chat = getattr(event, "chat", None) or getattr(event, "from_user", None)
    return None if chat is None else chat.id
