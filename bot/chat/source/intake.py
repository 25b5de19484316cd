"""Takes raw updates in, one by one, and settles each: done, or skipped after three failures."""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from collections.abc import Hashable, Iterator
from contextlib import contextmanager
from typing import Any, Protocol

import structlog
from aiogram import Bot, Dispatcher
from aiogram.exceptions import TelegramForbiddenError
from aiogram.methods import TelegramMethod
from aiogram.types import Update
from aiogram.types.update import UpdateTypeLookupError
from pydantic import ValidationError

from bot.chat.first_aid import DANGER
from bot.chat.guard import Danger
from bot.chat.source import settling
from bot.chat.source.counters import SourceCounters
from bot.chat.source.lanes import LaneFullError, Lanes

log = structlog.get_logger(__name__)

ATTEMPTS = 3
SETTLED_REMEMBERED = 10_000
PAUSE_SECONDS = 0.2
# So long a locked database, or whatever else is slow, keeps somebody waiting without a word.
WAIT_SECONDS = 15.0


class FirstAid(Protocol):
    """What is said whatever else fails; see `bot.chat.first_aid`."""

    def look(self, update: Update) -> Danger | None: ...

    async def answer(self, bot: Bot, update: Update, danger: Danger) -> None: ...

    def page(self, update: Update) -> str | None: ...

    async def apologise(self, bot: Bot, update: Update) -> None: ...

    async def tell_of_wait(self, bot: Bot, update: Update) -> None: ...

    async def tell_of_flood(self, bot: Bot, update: Update) -> None: ...


class UpdateIntake:
    """Validates raw updates and runs them through the dispatcher in their chat's lane."""

    def __init__(self, bot: Bot, dispatcher: Dispatcher, first_aid: FirstAid) -> None:
        self.bot = bot
        self.counters = SourceCounters()
        self._dispatcher = dispatcher
        self._first_aid = first_aid
        self._lanes = Lanes()
        # Update ids alone, in memory: what was answered already is not answered once more.
        self._settled: OrderedDict[int, None] = OrderedDict()
        self._flooding: set[Hashable] = set()
        self._telling: set[asyncio.Task[None]] = set()

    def accept(self, raw: dict[str, Any]) -> asyncio.Future[None]:
        """Return a future that ends when the update is settled, whatever came of it."""
        update = self._validate(raw)
        if update is None or update.update_id in self._settled:
            settled = asyncio.get_running_loop().create_future()
            settled.set_result(None)
            return settled
        danger = self._first_aid.look(update)
        # It begins now, whatever waits in the chat's lane.
        answer = danger and asyncio.create_task(self._answer(update, danger))

        async def job() -> None:
            if answer:
                await answer
            await self._settle(update, danger)

        lane = _lane_of(update)
        try:
            return self._lanes.put(lane, job, urgent=danger is not None or _is_urgent(update))
        except LaneFullError:
            return self._shed(lane, update)

    async def _answer(self, update: Update, danger: Danger) -> None:
        settling.begin(_nothing)
        await self._first_aid.answer(self.bot, update, danger)

    def _shed(self, lane: Hashable, update: Update) -> asyncio.Future[None]:
        """Let a flood go by unread; its sender is told once, and so is the log."""
        self.counters.shed += 1

        async def tell() -> None:
            self._flooding.discard(lane)
            await self._first_aid.tell_of_flood(self.bot, update)

        if lane not in self._flooding:
            self._flooding.add(lane)
            log.warning("flood_shed")
            self._lanes.put(lane, tell, urgent=True)
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
        message = update.message or update.edited_message
        if message is not None and message.chat.type == "private" and message.from_user is None:
            # Nobody wrote it, and nobody waits for an answer.
            self.counters.malformed += 1
            return None
        return update

    async def _settle(self, update: Update, danger: Danger | None) -> None:
        if update.update_id in self._settled:
            return
        with self._telling_of_wait(update):
            await self._try(update, danger)

    @contextmanager
    def _telling_of_wait(self, update: Update) -> Iterator[None]:
        """Let somebody hear that it takes long, unless what is slow is beside their update."""

        def tell() -> None:
            telling = self._first_aid.tell_of_wait(self.bot, update)
            self._telling.add(task := asyncio.create_task(telling))
            task.add_done_callback(self._telling.discard)

        timer = asyncio.get_running_loop().call_later(WAIT_SECONDS, tell)
        settle_lane = settling.current()

        def settle() -> None:
            timer.cancel()
            settle_lane()

        settling.begin(settle)
        try:
            yield
        finally:
            timer.cancel()
            settling.begin(settle_lane)

    async def _try(self, update: Update, danger: Danger | None) -> None:
        for attempt in range(ATTEMPTS):
            try:
                await self._run(update, danger)
            except TelegramForbiddenError:
                self.counters.blocked += 1
                return
            except Exception as error:
                log.exception("update_failed", attempt=attempt + 1, error=type(error).__name__)
                if self._first_aid.page(update) is not None:
                    break
                await asyncio.sleep(PAUSE_SECONDS * attempt)
            else:
                self.counters.settled += 1
                self._remember(update.update_id)
                return
        self.counters.skipped += 1
        await self._first_aid.apologise(self.bot, update)

    def _remember(self, update_id: int) -> None:
        self._settled[update_id] = None
        if len(self._settled) > SETTLED_REMEMBERED:
            self._settled.popitem(last=False)

    async def _run(self, update: Update, danger: Danger | None) -> None:
        seen = {} if danger is None else {DANGER: danger}
        try:
            result = await self._dispatcher.feed_update(self.bot, update, **seen)
            if isinstance(result, TelegramMethod):
                await self.bot(result)
        finally:
            _forget_words()


def _forget_words() -> None:
    """Empty aiogram's cache of update kinds: it would keep the last 128 updates, words and all."""
    vars(Update)["event_type"].fget.cache_clear()


def _nothing() -> None:
    return


def _lane_of(update: Update) -> Hashable:
    """Return the chat, and in a group also who acts: one is not kept waiting by another."""
    event = update.event
    if update.callback_query is not None:
        event = update.callback_query.message or update.callback_query
    chat, person = getattr(event, "chat", None), getattr(update.event, "from_user", None)
    if chat is not None and chat.type == "private":
        return int(chat.id)
    return getattr(chat, "id", None), getattr(person, "id", None)


def _is_urgent(update: Update) -> bool:
    """Return whether it goes past every limit: who may be here, a tap, a command."""
    if update.message is None:
        return update.edited_message is None
    return (update.message.text or "").startswith("/")
