"""The receipt on the screen: shown for a while, drawn on a card, and gone when confirmed."""

from __future__ import annotations

import asyncio
from secrets import SystemRandom
from time import time
from typing import Any

from aiogram import Bot
from aiogram.types import BufferedInputFile, CallbackQuery
from aiogram.utils.i18n import gettext as _
from aiogram_dialog import DialogManager

from bot.chat.shown.rows import ScreenKind
from bot.drawing.receipt_card import ReceiptCard, draw_receipt_card
from bot.reports.tips.draft import Draft, NoticeKind, take_draft
from bot.reports.tips.rules import ask_positions
from bot.reports.tips.states import TipSG
from bot.reports.tips.view import chat_of, screens_of
from storage.vault.receipts import Receipt


async def on_reviewed(query: CallbackQuery, _button: Any, manager: DialogManager) -> None:
    draft = take_draft(manager)
    draft.receipt = draft.receipt or Receipt.create()
    await on_show(query, _button, manager)


async def on_show(_query: CallbackQuery, _button: Any, manager: DialogManager) -> None:
    await show_words(manager)


async def show_words(manager: DialogManager) -> None:
    """Show the words, for a quarter of an hour at most."""
    take_draft(manager).shown_until = time() + screens_of(manager).seconds
    await manager.switch_to(TipSG.receipt)


async def on_written_down(_query: CallbackQuery, _button: Any, manager: DialogManager) -> None:
    draft = take_draft(manager)
    await put_away(manager, draft)
    draft.positions = ask_positions(SystemRandom())
    await manager.switch_to(TipSG.check)


async def on_picture(query: CallbackQuery, _button: Any, manager: DialogManager) -> None:
    """Send the words as a picture that can be saved; it goes when the words go."""
    draft = take_draft(manager)
    assert draft.receipt is not None
    screens, chat_id = screens_of(manager), chat_of(manager)
    if query.message is None or await screens.shows(chat_id, ScreenKind.ASIDE):
        return
    locale = manager.middleware_data["i18n"].current_locale
    card = ReceiptCard(
        words=draft.receipt.words(locale),
        title=_("My twelve words"),
        order=_("In the order from 1 to 12"),
        note=_("Keep this where nobody else looks. Whoever has it can open the mailbox."),
    )
    picture = await asyncio.to_thread(draw_receipt_card, card)
    bot: Bot = manager.middleware_data["bot"]
    sent = await bot.send_photo(
        chat_id,
        BufferedInputFile(picture, "words.png"),
        caption=_("Save it now. It deletes itself here once you go on, or after 15 minutes."),
    )
    await screens.keep(chat_id, sent.message_id, ScreenKind.ASIDE, draft.shown_until)


async def put_away(manager: DialogManager, draft: Draft) -> None:
    """Delete the picture of the receipt; tell where Telegram does not let us."""
    if await screens_of(manager).hide(chat_of(manager), {ScreenKind.ASIDE}):
        draft.tell(NoticeKind.OWN_UNDELETED)


async def on_leave(_query: CallbackQuery, _button: Any, manager: DialogManager) -> None:
    """Clear what was told once, before another window is shown."""
    await put_away(manager, take_draft(manager))
