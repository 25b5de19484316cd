"""Takes a message off a screen; where Telegram no longer deletes it, writes over it."""

from __future__ import annotations

import io
from enum import Enum, auto
from functools import cache

from aiogram import Bot
from aiogram.exceptions import TelegramAPIError, TelegramBadRequest, TelegramForbiddenError
from aiogram.types import BufferedInputFile, InputMediaPhoto
from PIL import Image

# After 48 hours a bot may not delete even its own message, but may still edit it.
TOO_OLD = "can't be deleted"
NO_TEXT = "no text in the message"
NOTHING = "·"
_BLANK_SIZE = (320, 180)


class Removal(Enum):
    """What came of taking a message off a screen."""

    GONE = auto()
    STAYS = auto()
    """It is the person's own and too old: only they can delete it."""
    LATER = auto()


async def take_off(bot: Bot, chat_id: int, message_id: int, *, is_ours: bool = True) -> Removal:
    """Delete the message, or write over it; whoever has blocked the bot is not reached."""
    try:
        await bot.delete_message(chat_id, message_id)
    except TelegramForbiddenError:
        return Removal.GONE
    except TelegramBadRequest as error:
        if TOO_OLD not in error.message:
            return Removal.GONE
        return await _cover(bot, chat_id, message_id) if is_ours else Removal.STAYS
    except TelegramAPIError:
        return Removal.LATER
    return Removal.GONE


async def _cover(bot: Bot, chat_id: int, message_id: int) -> Removal:
    try:
        try:
            await bot.edit_message_text(NOTHING, chat_id=chat_id, message_id=message_id)
        except TelegramBadRequest as error:
            if NO_TEXT not in error.message:
                raise
            blank = InputMediaPhoto(media=BufferedInputFile(_blank(), "blank.png"))
            await bot.edit_message_media(blank, chat_id=chat_id, message_id=message_id)
    except TelegramForbiddenError:
        return Removal.GONE
    except TelegramBadRequest as error:
        return Removal.GONE if "not found" in error.message else Removal.STAYS
    except TelegramAPIError:
        return Removal.LATER
    return Removal.GONE


@cache
def _blank() -> bytes:
    buffer = io.BytesIO()
    Image.new("RGB", _BLANK_SIZE, "white").save(buffer, "PNG")
    return buffer.getvalue()
