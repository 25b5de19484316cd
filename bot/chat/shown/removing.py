"""Takes a message off a screen; where Telegram no longer deletes it, writes over it."""

from __future__ import annotations

import io
from collections.abc import Awaitable
from enum import Enum, auto
from functools import cache

from aiogram import Bot
from aiogram.types import BufferedInputFile, InputMediaPhoto
from PIL import Image

from bot.chat.delivery.refusals import ERRORS, PASSING, Refusal, refusal_of

NOTHING = "·"
# After 48 hours a bot may not delete even its own message, but may still edit it.
_IS_THERE = frozenset({Refusal.TOO_LATE, Refusal.NO_RIGHT, Refusal.WRONG})
_BLANK_SIZE = (320, 180)


class Removal(Enum):
    """What came of taking a message off a screen."""

    GONE = auto()
    STAYS = auto()
    """It is the person's own and too old: only they can delete it."""
    LATER = auto()


async def take_off(bot: Bot, chat_id: int, message_id: int, *, is_ours: bool = True) -> Removal:
    """Delete the message, or write over it; whoever has blocked the bot is not reached."""
    removal = await _try(bot.delete_message(chat_id, message_id))
    if removal is not Removal.STAYS or not is_ours:
        return removal
    removal = await _try(bot.edit_message_text(NOTHING, chat_id=chat_id, message_id=message_id))
    if removal is not Removal.STAYS:
        return removal
    # A file has no text to write over; a picture can take its place.
    blank = InputMediaPhoto(media=BufferedInputFile(_blank(), "blank.png"))
    return await _try(bot.edit_message_media(blank, chat_id=chat_id, message_id=message_id))


async def _try(call: Awaitable[object]) -> Removal:
    try:
        await call
    except ERRORS as error:
        refusal = refusal_of(error)
        if refusal in PASSING:
            return Removal.LATER
        return Removal.STAYS if refusal in _IS_THERE else Removal.GONE
    return Removal.GONE


@cache
def _blank() -> bytes:
    buffer = io.BytesIO()
    Image.new("RGB", _BLANK_SIZE, "white").save(buffer, "PNG")
    return buffer.getvalue()
