"""The receipt on the screen: shown for a while, drawn on a card, and gone when confirmed."""

from __future__ import annotations

import asyncio
from secrets import SystemRandom
from typing import Any

from aiogram import Bot
from aiogram.types import BufferedInputFile, CallbackQuery
from aiogram.utils.i18n import I18n
from aiogram.utils.i18n import gettext as _
from aiogram_dialog import BaseDialogManager, DialogManager, ShowMode

from bot.chat.screens import Screens
from bot.drawing.receipt_card import ReceiptCard, draw_receipt_card
from bot.reports.tips.burn import sweep
from bot.reports.tips.draft import AT_RESTART, Draft, NoticeKind, take_draft
from bot.reports.tips.rules import ask_positions
from bot.reports.tips.states import TipSG
from bot.reports.tips.view import desk_of
from storage.vault.receipts import Receipt


async def on_reviewed(query: CallbackQuery, _button: Any, manager: DialogManager) -> None:
    draft = take_draft(manager)
    draft.receipt = draft.receipt or Receipt.create()
    await on_show(query, _button, manager)


async def on_show(query: CallbackQuery, _button: Any, manager: DialogManager) -> None:
    """Show the words, for a quarter of an hour at most."""
    draft = take_draft(manager)
    i18n: I18n = manager.middleware_data["i18n"]
    dialog, locale = manager.bg(stack_id=manager.current_stack().id), i18n.current_locale

    async def fade() -> None:
        with i18n.context(), i18n.use_locale(locale):
            await _fade(dialog)

    draft.shown_until = desk_of(manager).fading.start(query.from_user.id, fade)
    await manager.switch_to(TipSG.receipt)


async def _fade(dialog: BaseDialogManager) -> None:
    """Draw the card anew, which by now hides the words; the person may look elsewhere."""
    async with dialog.fg() as manager:
        bot, chat_id = manager.middleware_data["bot"], manager.middleware_data["event_chat"].id
        await sweep(bot, chat_id, desk_of(manager).fading.take_pictures(chat_id))
        if not manager.has_context() or manager.current_context().state != TipSG.receipt:
            return
        draft = take_draft(manager)
        draft.shown_until = AT_RESTART if desk_of(manager).fading.is_ending else 0.0
        await put_away(manager, draft)
        screens = Screens.of(bot)
        newest = screens.newest(chat_id) if screens else None
        await manager.show(ShowMode.EDIT)
        if screens and newest is not None:
            screens.look_at(chat_id, newest)


async def on_written_down(_query: CallbackQuery, _button: Any, manager: DialogManager) -> None:
    draft = take_draft(manager)
    await put_away(manager, draft)
    draft.positions = ask_positions(SystemRandom())
    await manager.switch_to(TipSG.check)


async def on_picture(query: CallbackQuery, _button: Any, manager: DialogManager) -> None:
    """Send the words as a picture that can be saved; it goes when the words go."""
    draft = take_draft(manager)
    assert draft.receipt is not None
    if draft.own or query.message is None:
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
        query.message.chat.id,
        BufferedInputFile(picture, "words.png"),
        caption=_("Save it now. It deletes itself here once you go on, or after 15 minutes."),
    )
    draft.own.append(sent.message_id)
    desk_of(manager).fading.keep_picture(query.message.chat.id, sent.message_id)


async def put_away(manager: DialogManager, draft: Draft) -> None:
    """Delete the picture of the receipt; tell where Telegram does not let us."""
    if not draft.own:
        return
    chat = manager.middleware_data["event_chat"]
    left = await sweep(manager.middleware_data["bot"], chat.id, draft.own)
    draft.own.clear()
    if left:
        draft.tell(NoticeKind.OWN_UNDELETED)


async def on_leave(_query: CallbackQuery, _button: Any, manager: DialogManager) -> None:
    """Clear what was told once, before another window is shown."""
    await put_away(manager, take_draft(manager))
