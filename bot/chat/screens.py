"""Which of our messages a person saw last: what was sent or edited latest and is not deleted."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

from aiogram import BaseMiddleware, Bot
from aiogram.client.session.middlewares.base import (
    BaseRequestMiddleware,
    NextRequestMiddlewareType,
)
from aiogram.methods import DeleteMessage, EditMessageText, TelegramMethod
from aiogram.types import Message, TelegramObject

from bot.chat.people import ChatMap

REMEMBERED = 8
NEWEST_SCREEN = "newest_screen"


class Screens(BaseRequestMiddleware):
    """Looks at what goes out to private chats; in memory, under keyed digests."""

    def __init__(self) -> None:
        self._shown: ChatMap[tuple[int, ...]] = ChatMap()

    @classmethod
    def of(cls, bot: Bot) -> Screens | None:
        return next((each for each in bot.session.middleware if isinstance(each, cls)), None)

    def newest_before(self, chat_id: int, message_id: int) -> int | None:
        """Return the newest but those sent after the message, as the guard's answer is."""
        shown = [each for each in self._shown.find(chat_id) or () if each < message_id]
        return shown[-1] if shown else None

    async def __call__(
        self, make_request: NextRequestMiddlewareType[Any], bot: Bot, method: TelegramMethod[Any]
    ) -> Any:
        result: Any = await make_request(bot, method)
        if isinstance(result, Message):
            if result.chat.type == "private":
                self._put(result.chat.id, result.message_id)
        elif isinstance(method, EditMessageText):
            # The card was as wished already, and so is what the person looks at.
            self._put(method.chat_id, method.message_id)
        elif isinstance(method, DeleteMessage):
            self._drop(method.chat_id, method.message_id)
        return result

    def _put(self, chat_id: int | str | None, message_id: int | None) -> None:
        if isinstance(chat_id, int) and message_id is not None:
            self._drop(chat_id, message_id)
            shown = (*(self._shown.find(chat_id) or ()), message_id)
            self._shown.put(chat_id, shown[-REMEMBERED:])

    def _drop(self, chat_id: int | str | None, message_id: int) -> None:
        shown = self._shown.find(chat_id) if isinstance(chat_id, int) else None
        if shown and isinstance(chat_id, int):
            self._shown.put(chat_id, tuple(each for each in shown if each != message_id))


class ScreenMiddleware(BaseMiddleware):
    """Tells the handlers of a message what its sender had seen last, before we answer anything."""

    async def __call__(
        self,
        handler: Callable[[TelegramObject, dict[str, Any]], Awaitable[Any]],
        event: TelegramObject,
        data: dict[str, Any],
    ) -> Any:
        screens = Screens.of(data["bot"])
        if screens is not None and isinstance(event, Message):
            data[NEWEST_SCREEN] = screens.newest_before(event.chat.id, event.message_id)
        return await handler(event, data)
