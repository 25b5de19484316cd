"""What stays of a card whose time is over: nothing of what it showed."""

from __future__ import annotations

from collections.abc import Callable

from aiogram.filters.callback_data import CallbackData
from aiogram.utils.i18n import gettext as _

from bot.chat.cards import Card
from bot.chat.entries import EntryCallback
from bot.chat.keyboards import button, column, help_button, menu_button
from bot.chat.shown.register import WriteEnding
from bot.chat.shown.rows import Ending, ScreenKind


class ShowReceiptCallback(CallbackData, prefix="again"):
    """Shows a hidden receipt once more."""


def write_endings(menu: Callable[[], Card]) -> WriteEnding:
    """Return what says the last words of a card; `menu` is the front door's."""

    def write_ending(kind: ScreenKind, ending: Ending) -> Card | None:
        if kind is ScreenKind.SENT:
            return menu()
        if kind is ScreenKind.MAILBOX:
            return _closed()
        if kind is ScreenKind.AT_WORK:
            return _lost_file() if ending is Ending.UNDONE else None
        if kind is ScreenKind.RECEIPT and ending is Ending.IN_TIME:
            return _hidden()
        return _lost() if kind in {ScreenKind.FORM, ScreenKind.RECEIPT} else None

    return write_ending


def _closed() -> Card:
    text = _(
        "🔒 The mailbox is closed. What was not sent is gone, and your receipt is forgotten here."
    )
    return Card(text=text, keyboard=column(menu_button(), help_button()))


def _lost_file() -> Card:
    text = _(
        "⚠️ This file was lost while I was cleaning it: the service was restarted. It is not in "
        "your report. Please open the report and send the file once more."
    )
    back = button(_("↩️ Back to my report"), EntryCallback(name="report").pack())
    return Card(text=text, keyboard=column(back, menu_button(), help_button()))


def _hidden() -> Card:
    text = _(
        "🔑 <b>Your receipt is hidden again.</b>\n\nThe words stand on a screen for 15 "
        "minutes at most. Your report is still here; it has not been sent."
    )
    again = button(_("👁 Show the words again"), ShowReceiptCallback().pack())
    back = button(_("↩️ Back to my report"), EntryCallback(name="report").pack())
    return Card(text=text, keyboard=column(again, back, help_button()))


def _lost() -> Card:
    text = _(
        "This form was closed: an hour went by, or the service was restarted. What you wrote was "
        "not sent, and nothing of it was kept."
    )
    anew = button(_("🚨 Begin anew"), EntryCallback(name="report").pack())
    return Card(text=text, keyboard=column(anew, menu_button(), help_button()))
