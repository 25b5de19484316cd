"""Help opens below any screen, leaves that screen usable, and can be cleared away."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import get_args

from aiogram import Bot, F, Router
from aiogram.filters import Command, CommandStart
from aiogram.filters.callback_data import CallbackData
from aiogram.types import CallbackQuery, InlineKeyboardMarkup, Message
from aiogram.utils.i18n import I18n
from aiogram.utils.i18n import gettext as _
from aiogram.utils.i18n import lazy_gettext as __

from bot.chat.cards import Card, send_card, show_card
from bot.chat.entries import Entry, EntryCallback
from bot.chat.keyboards import HELP, button, menu_button, rows
from bot.chat.shown.removing import take_off
from content.schema import Fact, HelpDirectory
from content.schema.help import Audience

NUMBERS, PLACES = "all", "places"
ENTRY = Entry(
    name=HELP,
    label=__("🛟 I need help · a friend needs help"),
    description=__("Whom to call, and what helps"),
    row=1,
)


class HelpCallback(CallbackData, prefix="help"):
    """A page of help, or `clear`; `said` is the command to clear away with it."""

    page: str
    said: int = 0


@dataclass(frozen=True, slots=True)
class Help:
    """The help directory, as cards; what the law says is cited from the facts."""

    directory: HelpDirectory
    facts: Mapping[str, Fact]

    def contacts_card(self, locale: str, said: int = 0) -> Card:
        lines = [
            f"<b>{contact.number}</b> {contact.name.to(locale)} · {contact.hours.to(locale)}\n"
            f"{contact.note.to(locale)}"
            for contact in self.directory.contacts
        ]
        parts = [_("<b>You are not alone. These numbers help:</b>"), *lines, self._law(locale)]
        return Card(text="\n\n".join(parts), keyboard=_keyboard(NUMBERS, said))

    def page_card(self, page: str, locale: str, said: int = 0) -> Card:
        pages = {str(name): text for name, text in self.directory.pages.items()}
        if page == PLACES:
            return self._places(locale, said)
        if page not in pages:
            return self.contacts_card(locale, said)
        return Card(text=pages[page].to(locale), keyboard=_keyboard(page, said))

    def _places(self, locale: str, said: int) -> Card:
        lines = [
            f"<b>{place.name.to(locale)}</b>\n{place.note.to(locale)}"
            for place in self.directory.places
        ]
        parts = [_("<b>Where you can go:</b>"), *lines, self._law(locale)]
        return Card(text="\n\n".join(parts), keyboard=_keyboard(PLACES, said))

    def _law(self, locale: str) -> str:
        """Say that asking for help is not penalised, and where that stands."""
        documents = [self.facts[each].source.document.to(locale) for each in self.directory.law]
        return _("<i>Going for treatment of one's own accord is not penalised: {law}.</i>").format(
            law=_(" and ").join(documents)
        )


async def help_command(message: Message, help_desk: Help, i18n: I18n) -> None:
    card = help_desk.contacts_card(i18n.current_locale, message.message_id)
    await show_card(message, card)


async def help_pressed(query: CallbackQuery, help_desk: Help, i18n: I18n) -> None:
    await send_card(query, help_desk.contacts_card(i18n.current_locale))


async def page_pressed(
    query: CallbackQuery, callback_data: HelpCallback, help_desk: Help, i18n: I18n
) -> None:
    locale, said = i18n.current_locale, callback_data.said
    await show_card(query, help_desk.page_card(callback_data.page, locale, said))


async def clear_pressed(query: CallbackQuery, callback_data: HelpCallback, bot: Bot) -> None:
    """Delete the help message, and the command that called it; one too old is emptied instead."""
    message = query.message
    if isinstance(message, Message):
        await take_off(bot, message.chat.id, message.message_id)
        if callback_data.said:
            await take_off(bot, message.chat.id, callback_data.said, is_ours=False)
    await query.answer(_("Cleared."))


def create_router() -> Router:
    router = Router(name="help")
    router.message.filter(F.chat.type == "private")
    router.message.register(help_command, Command(HELP))
    router.message.register(help_command, CommandStart(deep_link=True, magic=F.args == HELP))
    router.callback_query.register(help_pressed, EntryCallback.filter(F.name == HELP))
    router.callback_query.register(clear_pressed, HelpCallback.filter(F.page == "clear"))
    router.callback_query.register(page_pressed, HelpCallback.filter())
    return router


def _keyboard(current: str, said: int) -> InlineKeyboardMarkup:
    labels = {
        "me": _("It is about me"),
        "friend": _("About a friend"),
        "parent": _("About my child"),
        NUMBERS: _("📞 Numbers"),
        PLACES: _("📍 Where to go"),
    }
    shown = {
        page: button(label, HelpCallback(page=page, said=said).pack())
        for page, label in labels.items()
        if page != current
    }
    about = [shown[page] for page in get_args(Audience) if page in shown]
    ways = [shown[page] for page in (NUMBERS, PLACES) if page in shown]
    clear = button(_("🧹 Clear this message"), HelpCallback(page="clear", said=said).pack())
    return rows(about, ways, [clear, menu_button()])
