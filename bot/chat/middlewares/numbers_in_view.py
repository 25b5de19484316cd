"""Whatever somebody writes, and whatever takes it: the answer says whom to call.

No list of phrases hears everybody. So what the guard did not hear, and a form took for a name or
an amount, is answered with the numbers as well; one place sees to it for every screen there is.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any

from aiogram import BaseMiddleware, Bot
from aiogram.client.session.middlewares.base import (
    BaseRequestMiddleware,
    NextRequestMiddlewareType,
)
from aiogram.methods import TelegramMethod
from aiogram.types import Message, TelegramObject

from bot.chat.first_aid import DANGER
from bot.chat.keyboards import help_line

# What a person reads of an answer, and how many characters it may have.
_LONGEST = {"text": 4096, "caption": 1024}
NUMBER = "12356"


@dataclass(slots=True)
class _Owed:
    """The numbers that an answer has yet to say, and in which chat."""

    chat_id: int
    line: str


_owed: ContextVar[_Owed | None] = ContextVar("numbers_owed", default=None)


class WordsMiddleware(BaseMiddleware):
    """Marks what is done as the answer to words; danger was answered before anything is done."""

    async def __call__(
        self,
        handler: Callable[[TelegramObject, dict[str, Any]], Awaitable[Any]],
        event: TelegramObject,
        data: dict[str, Any],
    ) -> Any:
        if not isinstance(event, Message) or not _are_words(event) or DANGER in data:
            return await handler(event, data)
        token = _owed.set(_Owed(event.chat.id, help_line()))
        try:
            return await handler(event, data)
        finally:
            _owed.reset(token)


class NumbersInView(BaseRequestMiddleware):
    """Lets the first answer to words end with the numbers, where it does not say them itself."""

    async def __call__(
        self, make_request: NextRequestMiddlewareType[Any], bot: Bot, method: TelegramMethod[Any]
    ) -> Any:
        owed, chat_id = _owed.get(), getattr(method, "chat_id", None)
        name = next((each for each in _LONGEST if getattr(method, each, None)), None)
        if owed is None or not owed.line or chat_id != owed.chat_id or name is None:
            return await make_request(bot, method)
        line, owed.line = owed.line, ""
        words = str(getattr(method, name))
        if NUMBER in words:
            return await make_request(bot, method)
        if len(words) + len(line) + 2 > _LONGEST[name]:
            await bot.send_message(owed.chat_id, line)
            return await make_request(bot, method)
        return await make_request(bot, method.model_copy(update={name: f"{words}\n\n{line}"}))


def _are_words(message: Message) -> bool:
    words = message.text or ""
    return message.chat.type == "private" and bool(words) and not words.startswith("/")
