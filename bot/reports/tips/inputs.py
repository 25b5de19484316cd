"""What becomes of the messages that a person sends while the form is open."""

from __future__ import annotations

from typing import Any

from aiogram.dispatcher.event.bases import SkipHandler
from aiogram.types import Message
from aiogram.utils.i18n import gettext as _
from aiogram_dialog import DialogManager, ShowMode

from bot.chat.cards import Card
from bot.chat.entries import EntryCallback
from bot.chat.keyboards import button, column, help_button, help_line, menu_button
from bot.chat.shown.rows import ScreenKind
from bot.reports.tips.draft import Draft, NoticeKind, take_draft
from bot.reports.tips.handlers import go_on
from bot.reports.tips.recall import wrong_positions
from bot.reports.tips.states import TipSG
from bot.reports.tips.straying import is_at_the_form
from bot.reports.tips.taking import take_away, take_message
from bot.reports.tips.view import screens_of, taker_of
from storage.errors import ReceiptError
from storage.vault.receipts import Receipt, looks_like_receipt


async def on_early_message(message: Message, _input: Any, manager: DialogManager) -> None:
    """Words that come before they are asked for are kept; the card stays where it was."""
    manager.show_mode = ShowMode.EDIT
    await take_message(message, take_draft(manager), taker_of(manager))


async def on_tip_message(message: Message, _input: Any, manager: DialogManager) -> None:
    manager.show_mode = ShowMode.EDIT
    draft = take_draft(manager)
    await take_message(message, draft, taker_of(manager), replaces=True)
    if message.message_id in draft.taken:
        await go_on(manager)


async def on_late_message(message: Message, _input: Any, manager: DialogManager) -> None:
    """After the review pictures and words are still added; the receipt typed here is checked."""
    manager.show_mode = ShowMode.EDIT
    draft = take_draft(manager)
    if _is_receipt_of(message, draft):
        await take_away(message, draft, screens_of(manager))
        await manager.switch_to(TipSG.ready)
        return
    await take_message(message, draft, taker_of(manager))


async def on_check_message(message: Message, _input: Any, manager: DialogManager) -> None:
    manager.show_mode = ShowMode.EDIT
    draft = take_draft(manager)
    if not message.text or message.text.startswith("/"):
        await take_message(message, draft, taker_of(manager))
        return
    assert draft.receipt is not None
    await take_away(message, draft, screens_of(manager))
    if _is_receipt_of(message, draft):
        await manager.switch_to(TipSG.ready)
        return
    wrong = wrong_positions(draft.receipt, draft.positions, message.text)
    if wrong is None:
        draft.tell(NoticeKind.TWO_WORDS)
    elif wrong:
        draft.tell(NoticeKind.WRONG_WORDS, words=tuple(str(position) for position in wrong))
    else:
        await manager.switch_to(TipSG.ready)


async def on_message_after_sending(message: Message, _input: Any, manager: DialogManager) -> None:
    """Close the form; what comes after sending belongs to no report, and leaves the screen."""
    if message.message_id in take_draft(manager).taken:
        manager.show_mode = ShowMode.NO_UPDATE
        return
    text, screens = message.text or "", screens_of(manager)
    passed_on = text.startswith("/") or looks_like_receipt(text)
    is_meant_for_it = not passed_on and await is_at_the_form(message, manager)
    if not is_meant_for_it or not await screens.take(message):
        await manager.reset_stack(remove_keyboard=False)
        raise SkipHandler
    manager.show_mode = ShowMode.NO_UPDATE
    card = _after_sending_card()
    answer = await message.answer(card.text, reply_markup=card.keyboard)
    await screens.keep(message.chat.id, answer.message_id, ScreenKind.ASIDE)


def _after_sending_card() -> Card:
    text = _(
        "Your report had been sent before. What you sent just now is off the screen; it was not "
        "kept. To add to the report, open your mailbox with the receipt."
    )
    return Card(
        text=f"{help_line()}\n\n{text}",
        keyboard=column(
            button(_("✉️ Check a receipt"), EntryCallback(name="receipt").pack()),
            menu_button(),
            help_button(),
        ),
    )


def _is_receipt_of(message: Message, draft: Draft) -> bool:
    try:
        return Receipt.parse(message.text or "") == draft.receipt
    except ReceiptError:
        return False
