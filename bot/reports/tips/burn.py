"""Takes messages off the screen, the person's and our own."""

from __future__ import annotations

from collections.abc import Iterable

from aiogram import Bot
from aiogram.exceptions import TelegramAPIError
from aiogram.types import Message


async def burn(message: Message) -> bool:
    """Delete a message; return False where Telegram does not let us, and it must be told."""
    try:
        return bool(await message.delete())
    except TelegramAPIError:
        return False


async def sweep(bot: Bot, chat_id: int, message_ids: Iterable[int]) -> int:
    """Delete messages of ours and return how many stay: Telegram keeps those of 48 hours ago."""
    left = 0
    for message_id in message_ids:
        try:
            await bot.delete_message(chat_id, message_id)
        except TelegramAPIError:
            left += 1
    return left
