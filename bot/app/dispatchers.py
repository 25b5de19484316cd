"""The two dispatchers: the public bot's and the staff bot's."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from aiogram import Dispatcher, Router
from aiogram.filters import ExceptionTypeFilter
from aiogram.fsm.storage.base import BaseEventIsolation, BaseStorage
from aiogram.types import CallbackQuery, ErrorEvent, Message
from aiogram_dialog import setup_dialogs
from aiogram_dialog.api.exceptions import OutdatedIntent, UnknownIntent, UnknownState

from bot.chat.dialogs import CardManager
from bot.chat.i18n import Catalogues, LocaleMiddleware, Locales
from bot.chat.menu import FrontDoor, stale_window, unknown_text
from bot.chat.middlewares.doors import DoorMiddleware
from bot.chat.middlewares.numbers_in_view import WordsMiddleware
from bot.chat.screens import ScreenMiddleware
from bot.chat.shown.register import ScreenRegister

PUBLIC_UPDATES = ["message", "edited_message", "callback_query", "my_chat_member"]
# Telegram tells of members only who is an administrator there, and only who asks for it.
STAFF_UPDATES = [
    "message",
    "edited_message",
    "callback_query",
    "my_chat_member",
    "chat_member",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class DispatcherParts:
    """What a dispatcher is put together from; the staff bot has no windows of aiogram-dialog."""

    routers: Sequence[Router]
    workflow: dict[str, Any]
    i18n: Catalogues
    locales: Locales
    storage: BaseStorage
    isolation: BaseEventIsolation | None = None
    has_windows: bool = True


def create_dispatcher(parts: DispatcherParts) -> Dispatcher:
    """Return a dispatcher whose every event has a language."""
    dispatcher = Dispatcher(
        storage=parts.storage,
        events_isolation=parts.isolation,
        **parts.workflow,
        locales=parts.locales,
        i18n=parts.i18n,
    )
    LocaleMiddleware(parts.i18n, parts.locales).setup(dispatcher, exclude={"error"})
    dispatcher.message.outer_middleware(ScreenMiddleware())
    dispatcher.message.outer_middleware(WordsMiddleware())
    for observer in (dispatcher.message, dispatcher.callback_query):
        observer.outer_middleware(DoorMiddleware())
    dispatcher.include_routers(*parts.routers)
    if not parts.has_windows:
        return dispatcher
    setup_dialogs(dispatcher, message_manager=CardManager(), events_isolation=parts.isolation)
    dispatcher.error.register(
        _stale_window, ExceptionTypeFilter(UnknownIntent, OutdatedIntent, UnknownState)
    )
    return dispatcher


async def _stale_window(
    event: ErrorEvent,
    i18n: Catalogues,
    locales: Locales,
    front_door: FrontDoor,
    screens: ScreenRegister,
) -> None:
    query, message = event.update.callback_query, event.update.message
    person = query.from_user if query else message.from_user if message else None
    if person is None:
        return
    locale = await locales.find(person.id, person.language_code)
    with i18n.context(), i18n.use_locale(locale):
        if query is not None and not _offers(query):
            # The tap before this one closed the form, and its answer stands there.
            await query.answer()
        elif query is not None:
            await stale_window(query)
        elif message is not None:
            await unknown_text(message, front_door, screens=screens)


def _offers(query: CallbackQuery) -> bool:
    """Return whether the message still has the button that was tapped, as far as we can see."""
    if not isinstance(query.message, Message):
        return True
    markup = query.message.reply_markup
    buttons = [each for row in markup.inline_keyboard for each in row] if markup else []
    return any(each.callback_data == query.data for each in buttons)
