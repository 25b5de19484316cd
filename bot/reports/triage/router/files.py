"""Showing a tip's files to its holder: covered where that is possible, and always protected."""

from __future__ import annotations

from typing import Any

from aiogram import Bot
from aiogram.exceptions import TelegramAPIError
from aiogram.types import BufferedInputFile, Message
from aiogram.utils.i18n import gettext as _

from bot.chat.delivery.refusals import Refusal, refusal_of
from bot.reports.triage.sealing import OpenedFile

# What Telegram plays; every other kind arrives as a document.
_PLAYED = {
    "image/jpeg": "photo",
    "video/mp4": "video",
    "audio/ogg": "voice",
    "audio/mpeg": "audio",
    "audio/mp4": "audio",
}
_DOCUMENT = "document"
_COVERED = {"photo", "video"}
_ENDINGS = {"audio/mpeg": "mp3", "image/jpeg": "jpg", "video/3gpp": "3gp", "audio/3gpp": "3gp"}


# What Telegram answers to a file that it does not take, however often it is sent.
UNTAKEN = frozenset({Refusal.WRONG, Refusal.TOO_BIG})


async def send_file(bot: Bot, chat_id: int, file: OpenedFile, number: str) -> Message:
    """Send the file under a name that says nothing but its kind.

    What Telegram does not play, such as a photo that is too tall, comes as a document.
    """
    kind = _PLAYED.get(file.media_type, _DOCUMENT)
    try:
        return await _send(bot, chat_id, file, (kind, number))
    except TelegramAPIError as error:
        if kind == _DOCUMENT or refusal_of(error) not in UNTAKEN:
            raise
    return await _send(bot, chat_id, file, (_DOCUMENT, number))


async def _send(bot: Bot, chat_id: int, file: OpenedFile, label: tuple[str, str]) -> Message:
    kind, number = label
    ending = _ENDINGS.get(file.media_type, file.media_type.rpartition("/")[2])
    options: dict[str, Any] = {kind: BufferedInputFile(file.data, f"{kind}.{ending}")}
    if kind in _COVERED:
        options["has_spoiler"] = True
    words = {
        "photo": _("Report {number}: tap to see the photo"),
        "video": _("Report {number}: tap to see the video"),
    }
    caption = words.get(kind, _("Report {number}: a file"))
    send = getattr(bot, f"send_{kind}")
    sent: Message = await send(
        chat_id, caption=caption.format(number=number), protect_content=True, **options
    )
    return sent
