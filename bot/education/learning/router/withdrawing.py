"""What a certificate leaves on the disk, said before it is made, and how it is taken back."""

from __future__ import annotations

from aiogram.types import CallbackQuery, InlineKeyboardButton
from aiogram.types import Update as TelegramUpdate
from aiogram.utils.i18n import gettext as _

from bot.chat.cards import Card, send_card, show_card
from bot.chat.keyboards import button, column, help_button, menu_button
from bot.education.learning.router.callbacks import AttemptCallback
from bot.education.learning.router.lessons import update_of
from bot.education.learning.service.certificates import WithdrawCertificate

WITHDRAW, REALLY_WITHDRAW = "withdraw", "void"


def kept_words() -> str:
    return _(
        "So that it can be checked, I write down the lesson, the result, the date and the code, "
        "also for those of whom I keep nothing else. As long as I remember the lesson, "
        "a button below the picture takes that back."
    )


def withdraw_button(attempt: str) -> InlineKeyboardButton:
    data = AttemptCallback(attempt=attempt, action=WITHDRAW).pack()
    return button(_("🗑 Withdraw this certificate"), data)


async def withdraw_pressed(query: CallbackQuery, callback_data: AttemptCallback) -> None:
    """Ask once more; the picture stays where it is."""
    really = AttemptCallback(attempt=callback_data.attempt, action=REALLY_WITHDRAW).pack()
    card = Card(
        text=_(
            "Withdraw the certificate? Its code then verifies nothing any more. "
            "You can have a new one for the same lesson."
        ),
        keyboard=column(button(_("🗑 Withdraw it"), really), menu_button(), help_button()),
    )
    await send_card(query, card)


async def really_withdraw_pressed(
    query: CallbackQuery,
    callback_data: AttemptCallback,
    event_update: TelegramUpdate,
    withdraw_certificate: WithdrawCertificate,
) -> None:
    update = update_of(query, event_update)
    if not await withdraw_certificate(update, callback_data.attempt):
        await show_card(query, gone_card())
        return
    text = _("🗑 Withdrawn. Nothing of the certificate is left here; the picture is yours alone.")
    await show_card(query, Card(text=text, keyboard=column(menu_button(), help_button())))


def gone_card() -> Card:
    text = _("This lesson is over or was forgotten. Open the menu with /start.")
    return Card(text=text, keyboard=column(menu_button(), help_button()))
