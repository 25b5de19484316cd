"""Takes a person's message off the screen."""

from __future__ import annotations

from aiogram.exceptions import TelegramAPIError
from aiogram.types import Message


async def burn(message: Message) -> bool:
    """Delete a message; return False where Telegram does not let us, and it must be told."""
    try:
        return bool(await message.delete())
    except TelegramAPIError:
        return False
