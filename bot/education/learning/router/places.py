"""Gives each handler the use cases of the place where its learner is."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from aiogram import BaseMiddleware
from aiogram.dispatcher.flags import get_flag
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery, Message, TelegramObject

from bot.education.learning.router.profiles import Profiles, profile_command, profile_pressed
from bot.education.learning.service.places import Places, Work

# Marks the handlers that act for whoever is learning: nobody acts for a sibling by mistake.
NEEDS_LEARNER = "needs_learner"


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
        if get_flag(data, NEEDS_LEARNER) and await self._is_leaderless(event):
            await ask_who(event, data["profiles"])
            return None
        place = await self._find(event, await _attempt_of(data))
        if place is not None:
            data.update(self._rooms[place])
        return await handler(event, data)

    async def _is_leaderless(self, event: TelegramObject) -> bool:
        chat_id = _chat_of(event)
        return chat_id is not None and await self._places.is_leaderless(chat_id)

    async def _find(self, event: TelegramObject, attempt: str) -> Work | None:
        chat_id = _chat_of(event)
        if chat_id is None:
            return None
        if attempt:
            return await self._places.of_attempt(attempt, chat_id)
        return await self._places.of_chat(chat_id)


async def _attempt_of(data: Mapping[str, Any]) -> str:
    """Return the attempt that a button names, or the one to which a waiting question belongs."""
    named = getattr(data.get("callback_data"), "attempt", "")
    state: FSMContext | None = data.get("state")
    if named or state is None or "callback_data" in data:
        return str(named)
    return str((await state.get_data()).get("attempt", ""))


def _chat_of(event: TelegramObject) -> int | None:
    if isinstance(event, CallbackQuery):
        return event.from_user.id
    return event.chat.id if isinstance(event, Message) else None


async def ask_who(event: TelegramObject, profiles: Profiles) -> None:
    """Ask who is learning, where the one who was is gone and others are still there."""
    if isinstance(event, Message):
        await profile_command(event, profiles)
    elif isinstance(event, CallbackQuery):
        await profile_pressed(event, profiles)
