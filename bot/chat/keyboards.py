"""Buttons that many screens share."""

from __future__ import annotations

from aiogram.types import InlineKeyboardButton, InlineKeyboardMarkup
from aiogram.utils.i18n import gettext as _

from bot.chat.entries import EntryCallback

HELP = "help"
MENU = "menu"


def button(text: str, data: str) -> InlineKeyboardButton:
    return InlineKeyboardButton(text=text, callback_data=data)


def help_button() -> InlineKeyboardButton:
    """Return the way to help that stands on every screen."""
    return button(_("🛟 I need help"), EntryCallback(name=HELP).pack())


def help_line() -> str:
    """Return whom to call, as it heads every answer to words that nothing took."""
    return _(
        "🛟 In danger: <b>110</b> · under 18: <b>12355</b> (hours differ) · too much to bear: "
        "<b>12356</b>"
    )


def menu_button() -> InlineKeyboardButton:
    return button(_("🏠 Menu"), EntryCallback(name=MENU).pack())


def column(*buttons: InlineKeyboardButton) -> InlineKeyboardMarkup:
    return InlineKeyboardMarkup(inline_keyboard=[[each] for each in buttons])


def rows(*lines: list[InlineKeyboardButton]) -> InlineKeyboardMarkup:
    return InlineKeyboardMarkup(inline_keyboard=[line for line in lines if line])
