"""How dialogs send and edit their cards, and what the register hears of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, fields
from typing import Any

from aiogram import Bot
from aiogram.fsm.storage.base import BaseStorage, StorageKey
from aiogram.types import LinkPreviewOptions, Message
from aiogram_dialog import DialogManager, Window
from aiogram_dialog.api.entities import NewMessage, OldMessage
from aiogram_dialog.api.protocols import DialogProtocol, MessageNotModified
from aiogram_dialog.manager.message_manager import MessageManager

from bot.chat.shown.register import ScreenRegister
from bot.chat.shown.rows import ScreenKind

Shows = Callable[[DialogManager], tuple[ScreenKind, float | None]]
"""Tells what a window shows, and until when where that is not up to its kind."""


@dataclass(kw_only=True)
class ScreenMessage(NewMessage):
    """A card that the register has to know of."""

    screens: ScreenRegister
    kind: ScreenKind
    until: float | None


class ScreenWindow(Window):
    """A window whose card shows what must go, and never a page that it names."""

    def __init__(self, *widgets: Any, shows: Shows, **options: Any) -> None:
        super().__init__(*widgets, **options)
        self._shows = shows

    async def render(self, dialog: DialogProtocol, manager: DialogManager) -> NewMessage:
        message = await super().render(dialog, manager)
        # aiogram-dialog sends no preview options of its own, and then Telegram shows the page.
        message.link_preview_options = LinkPreviewOptions(is_disabled=True)
        kind, until = self._shows(manager)
        return ScreenMessage(
            **{each.name: getattr(message, each.name) for each in fields(message)},
            screens=manager.middleware_data["screens"],
            kind=kind,
            until=until,
        )


class CardManager(MessageManager):
    """Knows that `Pace` answers True where a card is already as wished.

    What a card shows is in the register before it is on the screen, wherever its message is known.
    """

    async def show_message(
        self, bot: Bot, new_message: NewMessage, old_message: OldMessage | None
    ) -> OldMessage:
        shown = await super().show_message(bot, new_message, old_message)
        if isinstance(new_message, ScreenMessage):
            await new_message.screens.show_alone(
                new_message.chat.id, shown.message_id, new_message.kind, new_message.until
            )
        return shown

    async def edit_message_safe(
        self, bot: Bot, new_message: NewMessage, old_message: OldMessage
    ) -> Message:
        if isinstance(new_message, ScreenMessage):
            await new_message.screens.keep(
                new_message.chat.id, old_message.message_id, new_message.kind, new_message.until
            )
        edited: object = await super().edit_message_safe(bot, new_message, old_message)
        if not isinstance(edited, Message):
            raise MessageNotModified
        return edited

    async def remove_message_safe(
        self, bot: Bot, old_message: OldMessage, new_message: NewMessage | None
    ) -> None:
        if not isinstance(new_message, ScreenMessage):
            await super().remove_message_safe(bot, old_message, new_message)
            return
        chat_id, number = new_message.chat.id, old_message.message_id
        await new_message.screens.keep(chat_id, number, ScreenKind.ASIDE)
        await new_message.screens.hide(chat_id, only=number)


async def has_open_dialog(storage: BaseStorage, bot: Bot, chat_id: int) -> bool:
    """Tell whether a dialog is open in a private chat, without touching it."""
    key = StorageKey(bot_id=bot.id, chat_id=chat_id, user_id=chat_id, destiny="aiogd:stack:")
    return bool((await storage.get_data(key)).get("intents"))
