"""Who goes through another door has left the question that was waiting for an answer.

A question asked by one house (which name on the certificate?) must never take in what a person
then writes for the other house. What a form shows of its words leaves the screen as well; the form
itself is found again from the menu.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

from aiogram import BaseMiddleware
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery, Message, TelegramObject

from bot.chat.entries import EntryCallback
from bot.chat.keyboards import HELP, MENU
from bot.chat.menu import LANGUAGE, FrontDoor
from bot.chat.shown.register import ScreenRegister


class DoorMiddleware(BaseMiddleware):
    """Drops a waiting question when a command or an entry opens; help leaves all as it is."""

    async def __call__(
        self,
        handler: Callable[[TelegramObject, dict[str, Any]], Awaitable[Any]],
        event: TelegramObject,
        data: dict[str, Any],
    ) -> Any:
        state: FSMContext | None = data.get("state")
        if state is not None and _opens_a_door(event):
            await state.clear()
            await _leave(event, data)
        return await handler(event, data)


async def _leave(event: TelegramObject, data: dict[str, Any]) -> None:
    screens: ScreenRegister | None = data.get("screens")
    if screens is None:
        return
    if isinstance(event, CallbackQuery) and event.message is not None:
        await screens.leave(event.message.chat.id, but=event.message.message_id)
    elif isinstance(event, Message) and _command(event) in _names(data["front_door"]):
        await screens.leave(event.chat.id)


def _command(message: Message) -> str:
    words = (message.text or "").split()
    return words[0].removeprefix("/").partition("@")[0].lower()


def _names(front_door: FrontDoor) -> set[str]:
    return {entry.name for entry in front_door.entries} | {"start", MENU, LANGUAGE}


def _opens_a_door(event: TelegramObject) -> bool:
    if isinstance(event, Message):
        words = event.text or ""
        return words.startswith("/") and not words.startswith(f"/{HELP}")
    data = event.data or "" if isinstance(event, CallbackQuery) else ""
    is_help = data == EntryCallback(name=HELP).pack()
    return data.startswith(f"{EntryCallback.__prefix__}:") and not is_help
