"""Words written away from an open form: the person is asked before they enter the report."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

from aiogram.dispatcher.event.bases import SkipHandler
from aiogram.filters.callback_data import CallbackData
from aiogram.types import CallbackQuery, Message
from aiogram.utils.i18n import gettext as _
from aiogram_dialog import DialogManager, ShowMode

from bot.chat.entries import EntryCallback
from bot.chat.first_aid import DANGER
from bot.chat.keyboards import MENU, button, column
from bot.chat.menu import Reminder
from bot.chat.screens import NEWEST_SCREEN
from bot.chat.shown.rows import ScreenKind
from bot.reports.tips.draft import NoticeKind, read_draft, take_draft
from bot.reports.tips.handlers import go_on
from bot.reports.tips.states import TipSG
from bot.reports.tips.taking import take_message
from bot.reports.tips.view import screens_of, taker_of
from storage.vault.receipts import looks_like_receipt

REPORT = "report"

Input = Callable[[Message, Any, DialogManager], Awaitable[None]]


class AddCallback(CallbackData, prefix="stray"):
    """Adds the message that the question replies to."""


def at_the_form(handler: Input) -> Input:
    """Hand on what is written while the form's card is the newest screen; else ask first."""

    async def guarded(message: Message, widget: Any, manager: DialogManager) -> None:
        if await is_at_the_form(message, manager):
            await handler(message, widget, manager)
            draft = read_draft(manager)
            if manager.middleware_data.get(DANGER) and message.message_id in draft.taken:
                draft.tell(NoticeKind.IN_DRAFT)
        else:
            await _ask(message, manager)

    return guarded


async def is_at_the_form(message: Message, manager: DialogManager) -> bool:
    """Return whether the form, or what it shows beside its card, is what the person sees last."""
    newest = manager.middleware_data.get(NEWEST_SCREEN)
    beside = await screens_of(manager).shows(message.chat.id, ScreenKind.ASIDE, ScreenKind.NOTE)
    ours = {None, manager.current_stack().last_message_id, *beside}
    return newest in ours or message.message_id in read_draft(manager).taken


async def _ask(message: Message, manager: DialogManager) -> None:
    """Leave commands and receipts to those who know them, and ask about everything else."""
    manager.show_mode = ShowMode.NO_UPDATE
    text = message.text or ""
    if text.startswith("/") or looks_like_receipt(text):
        raise SkipHandler
    screens, chat_id = screens_of(manager), message.chat.id
    await screens.keep(chat_id, message.message_id, ScreenKind.THEIRS)
    question = await message.reply(
        _("You have an unsent report. Does this belong to it? So far I have not taken it."),
        reply_markup=column(
            button(_("➕ Add it to the report"), AddCallback().pack()),
            button(_("No, back to the report"), EntryCallback(name=REPORT).pack()),
            button(_("No, to the menu"), EntryCallback(name=MENU).pack()),
        ),
        allow_sending_without_reply=True,
    )
    await screens.keep(chat_id, question.message_id, ScreenKind.QUESTION)


async def add(query: CallbackQuery, manager: DialogManager) -> None:
    """Take the message that was asked about; the form must be the open dialog."""
    draft = take_draft(manager)
    question = query.message
    stray = question.reply_to_message if isinstance(question, Message) else None
    if stray is None:
        draft.tell(NoticeKind.STRAY_GONE)
        return
    await take_message(stray, draft, taker_of(manager))
    if manager.current_context().state == TipSG.write and draft.text:
        await go_on(manager)


def remind(manager: DialogManager) -> Reminder | None:
    """Return what the menu says of a report that is open and not sent."""
    if not manager.has_context():
        return None
    state = manager.current_context().state
    is_below = state.group is not TipSG and len(manager.current_stack().intents) > 1
    if not is_below and (state.group is not TipSG or state == TipSG.sent):
        return None
    return Reminder(
        line=_("📝 You have a report that is not sent yet."),
        button=button(_("↩️ Back to my report"), EntryCallback(name=REPORT).pack()),
    )
