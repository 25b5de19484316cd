"""Takes a person's message off the screen."""

from __future__ import annotations

import structlog
from aiogram.exceptions import TelegramAPIError
from aiogram.types import Message

log = structlog.get_logger(__name__)


async def burn(message: Message) -> bool:
    """Delete a message; return False where Telegram does not let us, and it must be told."""
    try:
        return bool(await message.delete())
    except TelegramAPIError as error:
        log.warning("message_not_deleted", error=type(error).__name__)
        return False
