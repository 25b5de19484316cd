"""Ends a dialog and leaves its card with other words."""

from __future__ import annotations

from aiogram import Bot
from aiogram.types import CallbackQuery
from aiogram_dialog import DialogManager

from bot.chat.cards import Card


async def close_with(manager: DialogManager, card: Card) -> None:
    """Forget the dialog; its card shows these words, or the form that lay below it."""
    await manager.mark_closed()
    if manager.has_context():
        await manager.show()
        return
    query = manager.event
    if isinstance(query, CallbackQuery) and query.message is not None:
        bot: Bot = manager.middleware_data["bot"]
        await bot.edit_message_text(
            card.text,
            chat_id=query.message.chat.id,
            message_id=query.message.message_id,
            reply_markup=card.keyboard,
        )
