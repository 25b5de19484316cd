"""The doors of the form: command, button and deep link."""

from __future__ import annotations

from aiogram import F, Router
from aiogram.filters import Command, CommandStart
from aiogram.types import CallbackQuery, Message
from aiogram.utils.i18n import lazy_gettext as __
from aiogram_dialog import DialogManager, ShowMode, StartMode

from bot.chat.entries import Entry, EntryCallback
from bot.reports.tips import straying
from bot.reports.tips.burn import burn
from bot.reports.tips.closing import close_open, show_again, show_answer_first
from bot.reports.tips.states import TipSG
from bot.reports.tips.straying import REPORT

ENTRY = Entry(
    name=REPORT,
    label=__("🚨 Report"),
    description=__("Report drug crime safely"),
    row=2,
)


async def report_command(message: Message, dialog_manager: DialogManager) -> None:
    await open_form(dialog_manager, ShowMode.DELETE_AND_SEND)
    await burn(message)


async def report_pressed(query: CallbackQuery, dialog_manager: DialogManager) -> None:
    await open_form(dialog_manager, ShowMode.EDIT)
    await query.answer()


async def stray_added(query: CallbackQuery, dialog_manager: DialogManager) -> None:
    """Add what was written away from the form, and show the form in place of the question."""
    if not await show_answer_first(dialog_manager, ShowMode.EDIT):
        await _close_others(dialog_manager)
        if dialog_manager.has_context():
            await straying.add(query, dialog_manager)
        await open_form(dialog_manager, ShowMode.EDIT)
    await query.answer()


async def open_form(manager: DialogManager, show_mode: ShowMode) -> None:
    """Open the form where it was left, if it is open still; nothing written is lost by this."""
    if await show_answer_first(manager, show_mode):
        return
    await _close_others(manager)
    if manager.has_context():
        await show_again(manager, show_mode)
    else:
        await manager.start(TipSG.entry, mode=StartMode.NORMAL, show_mode=show_mode)


async def _close_others(manager: DialogManager) -> None:
    while manager.has_context() and not _is_open_form(manager):
        await close_open(manager)


def _is_open_form(manager: DialogManager) -> bool:
    state = manager.current_context().state
    return state.group is TipSG and state != TipSG.sent


def create_router() -> Router:
    router = Router(name="tips")
    router.message.filter(F.chat.type == "private")
    router.message.register(report_command, Command(REPORT))
    router.message.register(report_command, CommandStart(deep_link=True, magic=F.args == REPORT))
    router.callback_query.register(report_pressed, EntryCallback.filter(F.name == REPORT))
    router.callback_query.register(stray_added, straying.AddCallback.filter())
    return router
