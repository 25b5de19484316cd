"""Ends a dialog, or shows it where it was left, so that no unsent words are lost on the way."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from aiogram import Bot
from aiogram.types import CallbackQuery
from aiogram_dialog import DialogManager, ShowMode

from bot.chat.cards import Card
from bot.reports.tips.burn import sweep
from bot.reports.tips.draft import Composition, Draft, NoticeKind


async def close_with(manager: DialogManager, card: Card) -> None:
    """Forget the dialog; its card shows these words, or the form that lay below it."""
    await manager.mark_closed()
    if manager.has_context():
        await manager.show()
        return
    query = manager.event
    if isinstance(query, CallbackQuery) and query.message is not None:
        bot: Bot = manager.middleware_data["bot"]
        await bot.edit_message_text(
            card.text,
            chat_id=query.message.chat.id,
            message_id=query.message.message_id,
            reply_markup=card.keyboard,
        )


async def close_open(manager: DialogManager) -> None:
    """Forget the open dialog, and take the messages of ours beside it off the screen."""
    composition = composition_of(manager)
    if composition is not None and composition.own:
        chat = manager.middleware_data["event_chat"]
        await sweep(manager.middleware_data["bot"], chat.id, composition.own)
    await manager.mark_closed()


async def show_again(manager: DialogManager, show_mode: ShowMode) -> None:
    """Show the open dialog where it was left; its card goes from where it stood before."""
    await _remove_old_card(manager)
    await manager.show(show_mode)


async def show_answer_first(manager: DialogManager, show_mode: ShowMode) -> bool:
    """Show the mailbox's unsent words, where there are any; return whether there are."""
    composition = composition_of(manager)
    if composition is None or not holds_answer(manager):
        return False
    composition.notices.clear()
    composition.tell(NoticeKind.ANSWER_WAITS)
    await show_again(manager, show_mode)
    return True


def holds_answer(manager: DialogManager) -> bool:
    """Return whether the open dialog is no form, but holds words or files that were not sent."""
    composition = composition_of(manager)
    if composition is None or isinstance(composition, Draft):
        return False
    return not composition.is_empty


def composition_of(manager: DialogManager) -> Composition | None:
    """Return what is put together in the open dialog, of whichever kind that is."""
    if not manager.has_context():
        return None
    values: Iterable[Any] = manager.current_context().dialog_data.values()
    return next((each for each in values if isinstance(each, Composition)), None)


async def _remove_old_card(manager: DialogManager) -> None:
    """Take the dialog's card off the screen where it is about to be shown in another message."""
    query, old = manager.event, manager.current_stack().last_message_id
    if not isinstance(query, CallbackQuery) or query.message is None or old is None:
        return
    if old != query.message.message_id:
        bot: Bot = manager.middleware_data["bot"]
        composition = composition_of(manager)
        if await sweep(bot, query.message.chat.id, [old]) and composition is not None:
            composition.tell(NoticeKind.OWN_UNDELETED)
