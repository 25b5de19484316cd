"""What the outbox sends to the admin chat of a report's end: a warning, and the end itself."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from aiogram import Bot
from aiogram.utils.i18n import I18n
from aiogram.utils.i18n import gettext as _

from bot.chat.delivery.outbox import OutboxItem
from bot.chat.delivery.refusals import PASSING, Refusal, at_best
from bot.errors import NoAdminChatError
from bot.reports.staff.topics import AdminChats
from bot.reports.triage.retention.notices import EndingTip, FindEnding, FindUnitChat


@dataclass(frozen=True, slots=True, kw_only=True)
class EndNotices:
    """Senders of the reports house's outbox; none of them says what a report is about."""

    bot: Bot
    i18n: I18n
    chats: AdminChats
    find_ending: FindEnding
    find_chat: FindUnitChat

    async def send_warning(self, item: OutboxItem) -> None:
        """Warn under the card; a day that holds no longer is passed over."""
        day = date.fromisoformat(item.payload["day"])
        ending = await self.find_ending(str(item.payload["tip"]), day)
        if ending is None:
            return
        if ending.admin_chat is None:
            raise NoAdminChatError
        with self.i18n.context(), self.i18n.use_locale(ending.locale):
            await self.chats.send(
                item.address.decode(),
                warning_text(ending),
                tip_id=str(item.payload["tip"]),
                reply_to_message_id=ending.message_id,
                allow_sending_without_reply=True,
            )

    async def send_end(self, item: OutboxItem) -> None:
        """Delete the report's topic, or write its end over the card, which names a place."""
        if "thread" in item.payload and await self._delete_topic(item):
            return
        chat = await self.find_chat(item.address.decode())
        if chat is None or chat.chat_id is None:
            return
        with self.i18n.context(), self.i18n.use_locale(chat.locale):
            text = _(
                "<b>Report {number}</b>\nIts time is over: words and files are destroyed. What "
                "you still have of it in private chats, please clear."
            ).format(number=item.payload["number"])
            # The card was deleted, or it stands in the chat that the unit had before.
            with at_best(besides={*PASSING, Refusal.BLOCKED}):
                await self.bot.edit_message_text(
                    text, chat_id=chat.chat_id, message_id=int(item.payload["message"])
                )

    async def _delete_topic(self, item: OutboxItem) -> bool:
        """Delete what was said of the report there; return False where the bot may not."""
        with at_best(besides={*PASSING, Refusal.BLOCKED}):
            return await self.bot.delete_forum_topic(item.payload["chat"], item.payload["thread"])
        return False


def warning_text(ending: EndingTip) -> str:
    when = (
        _("⏳ <b>Report {number}</b> ends in {days} days, on {day}.")
        if ending.days_left != 1
        else _("⏳ <b>Report {number}</b> ends tomorrow, on {day}.")
    )
    advice = _(
        "Its words and files are then destroyed for good. What a case still needs, please put on "
        "file before. New words of the reporter, or a question to the reporter, extend it."
    )
    line = when.format(number=ending.number, days=ending.days_left, day=f"{ending.ends_on}")
    return f"{line}\n{advice}"
