"""What officers have on their screens now: it goes ten minutes after the last touch.

The database remembers the messages by the staff who see them, so that a restart deletes them.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable

import structlog
from aiogram import Bot
from aiogram.types import InlineKeyboardButton, InlineKeyboardMarkup
from aiogram.utils.deep_linking import create_start_link

from bot.chat.shown.removing import Removal, take_off
from storage.reports.shown import ShownPlace
from storage.reports.unit_of_work import ReportsUnitOfWork

log = structlog.get_logger(__name__)

SHOWN_SECONDS = 600.0
OPENED = "desk"


class Showing:
    """One timer an officer, in memory; a process that starts finds none, and deletes all."""

    def __init__(
        self,
        bot: Bot,
        unit_of_work: Callable[[], ReportsUnitOfWork],
        seconds: float = SHOWN_SECONDS,
    ) -> None:
        self._bot = bot
        self._unit_of_work = unit_of_work
        self.seconds = seconds
        self._timers: dict[int, asyncio.TimerHandle] = {}
        self._running: set[asyncio.Task[None]] = set()

    async def keep(self, place: ShownPlace) -> None:
        """Remember a message that shows content, and let its time begin."""
        # The timer first: a sweep in between takes what has none for a leftover.
        self._start(place.chat_id)
        try:
            async with self._unit_of_work() as work:
                await work.shown.keep(place.staff_id, place.message_id, place.tip_id)
                await work.commit()
        except Exception:
            # The tip may have ended meanwhile: nothing would ever take the message away.
            await self._take_off(place)
            raise
        self._start(place.chat_id)

    def touch(self, chat_id: int) -> None:
        """Let what this officer sees stay for its full time again."""
        if chat_id in self._timers:
            self._start(chat_id)

    async def tips_shown(self, chat_id: int) -> dict[int, str]:
        """Return the messages that an officer has on the screen, with their tips."""
        async with self._unit_of_work() as work:
            places = await work.shown.list_of_chat(chat_id)
        return {each.message_id: each.tip_id for each in places}

    async def hide_chat(self, chat_id: int) -> None:
        """Delete all that one officer sees."""
        timer = self._timers.pop(chat_id, None)
        if timer is not None:
            timer.cancel()
        async with self._unit_of_work() as work:
            places = await work.shown.list_of_chat(chat_id)
        await self._delete(places)

    async def hide_message(self, chat_id: int, message_id: int) -> None:
        """Delete one message that an officer sees, if it is there still."""
        async with self._unit_of_work() as work:
            places = await work.shown.list_of_chat(chat_id)
        await self._delete(each for each in places if each.message_id == message_id)

    async def let_stay(self, chat_id: int, message_id: int) -> None:
        """Forget a message that shows content no longer."""
        async with self._unit_of_work() as work:
            for place in await work.shown.list_of_chat(chat_id):
                if place.message_id == message_id:
                    await work.shown.forget(place.staff_id, [message_id])
            await work.commit()

    async def hide_tip(self, tip_id: str, staff_id: str | None = None) -> None:
        """Delete all that anybody sees of a tip, or that one officer does."""
        async with self._unit_of_work() as work:
            places = await work.shown.list_of_tip(tip_id)
        await self._delete(each for each in places if staff_id in {None, each.staff_id})

    async def hide_staff(self, staff_id: str) -> None:
        """Delete all that somebody sees whose post has changed."""
        async with self._unit_of_work() as work:
            places = [each for each in await work.shown.list_all() if each.staff_id == staff_id]
        await self._delete(places)

    async def sweep(self) -> None:
        """Delete what no timer of this process looks after: a restart left it."""
        async with self._unit_of_work() as work:
            places = await work.shown.list_all()
        await self._delete(each for each in places if each.chat_id not in self._timers)

    async def door(self, text: str) -> InlineKeyboardMarkup:
        """Return a button that opens the private chat."""
        url = await create_start_link(self._bot, OPENED)
        return InlineKeyboardMarkup(inline_keyboard=[[InlineKeyboardButton(text=text, url=url)]])

    async def _delete(self, places: Iterable[ShownPlace]) -> None:
        for place in places:
            if not await self._take_off(place):
                continue
            async with self._unit_of_work() as work:
                await work.shown.forget(place.staff_id, [place.message_id])
                await work.commit()

    async def _take_off(self, place: ShownPlace) -> bool:
        """Return False where it must be tried again later."""
        removal = await take_off(self._bot, place.chat_id, place.message_id)
        if removal is not Removal.GONE:
            log.warning("reading_not_deleted", kind=removal.name)
        return removal is not Removal.LATER

    def _start(self, chat_id: int) -> None:
        timer = self._timers.pop(chat_id, None)
        if timer is not None:
            timer.cancel()
        loop = asyncio.get_running_loop()
        self._timers[chat_id] = loop.call_later(self.seconds, self._end, chat_id)

    def _end(self, chat_id: int) -> None:
        task = asyncio.get_running_loop().create_task(self._run_out(chat_id))
        self._running.add(task)
        task.add_done_callback(self._running.discard)

    async def _run_out(self, chat_id: int) -> None:
        try:
            await self.hide_chat(chat_id)
        except Exception as error:
            log.exception("reading_not_hidden", error=type(error).__name__)
