"""Sends at Telegram's pace, obeys its flood waits, and forgives what is already as wished.

About 30 messages a second over all and 20 a minute to one group (Bots FAQ); the limits are not
exact, so what Telegram says rules. Who waits for an answer is answered at once; what nobody waits
for takes what is left.
"""

from __future__ import annotations

import asyncio
from collections import OrderedDict, deque
from typing import Any

import structlog
from aiogram import Bot
from aiogram.client.session.middlewares.base import (
    BaseRequestMiddleware,
    NextRequestMiddlewareType,
)
from aiogram.exceptions import TelegramAPIError, TelegramNetworkError, TelegramRetryAfter
from aiogram.methods import TelegramMethod

from bot.chat.delivery.merging import Edits
from bot.chat.delivery.refusals import Refusal, refusal_of
from bot.chat.source.settling import is_answering, let_by, settle

log = structlog.get_logger(__name__)

STARTS, WINDOW = 30, 1.02
SLOWEST = 1.0  # Seconds between two that nobody waits for, however many answers go out.
PER_GROUP, MINUTE = 20, 60.0
CHATS_REMEMBERED = 1000
TWO_CHATS_WITHIN = 10.0
ATTEMPTS = 3
PATIENCE = 2.0  # Seconds after which a reply that is held back holds its update back no longer.
WRITING = ("send", "copy", "forward", "edit")
ASKING = "get"
AT_ONCE = ("getUpdates", "answerCallbackQuery")
ALL, BULK = "all", "bulk"

Hold = int | str


class Pace(BaseRequestMiddleware):
    """Holds back what would be too fast, repeats what Telegram asked to repeat."""

    def __init__(self) -> None:
        self._most, self._most_a_group = STARTS, PER_GROUP
        self._starts: deque[float] = deque(maxlen=self._most)
        self._bulk_turn = asyncio.Lock()
        self._last_bulk = 0.0
        self._groups: OrderedDict[int, deque[float]] = OrderedDict()
        self._held: dict[Hold, float] = {}
        self._floods: dict[int, float] = {}
        self._edits = Edits()

    async def __call__(
        self, make_request: NextRequestMiddlewareType[Any], bot: Bot, method: TelegramMethod[Any]
    ) -> Any:
        if method.__api_method__ == "getUpdates":
            return await make_request(bot, method)
        with self._edits.announce(method) as edit:
            for attempt in range(ATTEMPTS + 1):
                await self._wait_turn(method)
                if edit.is_outdated:
                    return True
                try:
                    return await make_request(bot, method)
                except (TelegramAPIError, OSError) as error:
                    if refusal_of(error) is Refusal.ALREADY_SO:
                        return True
                    if attempt == ATTEMPTS or not await self._may_repeat(error, method, attempt):
                        raise
        return None

    async def _may_repeat(
        self, error: BaseException, method: TelegramMethod[Any], attempt: int
    ) -> bool:
        if isinstance(error, TelegramRetryAfter):
            await self._hold(error.retry_after, method)
            return True
        is_lost = isinstance(error, TelegramNetworkError)
        if not is_lost or refusal_of(error) is not Refusal.TRY_AGAIN or attempt >= ATTEMPTS - 1:
            return False
        await asyncio.sleep(0.3 * (attempt + 1))
        return True

    async def _wait_turn(self, method: TelegramMethod[Any]) -> None:
        name, chat = method.__api_method__, _chat_of(method)
        if name in AT_ONCE:
            return
        is_writing = name.startswith(WRITING)
        if is_writing and not is_answering():
            await self._wait_for_bulk(chat)
            return
        # A chat that takes no more messages for now says all the same who is in it.
        await self._wait_open(ALL, *([] if name.startswith(ASKING) else [chat]))
        if is_writing:
            self._book(chat)

    async def _wait_for_bulk(self, chat: int) -> None:
        """Wait until fewer than 30 began in the window, and 20 of this group in the minute."""
        while True:
            await self._wait_open(ALL, BULK, chat)
            async with self._bulk_turn:
                wait = max(self._until_window(), self._until_group(chat), self._open_in(chat))
                if wait <= 0:
                    self._last_bulk = _now()
                    self._book(chat)
                    return
            await asyncio.sleep(wait)

    def _until_window(self) -> float:
        if len(self._starts) < self._most:
            return 0.0
        return min(self._starts[0] + WINDOW, self._last_bulk + SLOWEST) - _now()

    def _until_group(self, chat: int) -> float:
        passed = self._groups.get(chat)
        if passed is None or len(passed) < self._most_a_group:
            return 0.0
        return passed[0] + MINUTE - _now()

    def _open_in(self, chat: int) -> float:
        return max(self._held.get(each, 0.0) for each in (ALL, BULK, chat)) - _now()

    def _book(self, chat: int) -> None:
        self._starts.append(_now())
        if chat < 0:
            self._groups.setdefault(chat, deque(maxlen=self._most_a_group)).append(_now())
            self._groups.move_to_end(chat)
            if len(self._groups) > CHATS_REMEMBERED:
                self._groups.popitem(last=False)

    async def _wait_open(self, *holds: Hold) -> None:
        """Wait out the flood waits; one that is long settles the update that waits for it."""
        while (wait := max(self._held.get(each, 0.0) for each in holds) - _now()) > 0:
            if wait > PATIENCE:
                settle()
                let_by()
            await asyncio.sleep(wait)

    async def _hold(self, seconds: float, method: TelegramMethod[Any]) -> None:
        """Hold back what Telegram meant, as far as we can tell; of two waits the longer counts."""
        log.warning("flood_wait", seconds=seconds)
        chat, now = _chat_of(method), _now()
        if method.__api_method__.startswith(ASKING):
            await asyncio.sleep(seconds)
        elif not is_answering():
            self._extend(BULK, seconds)
        elif not chat:
            await asyncio.sleep(seconds)
        else:
            recent = {c for c, at in self._floods.items() if now - at <= TWO_CHATS_WITHIN}
            self._floods = {c: at for c, at in self._floods.items() if c in recent} | {chat: now}
            self._extend(chat if recent <= {chat} else ALL, seconds)

    def _extend(self, hold: Hold, seconds: float) -> None:
        now = _now()
        self._held = {each: until for each, until in self._held.items() if until > now}
        self._held[hold] = max(self._held.get(hold, 0.0), now + seconds)


def _chat_of(method: TelegramMethod[Any]) -> int:
    """Return the chat that is written to, or 0."""
    chat = getattr(method, "chat_id", None)
    return chat if isinstance(chat, int) else 0


def _now() -> float:
    return asyncio.get_running_loop().time()
