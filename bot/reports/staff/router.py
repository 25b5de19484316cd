"""Binding an admin chat, following it, and what the staff bot says at its door."""

from __future__ import annotations

from dataclasses import dataclass

from aiogram import F, Router
from aiogram.enums import ChatType
from aiogram.filters import Command, CommandObject, CommandStart
from aiogram.types import ChatMemberUpdated, Message
from aiogram.utils.i18n import I18n
from aiogram.utils.i18n import gettext as _

from bot.chat.delivery.refusals import at_best
from bot.reports.staff.access import MEMBERS, StaffAccess, is_out
from bot.reports.staff.people.service import LeaveUnit
from bot.reports.staff.refusals import note_refusal
from bot.reports.staff.rights import find_missing, missing_rights, rights_text
from bot.reports.staff.service import BindChat, FollowChat, NoteReach

GROUPS = {ChatType.GROUP, ChatType.SUPERGROUP}


@dataclass(frozen=True, slots=True, kw_only=True)
class StaffDoor:
    """What the handlers of the door use."""

    bind: BindChat
    follow: FollowChat
    note_reach: NoteReach
    leave: LeaveUnit
    access: StaffAccess


async def bind_command(
    message: Message, command: CommandObject, staff_door: StaffDoor, i18n: I18n
) -> None:
    """Bind this chat; the message with the code goes, used or not.

    Only a person can lead a unit: neither the group itself nor a channel that is forwarded here.
    """
    person = _person_of(message)
    if person is None:
        with at_best():
            await message.delete()
        await message.answer(
            _("Please write as yourself: this message came from the group or from a channel.")
        )
        return
    code = (command.args or "").strip()
    bound = bool(code) and await staff_door.bind(
        message.chat.id, code, i18n.current_locale, person
    )
    with at_best():
        await message.delete()
    if bound:
        await message.answer(
            _(
                "✅ This is now the unit's admin chat, and you are its supervisor. New reports "
                "arrive here as cards without content. Please open the private chat with me and "
                "press Start: there you read, and invite your colleagues with /invite."
            )
        )
        await _tell_missing(message, message.chat.id)
        return
    note_refusal()
    await message.answer(
        _(
            "This code does not work: it may be mistyped, used or older than an hour. "
            "Please make a new one with “humen staff code”."
        )
    )


async def _tell_missing(message: Message, chat_id: int) -> None:
    """Name the rights that the bot lacks here; that Telegram does not say them hinders nothing."""
    assert message.bot is not None
    with at_best():
        missing = await find_missing(message.bot, chat_id)
        if missing:
            await message.answer(rights_text(missing))


def _person_of(message: Message) -> int | None:
    """Return who writes, or None where the group itself or a channel does."""
    if message.from_user is None or message.from_user.is_bot or message.sender_chat is not None:
        return None
    return message.from_user.id


async def bind_in_private_command(message: Message) -> None:
    await message.answer(_("Please send this command in the admin chat, not here."))


async def start_command(message: Message, staff_door: StaffDoor, i18n: I18n) -> None:
    if await staff_door.access.post_of(message, i18n.current_locale) is not None:
        text = _(
            "This is the staff's desk, and you are on duty. "
            "What you read opens here, for you only."
        )
    else:
        text = _(
            "This is the staff's desk. Your supervisor lets you in with a link. "
            "If you came to learn or to report, please use the public bot."
        )
    await message.answer(text)


async def upgraded(message: Message, staff_door: StaffDoor) -> None:
    """Follow the group, whichever of the two service messages comes first."""
    if message.migrate_to_chat_id is not None:
        await staff_door.follow(message.chat.id, message.migrate_to_chat_id)
    elif message.migrate_from_chat_id is not None:
        await staff_door.follow(message.migrate_from_chat_id, message.chat.id)


async def member_changed(event: ChatMemberUpdated, staff_door: StaffDoor) -> None:
    if is_out(event.new_chat_member):
        await staff_door.leave.from_chat(event.chat.id, event.new_chat_member.user.id)


async def bot_changed(event: ChatMemberUpdated, staff_door: StaffDoor, i18n: I18n) -> None:
    """Note that the bot was put out of an admin chat, or is back, and say what it may not do."""
    is_there = event.new_chat_member.status in MEMBERS
    locale = await staff_door.note_reach(event.chat.id, is_reachable=is_there)
    if locale is None or not is_there:
        return
    is_forum = bool(event.chat.is_forum)
    before = missing_rights(event.old_chat_member, is_forum=is_forum)
    missing = missing_rights(event.new_chat_member, is_forum=is_forum)
    if missing == before:
        return
    with at_best(), i18n.use_locale(locale):
        done = _("✅ I now have every right that I need in this group.")
        await event.answer(rights_text(missing) if missing else done)


def create_router() -> Router:
    router = Router(name="staff")
    in_group, in_private = F.chat.type.in_(GROUPS), F.chat.type == ChatType.PRIVATE
    router.message.register(bind_command, Command("bind"), in_group)
    router.message.register(bind_in_private_command, Command("bind"), in_private)
    router.message.register(start_command, CommandStart(magic=F.args.is_(None)), in_private)
    router.message.register(upgraded, F.migrate_to_chat_id | F.migrate_from_chat_id)
    router.chat_member.register(member_changed, in_group)
    router.my_chat_member.register(bot_changed, in_group)
    return router
