"""Gives each handler the use cases of the place where its learner is."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from aiogram import BaseMiddleware
from aiogram.types import CallbackQuery, Message, TelegramObject

from bot.education.learning.service.places import Places, Work


class PlaceMiddleware(BaseMiddleware):
    """Puts the rooms of the disk or of the memory into the workflow data."""

    def __init__(self, places: Places, rooms: Mapping[Work, Mapping[str, Any]]) -> None:
        self._places, self._rooms = places, rooms

    async def __call__(
        self,
        handler: Callable[[TelegramObject, dict[str, Any]], Awaitable[Any]],
        event: TelegramObject,
        data: dict[str, Any],
    ) -> Any:
        place = await self._find(event, getattr(data.get("callback_data"), "attempt", ""))
        if place is not None:
            data.update(self._rooms[place])
        return await handler(event, data)

    async def _find(self, event: TelegramObject, attempt: str) -> Work | None:
        if isinstance(event, CallbackQuery):
            chat_id = event.from_user.id
        elif isinstance(event, Message):
            chat_id = event.chat.id
        else:
            return None
        if attempt:
            return await self._places.of_attempt(attempt, chat_id)
        return await self._places.of_chat(chat_id)
