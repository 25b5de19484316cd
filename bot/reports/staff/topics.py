"""Where in a unit's admin chat something is posted: a topic per tip where the group is a forum.

Groups change under the bot: one is upgraded and gets another id, loses a topic, is no forum any
more, or puts the bot out. Whatever is sent through here follows, or waits in the outbox.
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import structlog
from aiogram import Bot
from aiogram.exceptions import TelegramAPIError, TelegramMigrateToChat
from aiogram.types import InlineKeyboardMarkup, Message

from bot.chat.delivery.refusals import UNREACHABLE, Refusal, refusal_of
from bot.errors import NoAdminChatError
from bot.reports.staff.places import FindPlace, KeepTopic, Place, PlacedTip, Topic
from bot.reports.staff.service import FollowChat, NoteReach
from content.library import Library

log = structlog.get_logger(__name__)

# Of the six colours that Telegram has for the icon of a topic: light blue, and red for urgent.
BLUE, RED = 7322096, 16478047
TITLE_LIMIT = 128
ATTEMPTS = 4


class Spot(NamedTuple):
    """A chat, and the topic in it or None."""

    chat_id: int
    thread_id: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class AdminChats:
    """Posts into the units' admin chats."""

    bot: Bot
    library: Library
    find_place: FindPlace
    keep_topic: KeepTopic
    follow: FollowChat
    note_reach: NoteReach
    _making: asyncio.Lock = field(default_factory=asyncio.Lock)

    async def where_to_post(self, unit_id: str, tip_id: str | None = None) -> Spot:
        """Return the admin chat and the tip's topic, which is made now if the group is a forum.

        Raise `NoAdminChatError` for a unit without a chat, and what Telegram refuses.
        """
        place = await self.find_place(unit_id, tip_id)
        if place.chat_id is None:
            raise NoAdminChatError
        if place.tip is None:
            return Spot(place.chat_id, None)
        if place.topic is not None:
            return Spot(place.chat_id, place.topic.thread_id)
        chat = await self.bot.get_chat(place.chat_id)
        if not chat.is_forum:
            return Spot(place.chat_id, None)
        async with self._making:
            # Somebody else may have made it while this waited for its turn.
            place = await self.find_place(unit_id, tip_id)
            if place.topic is not None or place.tip is None or place.chat_id != chat.id:
                return Spot(chat.id, None if place.topic is None else place.topic.thread_id)
            return Spot(chat.id, await self._make_topic(chat.id, place, place.tip))

    async def send(
        self, unit_id: str, text: str, *, tip_id: str | None = None, **options: Any
    ) -> Message:
        """Send to the unit, into the tip's topic if a tip is named, wherever that is by now.

        Raise `NoAdminChatError` where the unit has no chat, or the bot was put out of it.
        """
        for _attempt in range(ATTEMPTS):
            chat_id = await self._chat_of(unit_id)
            try:
                spot = await self.where_to_post(unit_id, tip_id)
                sent = await self.bot.send_message(
                    spot.chat_id, text, message_thread_id=spot.thread_id, **options
                )
            except TelegramMigrateToChat as error:
                await self.follow(chat_id, error.migrate_to_chat_id)
            except TelegramAPIError as error:
                refusal = refusal_of(error)
                if refusal in {*UNREACHABLE, Refusal.NO_RIGHT}:
                    await self._lose(chat_id)
                if tip_id is None or refusal is not Refusal.MISSING:
                    raise
                log.info("topic_gone")
                await self.keep_topic.forget(tip_id)
            else:
                await self._reach(spot.chat_id)
                return sent
        raise NoAdminChatError

    async def edit(
        self,
        unit_id: str,
        message_id: int,
        text: str,
        keyboard: InlineKeyboardMarkup | None = None,
    ) -> bool:
        """Edit a message of the bot's in the admin chat; return False where it is gone.

        In a group that was upgraded it is gone: open cards are posted anew there by themselves.
        """
        chat_id = await self._chat_of(unit_id)
        try:
            await self.bot.edit_message_text(
                text, chat_id=chat_id, message_id=message_id, reply_markup=keyboard
            )
        except TelegramMigrateToChat as error:
            await self.follow(chat_id, error.migrate_to_chat_id)
            return False
        except TelegramAPIError as error:
            refusal = refusal_of(error)
            if refusal in UNREACHABLE:
                await self._lose(chat_id)
            if refusal in {Refusal.MISSING, Refusal.TOO_LATE}:
                return False
            if refusal is not Refusal.ALREADY_SO:
                raise
        return True

    async def tidy(self, tip_id: str) -> None:
        """Bring the tip's topic in line with the tip: its title, and closed when that is closed.

        What Telegram refuses here is left for the next time; nobody waits for it.
        """
        place = await self.find_place.of_tip(tip_id)
        if place is None or place.tip is None or place.chat_id is None or place.topic is None:
            return
        topic = place.topic
        wanted = Topic(
            thread_id=topic.thread_id,
            title=self._title(place, place.tip),
            is_closed=place.tip.is_closed,
        )
        if wanted == topic:
            return
        try:
            await self._change(place.chat_id, topic, wanted)
        except TelegramMigrateToChat as error:
            await self.follow(place.chat_id, error.migrate_to_chat_id)
        except TelegramAPIError as error:
            refusal = refusal_of(error)
            if refusal is Refusal.MISSING:
                await self.keep_topic.forget(tip_id)
            elif refusal in UNREACHABLE:
                await self.note_reach(place.chat_id, is_reachable=False)
        else:
            await self.keep_topic(tip_id, place.chat_id, wanted)

    async def _change(self, chat_id: int, topic: Topic, wanted: Topic) -> None:
        if wanted.title != topic.title:
            await self.bot.edit_forum_topic(chat_id, topic.thread_id, name=wanted.title)
        if wanted.is_closed and not topic.is_closed:
            await self.bot.close_forum_topic(chat_id, topic.thread_id)
        elif topic.is_closed and not wanted.is_closed:
            await self.bot.reopen_forum_topic(chat_id, topic.thread_id)

    async def _make_topic(self, chat_id: int, place: Place, tip: PlacedTip) -> int | None:
        """Make the tip's topic, or return None where the bot may not."""
        title = self._title(place, tip)
        try:
            made = await self.bot.create_forum_topic(
                chat_id, title, icon_color=RED if tip.is_urgent else BLUE
            )
        except TelegramAPIError as error:
            if refusal_of(error) is not Refusal.NO_RIGHT:
                raise
            return None
        topic = Topic(thread_id=made.message_thread_id, title=title, is_closed=False)
        await self.keep_topic(tip.tip_id, chat_id, topic)
        return topic.thread_id

    def _title(self, place: Place, tip: PlacedTip) -> str:
        found = [c for c in self.library.tip_form.categories if c.id == tip.category]
        label = found[0].label.to(place.locale) if found else tip.category
        mark = "🔴 " if tip.is_urgent else ""
        return f"{mark}{tip.number} · {label}"[:TITLE_LIMIT]

    async def _chat_of(self, unit_id: str) -> int:
        place = await self.find_place(unit_id)
        if place.chat_id is None:
            raise NoAdminChatError
        return place.chat_id

    async def _reach(self, chat_id: int) -> None:
        """Note that the chat can be reached; what was sent is not sent again if that fails."""
        try:
            await self.note_reach(chat_id, is_reachable=True)
        except Exception as error:
            log.exception("reach_not_noted", error=type(error).__name__)

    async def _lose(self, chat_id: int) -> None:
        """Note that the bot is out of the chat; what was to be sent waits."""
        await self.note_reach(chat_id, is_reachable=False)
        raise NoAdminChatError
