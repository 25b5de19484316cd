"""Bots, and where their Bot API is."""

from __future__ import annotations

from typing import Any

from aiogram import Bot
from aiogram.client.default import DefaultBotProperties
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.session.middlewares.base import (
    BaseRequestMiddleware,
    NextRequestMiddlewareType,
)
from aiogram.client.telegram import TelegramAPIServer
from aiogram.methods import Response, TelegramMethod
from aiogram.types import LinkPreviewOptions
from pydantic import AnyHttpUrl, SecretStr

from bot.chat.delivery.pace import Pace
from bot.chat.middlewares.numbers_in_view import NumbersInView
from bot.chat.screens import Screens


class HeldAnswers(BaseRequestMiddleware):
    """Holds the classes that answers are read by; pydantic would build each anew every time."""

    def __init__(self) -> None:
        self._held: dict[Any, type[Response[Any]]] = {}

    async def __call__(
        self, make_request: NextRequestMiddlewareType[Any], bot: Bot, method: TelegramMethod[Any]
    ) -> Any:
        returned = method.__returning__
        if returned not in self._held:
            self._held[returned] = Response[returned]  # type: ignore[valid-type]
        return await make_request(bot, method)


def create_bot(token: SecretStr, api: AnyHttpUrl) -> Bot:
    """Return a bot that speaks to any Bot API server, at Telegram's pace."""
    session = AiohttpSession(api=TelegramAPIServer.from_base(str(api).rstrip("/")))
    session.middleware(NumbersInView())
    session.middleware(Screens())
    session.middleware(Pace())
    session.middleware(HeldAnswers())
    return Bot(
        token.get_secret_value(),
        session=session,
        default=DefaultBotProperties(
            parse_mode="HTML", link_preview=LinkPreviewOptions(is_disabled=True)
        ),
    )
