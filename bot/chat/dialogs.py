"""How dialogs send and edit their cards."""

from __future__ import annotations

from aiogram import Bot
from aiogram.types import Message
from aiogram_dialog.api.entities import NewMessage, OldMessage
from aiogram_dialog.api.protocols import MessageNotModified
from aiogram_dialog.manager.message_manager import MessageManager


class CardManager(MessageManager):
    """Knows that `Pace` answers True where a card is already as wished."""

    async def edit_message_safe(
        self, bot: Bot, new_message: NewMessage, old_message: OldMessage
    ) -> Message:
        edited: object = await super().edit_message_safe(bot, new_message, old_message)
        if not isinstance(edited, Message):
            raise MessageNotModified
        return edited
