"""What the bot may do in an admin chat, and which of what it needs is missing there."""

from __future__ import annotations

from enum import StrEnum

from aiogram import Bot
from aiogram.types import ChatMemberAdministrator, ChatMemberOwner, ResultChatMemberUnion
from aiogram.utils.i18n import gettext as _


class Right(StrEnum):
    """A right that something in the admin chat is built on."""

    ADMINISTRATOR = "administrator"
    """Telegram tells only an administrator who leaves the group."""
    DELETE = "can_delete_messages"
    """A binding code, and what belongs in the private chat, does not stay in the group."""
    PIN = "can_pin_messages"
    """The board is pinned."""
    TOPICS = "can_manage_topics"
    """In a forum each report has a topic of its own."""


def missing_rights(member: ResultChatMemberUnion, *, is_forum: bool) -> list[Right]:
    """Return what the bot lacks; in a group without topics that right is not needed."""
    needed = [right for right in Right if is_forum or right is not Right.TOPICS]
    if isinstance(member, ChatMemberOwner):
        return []
    if not isinstance(member, ChatMemberAdministrator):
        return needed
    return [right for right in needed[1:] if not getattr(member, right.value)]


async def find_missing(bot: Bot, chat_id: int) -> list[Right]:
    """Ask Telegram; raise what it refuses."""
    chat, member = await bot.get_chat(chat_id), await bot.get_chat_member(chat_id, bot.id)
    return missing_rights(member, is_forum=bool(chat.is_forum))


def rights_text(missing: list[Right]) -> str:
    """Name what is missing, with the way to give it."""
    names = {
        Right.ADMINISTRATOR: _("be an administrator (else I do not hear who leaves the group)"),
        Right.DELETE: _("delete messages (codes and words that must not stay here)"),
        Right.PIN: _("pin messages (the board)"),
        Right.TOPICS: _("manage topics (one for each report)"),
    }
    lines = "\n".join(f"· {names[right]}" for right in missing)
    return _(
        "⚠️ In this group I still need to:\n{rights}\n"
        "The owner gives it under group info → Edit → Administrators."
    ).format(rights=lines)
