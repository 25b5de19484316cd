"""A person in danger comes first: answered at once, on every screen; nothing is stored."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

import structlog
from aiogram import BaseMiddleware
from aiogram.types import Message, TelegramObject
from aiogram.utils.i18n import I18n

from bot.chat.cards import Card
from bot.chat.guard import Danger, DangerGuard
from bot.chat.keyboards import column, help_button

log = structlog.get_logger(__name__)
DANGER = "danger"


class DangerMiddleware(BaseMiddleware):
    """Reads free text for danger, answers, and lets the update go on to wherever it was going.

    Handlers find under `DANGER` what was seen.
    """

    def __init__(self, guard: DangerGuard) -> None:
        self._guard = guard

    async def __call__(
        self,
        handler: Callable[[TelegramObject, dict[str, Any]], Awaitable[Any]],
        event: TelegramObject,
        data: dict[str, Any],
    ) -> Any:
        if isinstance(event, Message) and event.chat.type == "private":
            danger = self._guard.look(event.text or event.caption or "")
            if danger is not None:
                data[DANGER] = danger
                await self._answer(event, danger, data["i18n"])
        return await handler(event, data)

    async def _answer(self, message: Message, danger: Danger, i18n: I18n) -> None:
        card = Card(
            text=self._guard.answer(danger, i18n.current_locale), keyboard=column(help_button())
        )
        try:
            await message.answer(card.text, reply_markup=card.keyboard)
        except Exception as error:
            # Whatever keeps the answer back must not keep the person's message back as well.
            log.exception("danger_answer_failed", error=type(error).__name__)


async def speaks_of_danger(_message: Message, danger: Danger | None = None) -> bool:
    """Filter what was answered already, so that a form does not take it for what it asked."""
    return danger is not None
