"""What stands on people's screens and must go: hidden in time, at a stop, and after a crash."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Collection, Iterable
from dataclasses import dataclass
from time import time

import structlog
from aiogram import Bot
from aiogram.types import Message, ReplyParameters
from aiogram.utils.i18n import I18n, get_i18n

from bot.chat.cards import Card
from bot.chat.delivery.refusals import at_best
from bot.chat.shown.removing import Removal, take_off
from bot.chat.shown.rows import (
    CARDS,
    LASTING,
    NO_MESSAGE,
    OURS,
    SECONDS_OF,
    ChatScreen,
    Ending,
    Row,
    ScreenKind,
)
from bot.chat.shown.shelves import NoShelf, Shelf
from bot.chat.state import KEPT_SECONDS

log = structlog.get_logger(__name__)

SHOWN_SECONDS = 15 * 60.0
TICK_SECONDS = 1.0
SHARED_TICK_SECONDS = 20.0
PATIENCE = 30.0
ASK_AGAIN_SECONDS = 60.0
TRY_AGAIN_SECONDS = 5.0
EVERYTHING = frozenset(ScreenKind) - {ScreenKind.LOST}

WriteEnding = Callable[[ScreenKind, Ending], Card | None]
"""Returns what a message says in the end, None for one that goes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Surroundings:
    """What the register works with; `is_open` tells whether a chat has an open conversation."""

    bot: Bot
    i18n: I18n
    is_open: Callable[[int], Awaitable[bool]]
    write_ending: WriteEnding


