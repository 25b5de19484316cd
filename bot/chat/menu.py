"""The front door: /start, the menu, the language, the way out, and whatever fits nowhere else."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from aiogram import Bot, F, Router
from aiogram.filters import Command, CommandStart
from aiogram.filters.callback_data import CallbackData
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery, InlineKeyboardButton, InlineKeyboardMarkup, Message
from aiogram.utils.i18n import I18n
from aiogram.utils.i18n import gettext as _
from aiogram_dialog import DialogManager

from bot.chat.cards import Card, show_card
from bot.chat.entries import Entry, EntryCallback
from bot.chat.i18n import KNOWN_LOCALES, Locales
from bot.chat.keyboards import (
    MENU,
    button,
    column,
    help_button,
    help_line,
    menu_button,
    rows,
)
from bot.chat.shown.register import ScreenRegister
from bot.chat.shown.removing import Removal, take_off
from bot.chat.unread import WipeCallback, unread_card

LANGUAGE = "language"

Banner = Callable[[date, str], str | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Reminder:
    """Something of a feature that a person has left open, and the way back to it."""

    line: str
    button: InlineKeyboardButton


Reminding = Callable[[DialogManager], Reminder | None]


class LocaleCallback(CallbackData, prefix="lang"):
    """A language's button."""

    locale: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FrontDoor:
    """What the menu shows: the features' entries, the campaign of the day and what is open."""

    entries: Sequence[Entry]
    banner: Banner
    today: Callable[[], date]
    reminders: Sequence[Reminding] = ()

    def card(self, locale: str, manager: DialogManager | None = None) -> Card:
        """Return the menu; with the person's dialogs at hand it also tells what is open."""
        banner = self.banner(self.today(), locale)
        reminders = self.remind(manager)
        greeting = _(
            "<b>Humen</b> · learn to say no, find help, report safely.\nWhat would you like to do?"
        )
        lines = [*([banner] if banner else []), greeting, *(each.line for each in reminders)]
        return Card(text="\n\n".join(lines), keyboard=self._keyboard(reminders))

    def remind(self, manager: DialogManager | None) -> list[Reminder]:
        """Return what a person has left open, as far as their dialogs tell."""
        found = [remind(manager) for remind in self.reminders] if manager else []
        return [each for each in found if each is not None]

    def _keyboard(self, reminders: Sequence[Reminder]) -> InlineKeyboardMarkup:
        shown = [entry for entry in self.entries if entry.has_button]
        numbers = sorted({entry.row for entry in shown})
        *lines, last = [
            [button(str(e.label), e.callback) for e in shown if e.row == number]
            for number in numbers
        ] or [[]]
        language = button(_("🌐 Language"), EntryCallback(name=LANGUAGE).pack())
        return rows(*([each.button] for each in reminders), *lines, [*last, language])


async def start_command(
    message: Message,
    state: FSMContext,
    front_door: FrontDoor,
    i18n: I18n,
    dialog_manager: DialogManager,
) -> None:
    await state.clear()
    await show_card(message, front_door.card(i18n.current_locale, dialog_manager))


async def menu_pressed(
    query: CallbackQuery,
    state: FSMContext,
    front_door: FrontDoor,
    i18n: I18n,
    dialog_manager: DialogManager,
) -> None:
    await state.clear()
    await show_card(query, front_door.card(i18n.current_locale, dialog_manager))


async def language_command(message: Message) -> None:
    await show_card(message, _language_card())


async def language_pressed(query: CallbackQuery) -> None:
    await show_card(query, _language_card())


async def locale_pressed(
    query: CallbackQuery,
    callback_data: LocaleCallback,
    locales: Locales,
    front_door: FrontDoor,
    i18n: I18n,
) -> None:
    if callback_data.locale in KNOWN_LOCALES:
        await locales.choose(query.from_user.id, callback_data.locale)
        i18n.current_locale = callback_data.locale
    await show_card(query, front_door.card(i18n.current_locale))


