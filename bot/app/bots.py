"""Bots, and where their Bot API is."""

from __future__ import annotations

from aiogram import Bot
from aiogram.client.default import DefaultBotProperties
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.types import LinkPreviewOptions
from pydantic import AnyHttpUrl, SecretStr

from bot.chat.delivery.pace import Pace
from bot.chat.screens import Screens


def create_bot(token: SecretStr, api: AnyHttpUrl) -> Bot:
    """Return a bot that speaks to any Bot API server, at Telegram's pace."""
    session = AiohttpSession(api=TelegramAPIServer.from_base(str(api).rstrip("/")))
    session.middleware(Screens())
    session.middleware(Pace())
    return Bot(
        token.get_secret_value(),
        session=session,
        default=DefaultBotProperties(
            parse_mode="HTML", link_preview=LinkPreviewOptions(is_disabled=True)
        ),
    )
