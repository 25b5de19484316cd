"""Binding an admin chat, and what the staff bot says at its door."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass

from aiogram import F, Router
from aiogram.enums import ChatType
from aiogram.exceptions import TelegramAPIError
from aiogram.filters import Command, CommandObject, CommandStart
from aiogram.types import Message
from aiogram.utils.i18n import I18n
from aiogram.utils.i18n import gettext as _

from bot.reports.staff.access import StaffAccess
from bot.reports.staff.service import BindChat, FollowChat, ListAdminChats

GROUPS = {ChatType.GROUP, ChatType.SUPERGROUP}


@dataclass(frozen=True, slots=True, kw_only=True)
class StaffDoor:
    """What the handlers of the door use."""

    bind: BindChat
    follow: FollowChat
    list_admin_chats: ListAdminChats
    access: StaffAccess


async def bind_command(
    message: Message, command: CommandObject, staff_door: StaffDoor, i18n: I18n
) -> None:
    """Bind this chat; the message with the code goes, used or not."""
    code = (command.args or "").strip()
    bound = bool(code) and await staff_door.bind(message.chat.id, code, i18n.current_locale)
    with suppress(TelegramAPIError):
        await message.delete()
    if bound:
        await message.answer(
            _(
                "✅ This is now the unit's admin chat. New reports arrive here as cards without "
                "content. Whoever takes one reads it in a private chat with me: please open that "
                "chat and press Start."
            )
        )
        return
    await message.answer(
        _(
            "This code does not work: it may be mistyped, used or older than an hour. "
            "Please make a new one with “humen staff code”."
        )
    )


async def bind_in_private_command(message: Message) -> None:
    await message.answer(_("Please send this command in the admin chat, not here."))


async def start_command(message: Message, staff_door: StaffDoor, i18n: I18n) -> None:
    if await _is_on_duty(message, staff_door, i18n.current_locale):
        text = _(
            "This is the staff's desk, and you are on duty. "
            "What you read opens here, for you only."
        )
    else:
        text = _(
            "This is the staff's desk. Once you take a report in your unit's admin chat, it "
            "opens here. If you came to learn or to report, please use the public bot."
        )
    await message.answer(text)


async def _is_on_duty(message: Message, staff_door: StaffDoor, locale: str) -> bool:
    """Return whether the person is a member of an admin chat, tapped there before or not."""
    if await staff_door.access.post_of(message, locale) is not None:
        return True
    person = message.from_user
    if person is None:
        return False
    for admin_chat in await staff_door.list_admin_chats():
        if await staff_door.access.is_member(admin_chat, person.id):
            return True
    return False


async def upgraded(message: Message, staff_door: StaffDoor) -> None:
    if message.migrate_to_chat_id is not None:
        await staff_door.follow(message.chat.id, message.migrate_to_chat_id)


def create_router() -> Router:
    router = Router(name="staff")
    in_group, in_private = F.chat.type.in_(GROUPS), F.chat.type == ChatType.PRIVATE
    router.message.register(bind_command, Command("bind"), in_group)
    router.message.register(bind_in_private_command, Command("bind"), in_private)
    router.message.register(start_command, CommandStart(), in_private)
    router.message.register(upgraded, F.migrate_to_chat_id)
    return router
