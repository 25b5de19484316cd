"""The daily notice: one message for questions that are due, and for news that must look the same.

Whoever watches a phone must not tell the two apart, so both houses send it from here: the same
words, buttons and settings, with a count in the same range.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass

from aiogram import Bot
from aiogram.utils.i18n import I18n
from aiogram.utils.i18n import gettext as _

from bot.chat.cards import Card
from bot.chat.entries import EntryCallback
from bot.chat.keyboards import button, help_button, menu_button, rows

PRACTICE = "practice"
QUIET = "quiet"
# A sitting asks no more than this, so no notice counts more.
MOST_COUNTED = 5


@dataclass(frozen=True, slots=True)
class DailyNotices:
    """Sends the notice to a chat, in its language."""

    bot: Bot
    i18n: I18n

    async def send(self, chat_id: int, count: int, locale: str) -> None:
        """`count` is held to what a learner's notice can say."""
        with self.i18n.context(), self.i18n.use_locale(locale):
            card = notice_card(count)
        await self.bot.send_message(chat_id, card.text, reply_markup=card.keyboard)


def notice_card(count: int) -> Card:
    """Return the notice in the current language."""
    text = _(
        "📚 Short questions today: {count}\n\nTwo minutes are enough, and what you learnt stays."
    ).format(count=min(max(count, 1), MOST_COUNTED))
    return Card(
        text=text,
        keyboard=rows(
            [button(_("▶️ Practise now"), EntryCallback(name=PRACTICE).pack())],
            [button(_("🔕 No more reminders"), EntryCallback(name=QUIET).pack())],
            [help_button(), menu_button()],
        ),
    )


def likely_count() -> int:
    """Return a count that a learner's notice might have, for whoever has none."""
    return 1 + secrets.randbelow(MOST_COUNTED)
