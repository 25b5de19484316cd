"""Fetches a picture that somebody sent and makes it anew, without its metadata."""

from __future__ import annotations

import io
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from aiogram import Bot
from aiogram.exceptions import TelegramBadRequest
from aiogram.types import Document, Message, PhotoSize

from bot.errors import PictureTooLargeError
from bot.reports.tips.rules import FILE_BYTES_LIMIT

Cleaner = Callable[[bytes], Awaitable[bytes]]


@dataclass(frozen=True, slots=True, kw_only=True)
class PictureTaker:
    """Downloads and cleans; `clean` decodes the picture in a process of its own."""

    clean: Cleaner

    async def __call__(self, message: Message, bot: Bot) -> bytes:
        """Raise a `PictureError` where it is no picture, a damaged one or too large."""
        file = picture_of(message)
        assert file is not None
        if (file.file_size or 0) > FILE_BYTES_LIMIT:
            raise PictureTooLargeError
        return await self.clean(await _download(file, bot))


def picture_of(message: Message) -> PhotoSize | Document | None:
    """Return the photo, in its largest size, or the file that may be one."""
    return message.photo[-1] if message.photo else message.document


async def _download(file: PhotoSize | Document, bot: Bot) -> bytes:
    buffer = io.BytesIO()
    try:
        await bot.download(file, destination=buffer)
    except TelegramBadRequest as error:
        if "too big" in error.message:
            raise PictureTooLargeError from None
        raise
    return buffer.getvalue()
