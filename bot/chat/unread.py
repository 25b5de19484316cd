"""Words that nothing took: whom to call in danger, and a way to wipe them off the screen."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from aiogram.filters.callback_data import CallbackData
from aiogram.types import InlineKeyboardButton, Message
from aiogram.utils.i18n import gettext as _

from bot.chat.cards import Card
from bot.chat.guard import Danger
from bot.chat.keyboards import button, column, help_button, help_line, menu_button


class LostForms(Protocol):
    """Knows the chats whose form was closed while somebody wrote in it."""

    async def has_lost(self, chat_id: int) -> bool: ...


class WipeCallback(CallbackData, prefix="wipe"):
    """Deletes a message that was kept nowhere."""

    message_id: int


async def is_unread(
    message: Message, danger: Danger | None = None, screens: LostForms | None = None
) -> bool:
    """Filter words that nobody has answered, and that were meant for no form of before."""
    if danger is not None:
        return False
    return screens is None or not await screens.has_lost(message.chat.id)


def unread_card(message: Message, *lines: str, ways: Sequence[InlineKeyboardButton] = ()) -> Card:
    """Answer words that were taken for nothing: whom to call, and a way to wipe them."""
    is_command = (message.text or "").startswith("/")
    text = _("I do not know this command.") if is_command else _("I did not keep what you sent.")
    return Card(
        text="\n\n".join((help_line(), text, *lines)),
        keyboard=column(
            *ways,
            *([] if is_command else [_wipe_button(message)]),
            menu_button(),
            help_button(),
        ),
    )


def _wipe_button(message: Message) -> InlineKeyboardButton:
    data = WipeCallback(message_id=message.message_id).pack()
    return button(_("🧹 Wipe what I wrote"), data)
