"""The doors of the mailbox, the way out of any form, and receipts typed in the wrong place."""

from __future__ import annotations

from aiogram import F, Router
from aiogram.filters import Command, CommandStart
from aiogram.types import CallbackQuery, Message
from aiogram.utils.i18n import gettext as _
from aiogram.utils.i18n import lazy_gettext as __
from aiogram_dialog import DialogManager, ShowMode

from bot.chat.entries import Entry, EntryCallback
from bot.chat.keyboards import button, column, help_button, menu_button
from bot.chat.menu import Reminder
from bot.chat.shown.register import ScreenRegister
from bot.reports.mailbox.inputs import enter_receipt
from bot.reports.mailbox.states import MailboxSG
from bot.reports.tips.closing import close_open, holds_answer, show_answer_first
from bot.reports.tips.draft import Notice, NoticeKind
from bot.reports.tips.notices import write_notices
from bot.reports.tips.states import TipSG
from storage.vault.receipts import looks_like_receipt

RECEIPT = "receipt"
EXIT = "exit"

ENTRY = Entry(
    name=RECEIPT,
    label=__("✉️ My receipt"),
    description=__("Open the mailbox of your report"),
    row=2,
)


async def receipt_command(
    message: Message, dialog_manager: DialogManager, screens: ScreenRegister
) -> None:
    await open_mailbox_form(dialog_manager, ShowMode.DELETE_AND_SEND)
    await screens.take(message)


async def receipt_pressed(query: CallbackQuery, dialog_manager: DialogManager) -> None:
    await open_mailbox_form(dialog_manager, ShowMode.EDIT)
    await query.answer()


async def open_mailbox_form(manager: DialogManager, show_mode: ShowMode) -> bool:
    """Ask for the receipt; an unsent report stays below and comes back afterwards.

    Return False where a mailbox with unsent words is open, which is shown instead.
    """
    if await show_answer_first(manager, show_mode):
        return False
    while manager.has_context() and _is_over(manager):
        await close_open(manager)
    await manager.start(MailboxSG.words, show_mode=show_mode)
    return True


def _is_over(manager: DialogManager) -> bool:
    state = manager.current_context().state
    return state.group is MailboxSG or state == TipSG.sent


async def receipt_typed(message: Message, dialog_manager: DialogManager) -> None:
    """Open the mailbox with a receipt typed outside of it, and take it off the screen."""
    if await open_mailbox_form(dialog_manager, ShowMode.NO_UPDATE):
        await enter_receipt(message, dialog_manager)
    dialog_manager.show_mode = ShowMode.SEND
    await dialog_manager.show()


async def exit_command(
    message: Message, dialog_manager: DialogManager, screens: ScreenRegister
) -> None:
    """Close whatever form is open, and take all that is known of off the screen."""
    text = _farewell(dialog_manager)
    await _close_all(dialog_manager)
    if await screens.hide(message.chat.id):
        text = "\n\n".join((text, write_notices([Notice(NoticeKind.OWN_UNDELETED)])))
    await screens.take(message)
    await message.answer(text, reply_markup=column(menu_button(), help_button()))


async def _close_all(manager: DialogManager) -> None:
    manager.current_stack().last_message_id = None
    while manager.has_context():
        await manager.mark_closed()


def _farewell(manager: DialogManager) -> str:
    if not manager.has_context():
        return _("No form is open.")
    if manager.current_context().state == TipSG.sent:
        return _("🔒 Closed. Your report was sent.")
    return _("🔒 Closed. Nothing of the form was kept.")


def remind(manager: DialogManager) -> Reminder | None:
    """Return what the menu says of words in a mailbox that are not sent."""
    if not holds_answer(manager):
        return None
    return Reminder(
        line=_("✍️ You have a message in your mailbox that is not sent yet."),
        button=button(_("↩️ Back to my message"), EntryCallback(name=RECEIPT).pack()),
    )


def _is_receipt_text(message: Message) -> bool:
    return looks_like_receipt(message.text or "")


def create_router() -> Router:
    """Return the doors; they come before the dialogs."""
    router = Router(name="mailbox")
    router.message.filter(F.chat.type == "private")
    router.message.register(receipt_command, Command(RECEIPT))
    router.message.register(receipt_command, CommandStart(deep_link=True, magic=F.args == RECEIPT))
    router.message.register(exit_command, Command(EXIT))
    router.callback_query.register(receipt_pressed, EntryCallback.filter(F.name == RECEIPT))
    return router


def create_catcher() -> Router:
    """Return what takes the receipts that no open form took; it comes after the dialogs."""
    router = Router(name="receipt_catcher")
    router.message.filter(F.chat.type == "private")
    router.message.register(receipt_typed, F.text, _is_receipt_text)
    return router
