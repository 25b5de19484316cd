"""Takes a person's message into a composition, and then off the screen; never loses one."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

from aiogram import Bot
from aiogram.exceptions import TelegramAPIError
from aiogram.types import Location, Message
from aiogram.utils.i18n import gettext as _
from aiohttp import ClientError

from bot.chat.delivery.refusals import at_best
from bot.chat.shown.register import ScreenRegister
from bot.chat.shown.rows import ScreenKind
from bot.chat.source.settling import settle
from bot.drawing.media.kinds import Kind
from bot.errors import (
    FileError,
    FilesPausedError,
    FileTooLargeError,
    NoRoomError,
    ProtectedFileError,
)
from bot.reports.tips.attachments import FileTaker, attachment_of, is_office_file
from bot.reports.tips.draft import Composition, NoticeKind
from bot.reports.tips.rules import FILE_LIMIT, TEXT_LIMIT, join_text, round_spot
from storage.vault.receipts import looks_like_receipt

# So long a file is at work before anything is said of it.
NOTE_SECONDS = 5.0


@dataclass(frozen=True, slots=True)
class Taker:
    """What taking a message needs: the cleaner of files, and the register of the screen."""

    files: FileTaker
    screens: ScreenRegister


async def take_message(
    message: Message, composition: Composition, taker: Taker, *, replaces: bool = False
) -> None:
    """Add the message's words and file; what cannot be added is told, and goes with the form.

    `composition.taken` then holds it; one that was taken before changes nothing. `replaces` puts
    new words in place of the old.
    """
    await taker.screens.keep(message.chat.id, message.message_id, ScreenKind.THEIRS)
    await _take(message, composition, taker, replaces=replaces)
    if message.message_id not in composition.taken:
        composition.tell(NoticeKind.LEFT)


async def _take(
    message: Message, composition: Composition, taker: Taker, *, replaces: bool
) -> None:
    if message.message_id in composition.taken:
        await taker.screens.take(message)
        return
    if message.location is not None:
        await _take_spot(message, message.location, composition, taker.screens)
        return
    text = (message.text or message.caption or "").strip()
    if not _is_fit(message, text, composition):
        return
    if looks_like_receipt(text):
        await take_away(message, composition, taker.screens)
        composition.tell(NoticeKind.RECEIPT_SEEN)
        return
    joined = join_text("" if replaces else composition.text, text) if text else composition.text
    if joined is None:
        composition.tell(NoticeKind.TOO_LONG, number=len(text))
        return
    if attachment_of(message) and not await _take_file(message, composition, taker):
        return
    composition.text = joined
    composition.tell(NoticeKind.TEXT_KEPT if text else _kept(composition.files[-1].kind))
    await take_away(message, composition, taker.screens)


async def _take_spot(
    message: Message, location: Location, composition: Composition, screens: ScreenRegister
) -> None:
    if not composition.take_spot(round_spot(location.latitude, location.longitude)):
        composition.tell(NoticeKind.TOO_LONG, number=TEXT_LIMIT + 1)
        return
    composition.tell(NoticeKind.SPOT_KEPT)
    await take_away(message, composition, screens)


async def take_away(message: Message, composition: Composition, screens: ScreenRegister) -> None:
    """Take the message off the screen and remember that it was dealt with."""
    composition.taken.add(message.message_id)
    if not await screens.take(message):
        composition.tell(NoticeKind.UNDELETED)


def _is_fit(message: Message, text: str, composition: Composition) -> bool:
    if attachment_of(message):
        if len(composition.files) < FILE_LIMIT:
            return True
        composition.tell(NoticeKind.TOO_MANY)
    elif text.startswith("/"):
        composition.tell(NoticeKind.COMMAND)
    elif text and message.text:
        return True
    else:
        composition.tell(NoticeKind.UNSUPPORTED)
    return False


def _kept(kind: Kind) -> NoticeKind:
    return NoticeKind.PICTURE_KEPT if kind is Kind.PICTURE else NoticeKind.FILE_KEPT


async def _take_file(message: Message, composition: Composition, taker: Taker) -> bool:
    assert isinstance(message.bot, Bot)
    if is_office_file(message):
        composition.tell(NoticeKind.OFFICE_FILE)
        return False
    # Should this process end meanwhile, another one tells the sender that the file is lost.
    await taker.screens.keep(message.chat.id, message.message_id, ScreenKind.AT_WORK)
    # Cleaning may take a minute, in which nobody else's update must wait for this one.
    settle()
    try:
        async with _telling_that_it_takes_long(message, taker.screens):
            file = await taker.files(message, message.bot)
    except FileTooLargeError:
        composition.tell(NoticeKind.FILE_TOO_LARGE)
    except FilesPausedError as error:
        composition.tell(NoticeKind.FILES_PAUSE, number=error.minutes)
    except NoRoomError:
        composition.tell(NoticeKind.NO_ROOM)
    except ProtectedFileError:
        composition.tell(NoticeKind.FILE_PROTECTED)
    except FileError:
        composition.tell(NoticeKind.FILE_UNREAD)
    except (TelegramAPIError, ClientError, TimeoutError, OSError):
        composition.tell(NoticeKind.FILE_LOST)
    else:
        composition.files.append(file)
        return True
    finally:
        await taker.screens.keep(message.chat.id, message.message_id, ScreenKind.THEIRS)
    return False


@asynccontextmanager
async def _telling_that_it_takes_long(
    message: Message, screens: ScreenRegister
) -> AsyncIterator[None]:
    """Let a line stand below a file that is long at work, and take it away with the file."""
    notes: list[asyncio.Task[None]] = []

    def begin() -> None:
        notes.append(asyncio.create_task(_tell_that_it_takes_long(message, screens)))

    timer = asyncio.get_running_loop().call_later(NOTE_SECONDS, begin)
    try:
        yield
    finally:
        timer.cancel()
        for note in notes:
            await note
            await screens.hide(message.chat.id, {ScreenKind.NOTE})


async def _tell_that_it_takes_long(message: Message, screens: ScreenRegister) -> None:
    with at_best():
        sent = await message.answer(
            _("⏳ I am cleaning this file of what could tell who sent it. That can take a minute.")
        )
        await screens.keep(message.chat.id, sent.message_id, ScreenKind.NOTE)
