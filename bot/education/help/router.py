"""Help opens below any screen, leaves that screen usable, and can be cleared away."""

from __future__ import annotations

from dataclasses import dataclass
from typing import get_args

from aiogram import F, Router
from aiogram.exceptions import TelegramBadRequest
from aiogram.filters import Command, CommandStart
from aiogram.filters.callback_data import CallbackData
from aiogram.types import CallbackQuery, InlineKeyboardMarkup, Message
from aiogram.utils.i18n import I18n
from aiogram.utils.i18n import gettext as _
from aiogram.utils.i18n import lazy_gettext as __

from bot.chat.cards import Card, send_card, show_card
from bot.chat.entries import Entry, EntryCallback
from bot.chat.keyboards import HELP, button, menu_button, rows
from content.schema import HelpDirectory
from content.schema.help import Audience

ENTRY = Entry(
    name=HELP,
    label=__("🛟 I need help · a friend needs help"),
    description=__("Whom to call, and what helps"),
    row=1,
)


class HelpCallback(CallbackData, prefix="help"):
    """A page of help, or `clear`."""

    page: str


@dataclass(frozen=True, slots=True)
class Help:
    """The help directory, as cards."""

    directory: HelpDirectory

    def contacts_card(self, locale: str) -> Card:
        lines = [
            f"<b>{contact.number}</b> {contact.name.to(locale)} · {contact.hours.to(locale)}\n"
            f"{contact.note.to(locale)}"
            for contact in self.directory.contacts
        ]
        heading = _("<b>You are not alone. These numbers help:</b>")
        return Card(text="\n\n".join([heading, *lines]), keyboard=_keyboard(None))

    def page_card(self, page: str, locale: str) -> Card:
        pages = {str(name): text for name, text in self.directory.pages.items()}
        if page not in pages:
            return self.contacts_card(locale)
        return Card(text=pages[page].to(locale), keyboard=_keyboard(page))


async def help_command(message: Message, help_desk: Help, i18n: I18n) -> None:
    await show_card(message, help_desk.contacts_card(i18n.current_locale))


async def help_pressed(query: CallbackQuery, help_desk: Help, i18n: I18n) -> None:
    await send_card(query, help_desk.contacts_card(i18n.current_locale))


async def page_pressed(
    query: CallbackQuery, callback_data: HelpCallback, help_desk: Help, i18n: I18n
) -> None:
    await show_card(query, help_desk.page_card(callback_data.page, i18n.current_locale))


async def clear_pressed(query: CallbackQuery) -> None:
    """Delete the help message; one too old to be deleted is emptied instead."""
    message = query.message
    if isinstance(message, Message):
        try:
            await message.delete()
        except TelegramBadRequest:
            await message.edit_text(_("Cleared."))
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


def _keyboard(current: str | None) -> InlineKeyboardMarkup:
    labels = {
        "me": _("It is about me"),
        "friend": _("About a friend"),
        "parent": _("About my child"),
    }
    pages = [
        button(labels[page], HelpCallback(page=page).pack())
        for page in get_args(Audience)
        if page != current
    ]
    contacts = (
        [] if current is None else [button(_("📞 Numbers"), HelpCallback(page="all").pack())]
    )
    clear = button(_("🧹 Clear this message"), HelpCallback(page="clear").pack())
    return rows(pages, contacts, [clear, menu_button()])