async def unknown_text(
    message: Message,
    front_door: FrontDoor,
    dialog_manager: DialogManager | None = None,
    screens: ScreenRegister | None = None,
) -> None:
    """Say what becomes of what fits nowhere: a lost form, an open one, or neither of them."""
    if screens is not None and await screens.has_lost(message.chat.id):
        # It was meant for the form, and must not stand there alone now.
        await screens.take(message)
        await show_card(message, _lost_card())
        return
    reminders = front_door.remind(dialog_manager)
    lines = (*(each.line for each in reminders), _("Please choose from the menu."))
    await show_card(message, unread_card(message, *lines, ways=[r.button for r in reminders]))


async def wipe_pressed(
    query: CallbackQuery, callback_data: WipeCallback, front_door: FrontDoor, i18n: I18n, bot: Bot
) -> None:
    """Take off the screen what a person has just written, and the answer to it."""
    if query.message is None:
        return
    chat_id = query.message.chat.id
    removal = await take_off(bot, chat_id, callback_data.message_id, is_ours=False)
    if removal is not Removal.GONE:
        text = _("I cannot delete it. Please hold your finger on it and delete it yourself.")
        await query.answer(text, show_alert=True)
        return
    await show_card(query, front_door.card(i18n.current_locale))


def _lost_card() -> Card:
    text = f"{help_line()}\n\n" + _(
        "The service was restarted, or an hour went by, and the form you were filling in was "
        "closed. What you just sent is off the screen; none of it was kept or sent.\n\n"
        "If you had already pressed Send, your receipt opens the report."
    )
    return Card(
        text=text,
        keyboard=column(
            button(_("🚨 Begin anew"), EntryCallback(name="report").pack()),
            button(_("✉️ Check a receipt"), EntryCallback(name="receipt").pack()),
            menu_button(),
            help_button(),
        ),
    )


async def unknown_button(query: CallbackQuery) -> None:
    """Answer a button whose conversation is over."""
    await query.answer(_("This button is no longer in use. Please open the menu with /start."))


async def stale_window(query: CallbackQuery) -> None:
    """Answer a window from before a restart, or of a form that was left."""
    card = Card(
        text=_(
            "This form is no longer open, and nothing of it was kept.\n\n"
            "If you had already pressed Send, your receipt opens the report."
        ),
        keyboard=column(
            button(_("✉️ Check a receipt"), EntryCallback(name="receipt").pack()),
            menu_button(),
            help_button(),
        ),
    )
    await show_card(query, card)


def _language_card() -> Card:
    buttons = [
        button(name, LocaleCallback(locale=locale).pack())
        for locale, name in KNOWN_LOCALES.items()
    ]
    return Card(
        text=_("Which language do you read?"),
        keyboard=column(*buttons, menu_button(), help_button()),
    )


def create_router() -> Router:
    """Wire the doors; this router comes before the features."""
    router = Router(name="menu")
    router.message.filter(F.chat.type == "private")
    router.message.register(start_command, CommandStart(deep_link=False))
    router.message.register(start_command, Command(MENU))
    router.message.register(language_command, Command(LANGUAGE))
    router.callback_query.register(menu_pressed, EntryCallback.filter(F.name == MENU))
    router.callback_query.register(language_pressed, EntryCallback.filter(F.name == LANGUAGE))
    router.callback_query.register(locale_pressed, LocaleCallback.filter())
    return router


def create_fallback_router() -> Router:
    """Wire what no feature took; this router comes after them all."""
    router = Router(name="fallback")
    router.message.filter(F.chat.type == "private")
    # A deep link that no feature knows, or knows no longer, is a start all the same.
    router.message.register(start_command, CommandStart())
    router.message.register(unknown_text)
    router.callback_query.register(wipe_pressed, WipeCallback.filter())
    router.callback_query.register(unknown_button)
    return router
