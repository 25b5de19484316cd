"""Fetches a file that somebody sent and makes it anew, without its metadata and its name."""

from __future__ import annotations

import io
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

from aiogram import Bot
from aiogram.exceptions import TelegramAPIError
from aiogram.types import Animation, Audio, Document, Message, PhotoSize, Video, VideoNote, Voice

from bot.chat.delivery.refusals import Refusal, refusal_of
from bot.drawing.media.kinds import CleanFile
from bot.errors import FilesPausedError, FileTooLargeError, NoRoomError
from bot.reports.tips.budget import FileBudget
from bot.reports.tips.room import Room
from bot.reports.tips.rules import FILE_BYTES_LIMIT

WRITTEN = (".doc", ".docx", ".docm", ".rtf", ".odt", ".wps")
SHEETS = (".xls", ".xlsx", ".xlsm", ".csv", ".ods", ".et")
SLIDES = (".ppt", ".pptx", ".odp", ".dps")
OFFICE_ENDINGS = WRITTEN + SHEETS + SLIDES
Cleaner = Callable[[bytes], Awaitable[CleanFile]]
Attachment = Animation | Audio | Document | PhotoSize | Video | VideoNote | Voice


@dataclass(frozen=True, slots=True, kw_only=True)
class FileTaker:
    """Downloads and cleans; `clean` decodes the file in a process of its own."""

    clean: Cleaner
    room: Room
    budget: FileBudget = field(default_factory=FileBudget)

    async def __call__(self, message: Message, bot: Bot) -> CleanFile:
        """Raise a `FileError` where it is of no kind that is taken, damaged or too large.

        `NoRoomError` says that there is no room for it now, `FilesPausedError` that this chat's
        files have taken their share of the hour; nothing is fetched then.
        """
        minutes = self.budget.minutes_to_wait(message.chat.id)
        if minutes:
            raise FilesPausedError(minutes)
        file = attachment_of(message)
        assert file is not None
        size = file.file_size or FILE_BYTES_LIMIT
        if size > FILE_BYTES_LIMIT:
            raise FileTooLargeError
        async with self.room.taking(size) as keep:
            data = await _download(file, bot)
            clean = await self._clean(data, message.chat.id)
            keep(clean)
            return clean

    async def _clean(self, data: bytes, chat_id: int) -> CleanFile:
        """Clean it and count the time; refused files count as well."""
        began, is_refused = self.budget.now(), True
        try:
            clean = await self.clean(data)
            is_refused = False
        except NoRoomError:
            is_refused = False
            raise
        finally:
            self.budget.spend(chat_id, self.budget.now() - began, is_refused=is_refused)
        return clean


def attachment_of(message: Message) -> Attachment | None:
    """Return the photo, in its largest size, or whatever file there is instead."""
    if message.photo:
        return message.photo[-1]
    return (
        message.video
        or message.voice
        or message.audio
        or message.video_note
        or message.animation
        or message.document
    )


def is_office_file(message: Message) -> bool:
    """Tell whether it is of a kind that people have and that cannot be made anew."""
    name = (message.document.file_name or "") if message.document else ""
    return name.lower().endswith(OFFICE_ENDINGS)


async def _download(file: Attachment, bot: Bot) -> bytes:
    buffer = io.BytesIO()
    try:
        await bot.download(file, destination=buffer)
    except TelegramAPIError as error:
        if refusal_of(error) is Refusal.TOO_BIG:
            raise FileTooLargeError from None
        raise
    return buffer.getvalue()