class ScreenRegister:
    """One for a bot. Rows are written before the words are, wherever their message is known."""

    def __init__(self, shelf: Shelf | None = None, seconds: float = SHOWN_SECONDS) -> None:
        self.seconds = seconds
        self._shelf = shelf or NoShelf()
        self._generation: bytes | None = None
        self._screens: dict[int, ChatScreen] = {}
        self._around: Surroundings | None = None
        self._stopping = asyncio.Event()

    @property
    def minutes(self) -> int:
        return max(1, round(self.seconds / 60))

    def begin(self, around: Surroundings) -> None:
        self._around = around

    async def keep(
        self, chat_id: int, message_id: int, kind: ScreenKind, until: float | None = None
    ) -> None:
        """Remember what a message shows, until its time or its conversation is over."""
        screen = await self._screen(chat_id)
        screen.locale = get_i18n().current_locale
        seconds = SECONDS_OF.get(kind, self.seconds)
        screen.rows[message_id] = Row(kind, until or time() + seconds)
        if kind in CARDS:
            screen.rows.pop(NO_MESSAGE, None)
        await self._save(screen)

    async def let_go(self, chat_id: int, message_id: int) -> None:
        """Forget a message that shows nothing any more."""
        screen = await self._screen(chat_id)
        if screen.rows.pop(message_id, None) is not None:
            await self._save(screen)

    async def take(self, message: Message) -> bool:
        """Take a person's own message off the screen; return False where it must be told."""
        await self.keep(message.chat.id, message.message_id, ScreenKind.THEIRS)
        return await self.hide(message.chat.id, only=message.message_id) == 0

    async def show_alone(
        self, chat_id: int, message_id: int, kind: ScreenKind, until: float | None = None
    ) -> None:
        """Remember a card, and take away every other one: a chat has one card at a time."""
        await self.keep(chat_id, message_id, kind, until)
        await self.hide(chat_id, CARDS, but=message_id)

    async def hide(
        self,
        chat_id: int,
        kinds: Collection[ScreenKind] = EVERYTHING,
        *,
        only: int | None = None,
        but: int | None = None,
    ) -> int:
        """Take what is there off the screen now; return how many messages stay."""
        screen, left = await self._screen(chat_id), 0
        for message_id, row in list(screen.rows.items()):
            if row.kind in kinds and only in {None, message_id} and message_id != but:
                left += not await self._remove(screen, message_id)
        return left

    async def leave(self, chat_id: int, but: int | None = None) -> None:
        """Take our messages away where the person goes elsewhere; what is unsent is kept."""
        await self.hide(chat_id, OURS, but=but)

    async def shows(self, chat_id: int, *kinds: ScreenKind) -> set[int]:
        """Return the messages of such kinds that stand on the screen."""
        rows = (await self._screen(chat_id)).rows
        return {number for number, row in rows.items() if row.kind in kinds}

    async def has_lost(self, chat_id: int) -> bool:
        """Tell whether a form of this chat ended within the hour, without its owner."""
        return NO_MESSAGE in (await self._screen(chat_id)).rows

    def stop(self) -> None:
        self._stopping.set()

    async def run(self) -> None:
        """End first what another process has left, then everything in its time."""
        tick = SHARED_TICK_SECONDS if self._shelf.is_shared else TICK_SECONDS
        if not self._shelf.is_shared:
            await self._recover()
        while not self._stopping.is_set():
            try:
                await self.end_due()
            except Exception as error:
                log.exception("screens_not_ended", error=type(error).__name__)
            try:
                await asyncio.wait_for(self._stopping.wait(), tick)
            except TimeoutError:
                continue

    async def end_due(self) -> None:
        """End what is due; all that this process knows, where its shelf was emptied."""
        if await self._was_emptied():
            self._generation = await self._shelf.generation()
            await self._end_all(EVERYTHING, Ending.LOST)
        for screen in await self._list_screens():
            for message_id, row in list(screen.rows.items()):
                if row.is_lost or row.due <= time():
                    await self._end_in_time(screen, message_id, row)

    async def finish(self) -> None:
        """End everything: the process is about to, and with it what it remembers.

        Conversations that outlive the process keep their cards, but no receipt.
        """
        try:
            async with asyncio.timeout(PATIENCE):
                if self._shelf.is_shared:
                    await self._end_all(EVERYTHING - LASTING, Ending.IN_TIME)
                else:
                    await self._end_all(EVERYTHING, Ending.LOST)
                await self._shelf.close()
        except TimeoutError:
            log.warning("screens_left", count=len(self._screens))

    async def _recover(self) -> None:
        for data in await self._shelf.list_all():
            left = ChatScreen.from_bytes(data)
            screen = self._screens.setdefault(left.chat_id, left)
            for message_id, row in left.rows.items():
                row.is_lost = row.kind is not ScreenKind.LOST
                screen.rows.setdefault(message_id, row)
            _note_lost(screen, left.rows.values())

    async def _list_screens(self) -> list[ChatScreen]:
        if not self._shelf.is_shared:
            return list(self._screens.values())
        screens = [ChatScreen.from_bytes(data) for data in await self._shelf.list_all()]
        known = {screen.chat_id: screen for screen in screens}
        self._screens = {chat: known[chat] for chat in self._screens if chat in known}
        return screens

    async def _screen(self, chat_id: int) -> ChatScreen:
        """Return what is known of a chat, from the shelf where other processes write there."""
        if self._shelf.is_shared:
            data = await self._shelf.find(chat_id)
            if data is not None:
                self._screens[chat_id] = ChatScreen.from_bytes(data)
            elif chat_id in self._screens and not await self._was_emptied():
                del self._screens[chat_id]
        return self._screens.get(chat_id) or ChatScreen(chat_id)

    async def _was_emptied(self) -> bool:
        """Tell whether the shelf lost all rows, as a Redis does that was started again."""
        if self._generation is None:
            self._generation = await self._shelf.generation()
        return await self._shelf.generation() != self._generation

    async def _save(self, screen: ChatScreen) -> None:
        if screen.rows:
            self._screens[screen.chat_id] = screen
            await self._shelf.put(screen.chat_id, screen.to_bytes())
        else:
            self._screens.pop(screen.chat_id, None)
            await self._shelf.drop(screen.chat_id)

    async def _end_in_time(self, screen: ChatScreen, message_id: int, row: Row) -> None:
        assert self._around is not None
        if row.kind is ScreenKind.LOST:
            del screen.rows[message_id]
            await self._save(screen)
            return
        if row.must_go:
            await self._remove(screen, message_id)
            return
        if row.kind is ScreenKind.AT_WORK and not row.is_lost:
            await self._tell_lost_file(screen, message_id)
            return
        is_open = not row.is_lost and await self._around.is_open(screen.chat_id)
        if row.kind in LASTING and is_open:
            row.due = time() + ASK_AGAIN_SECONDS
            await self._save(screen)
            return
        await self._end(screen, message_id, Ending.IN_TIME if is_open else Ending.LOST)
        if row.kind is ScreenKind.RECEIPT and is_open and message_id not in screen.rows:
            screen.rows[message_id] = Row(ScreenKind.FORM, time() + ASK_AGAIN_SECONDS)
            await self._save(screen)

    async def _tell_lost_file(self, screen: ChatScreen, message_id: int) -> None:
        """Say that a file never came out of its cleaning; the message is one of theirs again."""
        assert self._around is not None
        screen.rows[message_id] = Row(ScreenKind.THEIRS, time() + KEPT_SECONDS)
        await self._save(screen)
        with self._around.i18n.context(), self._around.i18n.use_locale(screen.locale):
            card = self._around.write_ending(ScreenKind.AT_WORK, Ending.UNDONE)
        reply = ReplyParameters(message_id=message_id, allow_sending_without_reply=True)
        if card is not None:
            with at_best():
                await self._around.bot.send_message(
                    screen.chat_id, card.text, reply_markup=card.keyboard, reply_parameters=reply
                )

    async def _end_all(self, kinds: Collection[ScreenKind], ending: Ending) -> None:
        """End what this process knows of such kinds."""
        for screen in list(self._screens.values()):
            for message_id, row in list(screen.rows.items()):
                if row.kind in kinds:
                    await self._end(screen, message_id, ending)

    async def _end(self, screen: ChatScreen, message_id: int, ending: Ending) -> None:
        """Let a message say its last, or go; what did not get through is tried again."""
        assert self._around is not None
        row = screen.rows[message_id]
        if ending is Ending.LOST and not row.is_lost:
            _note_lost(screen, [row])
        with self._around.i18n.context(), self._around.i18n.use_locale(screen.locale):
            card = self._around.write_ending(row.kind, ending)
        if card is None or not await self._write(screen.chat_id, message_id, card):
            await self._remove(screen, message_id)
        elif screen.rows.get(message_id) is row:
            del screen.rows[message_id]
            await self._save(screen)

    async def _write(self, chat_id: int, message_id: int, card: Card) -> bool:
        """Return False where the message cannot say it, and has to go instead."""
        assert self._around is not None
        with at_best():
            await self._around.bot.edit_message_text(
                card.text, chat_id=chat_id, message_id=message_id, reply_markup=card.keyboard
            )
            return True
        return False

    async def _remove(self, screen: ChatScreen, message_id: int) -> bool:
        """Return whether the message is off the screen; a row stays where it is tried again."""
        assert self._around is not None
        row = screen.rows[message_id]
        is_ours = row.kind not in {ScreenKind.THEIRS, ScreenKind.AT_WORK}
        removal = await take_off(self._around.bot, screen.chat_id, message_id, is_ours=is_ours)
        if removal is Removal.LATER:
            row.due, row.must_go = time() + TRY_AGAIN_SECONDS, True
        elif screen.rows.get(message_id) is row:
            del screen.rows[message_id]
        await self._save(screen)
        return removal is Removal.GONE


def _note_lost(screen: ChatScreen, rows: Iterable[Row]) -> None:
    if any(row.kind in CARDS and row.kind is not ScreenKind.SENT for row in rows):
        screen.rows[NO_MESSAGE] = Row(ScreenKind.LOST, time() + KEPT_SECONDS)
