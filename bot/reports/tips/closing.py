"""Ends a dialog, or shows it where it was left, so that no unsent words are lost on the way."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from aiogram import Bot
from aiogram.types import CallbackQuery
from aiogram_dialog import DialogManager, ShowMode

from bot.chat.cards import Card
from bot.chat.shown.rows import ScreenKind
from bot.reports.tips.draft import Composition, Draft, NoticeKind
from bot.reports.tips.view import chat_of, screens_of


async def close_with(manager: DialogManager, card: Card) -> None:
    """Forget the dialog; its card shows these words, or the form that lay below it."""
    await manager.mark_closed()
    if manager.has_context():
        await manager.show()
        return
    query, screens = manager.event, screens_of(manager)
    if isinstance(query, CallbackQuery) and query.message is not None:
        bot: Bot = manager.middleware_data["bot"]
        await bot.edit_message_text(
            card.text,
            chat_id=query.message.chat.id,
            message_id=query.message.message_id,
            reply_markup=card.keyboard,
        )
        await screens.let_go(query.message.chat.id, query.message.message_id)


async def put_all_away(manager: DialogManager) -> int:
    """Take off the screen what lies beside the card; return how many messages stay.

    What the person wrote and was not taken goes as well, unless it may still be wanted below.
    """
    kinds = {ScreenKind.ASIDE, ScreenKind.QUESTION}
    if len(manager.current_stack().intents) <= 1:
        kinds.add(ScreenKind.THEIRS)
    return await screens_of(manager).hide(chat_of(manager), kinds)


async def close_open(manager: DialogManager) -> None:
    """Forget the open dialog, and take what lies beside it off the screen."""
    await put_all_away(manager)
    await manager.mark_closed()


async def show_answer_first(manager: DialogManager, show_mode: ShowMode) -> bool:
    """Show the mailbox's unsent words, where there are any; return whether there are."""
    composition = composition_of(manager)
    if composition is None or not holds_answer(manager):
        return False
    composition.notices.clear()
    composition.tell(NoticeKind.ANSWER_WAITS)
    await manager.show(show_mode)
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
