"""The doors of the form: command, button and deep link."""

from __future__ import annotations

from aiogram import F, Router
from aiogram.filters import Command, CommandStart
from aiogram.types import CallbackQuery, Message
from aiogram.utils.i18n import lazy_gettext as __
from aiogram_dialog import DialogManager, ShowMode, StartMode

from bot.chat.entries import Entry, EntryCallback
from bot.chat.menu import stale_window
from bot.chat.shown.register import ScreenRegister
from bot.reports.tips import straying
from bot.reports.tips.closing import close_open, show_answer_first
from bot.reports.tips.endings import ShowReceiptCallback
from bot.reports.tips.receipt import show_words
from bot.reports.tips.states import TipSG
from bot.reports.tips.straying import REPORT

ENTRY = Entry(
    name=REPORT,
    label=__("🚨 Report"),
    description=__("Report drug crime safely"),
    row=2,
)


async def report_command(
    message: Message, dialog_manager: DialogManager, screens: ScreenRegister
) -> None:
    await open_form(dialog_manager, ShowMode.DELETE_AND_SEND)
    await screens.take(message)


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


async def receipt_wanted(query: CallbackQuery, dialog_manager: DialogManager) -> None:
    """Show a receipt again that its time has hidden, where its form is still open."""
    if not await show_answer_first(dialog_manager, ShowMode.EDIT):
        await _close_others(dialog_manager)
        if not dialog_manager.has_context():
            await stale_window(query)
            return
        if dialog_manager.current_context().state == TipSG.receipt:
            await show_words(dialog_manager)
        await dialog_manager.show(ShowMode.EDIT)
    await query.answer()


async def open_form(manager: DialogManager, show_mode: ShowMode) -> None:
    """Open the form where it was left, if it is open still; nothing written is lost by this."""
    if await show_answer_first(manager, show_mode):
        return
    await _close_others(manager)
    if manager.has_context():
        await manager.show(show_mode)
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
    router.callback_query.register(receipt_wanted, ShowReceiptCallback.filter())
    router.callback_query.register(stray_added, straying.AddCallback.filter())
    return router
