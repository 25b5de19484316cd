"""What is said whatever else fails: to whoever is in danger, and to whoever was not served.

It stands before conversation state, locks and limits, and asks nothing of them.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass

import structlog
from aiogram import Bot
from aiogram.types import Message, Update, User
from aiogram.utils.i18n import I18n
from aiogram.utils.i18n import gettext as _

from bot.chat.cards import Card
from bot.chat.entries import EntryCallback
from bot.chat.guard import Danger, DangerGuard
from bot.chat.i18n import Locales, locale_of
from bot.chat.keyboards import HELP, MENU, column, help_button

log = structlog.get_logger(__name__)

# Handlers find under this name the danger that was seen, and answered already.
DANGER = "danger"
LOCALE_SECONDS = 0.3
MENU_COMMANDS = ("/start", f"/{MENU}")

Page = Callable[[str], Card]


@dataclass(frozen=True, slots=True, kw_only=True)
class FirstAid:
    """Answers danger at once, and stands in for help and menu where they cannot be reached.

    `pages` are the help page and the menu of a bot that has them, by name, for a locale.
    """

    guard: DangerGuard
    i18n: I18n
    locales: Locales
    pages: dict[str, Page]

    def look(self, update: Update) -> Danger | None:
        """Return the danger that somebody writes of in a private chat."""
        message = update.message or update.edited_message
        if message is None or message.chat.type != "private":
            return None
        return self.guard.look(message.text or message.caption or "")

    async def answer(self, bot: Bot, update: Update, danger: Danger) -> None:
        """Say what to do at once; whatever keeps it back keeps nothing else back."""
        message = update.message or update.edited_message
        assert message is not None
        locale = await self._locale(message.from_user)
        with self.i18n.context(), self.i18n.use_locale(locale):
            card = Card(text=self.guard.answer(danger, locale), keyboard=column(help_button()))
        await _send(bot, message, card, "danger_answer_failed")

    def page(self, update: Update) -> str | None:
        """Return which page stands in for what is asked, where one does."""
        name = _asked(update)
        return name if name in self.pages else None

    async def apologise(self, bot: Bot, update: Update) -> None:
        """Say that nothing was kept, and whom to call; who asked for help or menu gets that."""
        await self._tell(bot, update, self._apology)

    async def tell_of_wait(self, bot: Bot, update: Update) -> None:
        """Say that it takes long, and that there is nothing to do but wait."""
        await self._tell(bot, update, lambda: _with_help(_(
            "⏳ This takes longer than it should. Please wait a little; I go on by myself."
        )))  # fmt: skip

    async def tell_of_flood(self, bot: Bot, update: Update) -> None:
        """Say that not all of what came at once was taken in."""
        await self._tell(bot, update, lambda: _with_help(_(
            "Too much came at once: what you sent last was not read. Please send it again, more "
            "slowly."
        )))  # fmt: skip

    async def _tell(self, bot: Bot, update: Update, words: Callable[[], Card]) -> None:
        message, query = update.message, update.callback_query
        user = query.from_user if query else message.from_user if message else None
        if query is not None and isinstance(query.message, Message):
            message = query.message
        if message is None:
            return
        locale, name = await self._locale(user), self.page(update)
        with self.i18n.context(), self.i18n.use_locale(locale):
            card = self.pages[name](locale) if name is not None else words()
        await _send(bot, message, card, "apology_failed")

    def _apology(self) -> Card:
        text = _("Something went wrong on our side. Please try again, or send /start.")
        return _with_help(text)

    async def _locale(self, user: User | None) -> str:
        """Return the person's language, or their phone's where the database keeps us waiting."""
        if user is None:
            return locale_of(None)
        try:
            return await asyncio.wait_for(
                self.locales.find(user.id, user.language_code), LOCALE_SECONDS
            )
        except Exception as error:  # noqa: BLE001 - whatever it is, the answer must go out
            log.warning("locale_unknown", error=type(error).__name__)
            return locale_of(user.language_code)


def _with_help(text: str) -> Card:
    numbers = _("In danger: 110, 120. To talk to somebody: 12356, for young people 12355.")
    return Card(text=f"{text}\n\n{numbers}", keyboard=column(help_button()))


def _asked(update: Update) -> str | None:
    if update.callback_query is not None:
        data = update.callback_query.data
        return next((n for n in (HELP, MENU) if data == EntryCallback(name=n).pack()), None)
    words = (update.message.text or "") if update.message else ""
    if words.startswith(f"/{HELP}") or words == f"/start {HELP}":
        return HELP
    return MENU if words in MENU_COMMANDS else None


async def _send(bot: Bot, message: Message, card: Card, event: str) -> None:
    try:
        await bot.send_message(message.chat.id, card.text, reply_markup=card.keyboard)
    except Exception as error:
        log.exception(event, error=type(error).__name__)


async def speaks_of_danger(_message: Message, danger: Danger | None = None) -> bool:
    """Filter what was answered already, so that a form does not take it for what it asked."""
    return danger is not None
