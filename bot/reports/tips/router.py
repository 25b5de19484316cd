"""The doors of the form: command, button and deep link."""

from __future__ import annotations

from aiogram import Bot, F, Router
from aiogram.filters import Command, CommandStart
from aiogram.types import CallbackQuery, Message
from aiogram.utils.i18n import lazy_gettext as __
from aiogram_dialog import DialogManager, ShowMode, StartMode

from bot.chat.entries import Entry, EntryCallback
from bot.reports.tips import straying
from bot.reports.tips.burn import burn, sweep
from bot.reports.tips.draft import NoticeKind, read_draft
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
    while dialog_manager.has_context() and not _is_open_form(dialog_manager):
        await dialog_manager.mark_closed()
    if dialog_manager.has_context():
        await straying.add(query, dialog_manager)
    await open_form(dialog_manager, ShowMode.EDIT)
    await query.answer()


async def open_form(manager: DialogManager, show_mode: ShowMode) -> None:
    """Open the form where it was left, if it is open still; nothing written is lost by this."""
    while manager.has_context() and not _is_open_form(manager):
        await manager.mark_closed()
    if manager.has_context():
        await _remove_old_card(manager)
        await manager.show(show_mode)
    else:
        await manager.start(TipSG.entry, mode=StartMode.NORMAL, show_mode=show_mode)


async def _remove_old_card(manager: DialogManager) -> None:
    """Take the form's card off the screen where it is about to be shown in another message."""
    query, old = manager.event, manager.current_stack().last_message_id
    if not isinstance(query, CallbackQuery) or query.message is None or old is None:
        return
    if old != query.message.message_id:
        bot: Bot = manager.middleware_data["bot"]
        if await sweep(bot, query.message.chat.id, [old]):
            read_draft(manager).tell(NoticeKind.OWN_UNDELETED)


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
