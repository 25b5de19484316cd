"""`/forget`, on any screen, answered alike whether there was an address or not."""

from __future__ import annotations

from aiogram import F, Router
from aiogram.dispatcher.event.bases import SkipHandler
from aiogram.filters import Command
from aiogram.types import CallbackQuery, Message
from aiogram.utils.i18n import I18n
from aiogram.utils.i18n import gettext as _
from aiogram.utils.i18n import lazy_gettext as __
from aiogram_dialog import DialogManager

from bot.chat.delivery.refusals import at_best
from bot.chat.entries import Entry, EntryCallback
from bot.chat.keyboards import column, help_button, menu_button
from bot.chat.menu import FrontDoor
from bot.chat.notices import QUIET
from bot.reports.push.service import WishToBeForgotten
from storage.vault.addresses import Address

FORGET = "forget"

ENTRY = Entry(
    name=FORGET,
    label=__("🧹 Forget my address"),
    description=__("Drop what is kept to remind this chat"),
    row=9,
    has_button=False,
)


async def forget_command(
    message: Message,
    wish_to_be_forgotten: WishToBeForgotten,
    i18n: I18n,
    front_door: FrontDoor,
    dialog_manager: DialogManager,
) -> None:
    await wish_to_be_forgotten(Address(chat_id=message.chat.id, locale=i18n.current_locale))
    with at_best():
        await message.delete()
    await message.answer(
        _(
            "🧹 If an address of this chat was kept for reminders, it is gone within a minute. "
            "There is nothing else to do."
        ),
        reply_markup=column(
            *(each.button for each in front_door.remind(dialog_manager)),
            menu_button(),
            help_button(),
        ),
    )


async def quiet_pressed(
    query: CallbackQuery, wish_to_be_forgotten: WishToBeForgotten, i18n: I18n
) -> None:
    """Heed "no more reminders" here too, for nobody can tell whose reminder it stood under."""
    await wish_to_be_forgotten(Address(chat_id=query.from_user.id, locale=i18n.current_locale))
    raise SkipHandler


def create_router() -> Router:
    """Return the router; it comes before the dialogs and before the education house's."""
    router = Router(name="push")
    router.message.filter(F.chat.type == "private")
    router.message.register(forget_command, Command(FORGET))
    router.callback_query.register(quiet_pressed, EntryCallback.filter(F.name == QUIET))
    return router
