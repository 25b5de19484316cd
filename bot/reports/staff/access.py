"""Who may: asked of Telegram at every tap, so that leaving the admin chat ends it at once."""

from __future__ import annotations

from dataclasses import dataclass

from aiogram import Bot
from aiogram.enums import ChatMemberStatus
from aiogram.exceptions import TelegramAPIError
from aiogram.types import CallbackQuery, Message, ResultChatMemberUnion

from bot.reports.staff.service import EnrolStaff, FindPosts, Post

MEMBERS = {
    ChatMemberStatus.CREATOR,
    ChatMemberStatus.ADMINISTRATOR,
    ChatMemberStatus.MEMBER,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class StaffAccess:
    """Finds the post from which somebody taps or writes."""

    bot: Bot
    enrol: EnrolStaff
    find_posts: FindPosts

    async def post_of(self, event: CallbackQuery | Message, locale: str) -> Post | None:
        """Return the post, or None for whoever is no member of an admin chat now."""
        message = event if isinstance(event, Message) else event.message
        person = event.from_user
        if message is None or person is None:
            return None
        if message.chat.type != "private":
            if not await self.is_member(message.chat.id, person.id):
                return None
            return await self.enrol(message.chat.id, person.id, locale)
        for post in await self.find_posts(person.id):
            if await self.is_member(post.admin_chat, person.id):
                return post
        return None

    async def is_member(self, admin_chat: int, person: int) -> bool:
        member = await self._member(admin_chat, person)
        return member is not None and member.status in MEMBERS

    async def name_of(self, admin_chat: int, person: int) -> str:
        """Return the first name that Telegram has; it is shown in the admin chat, never kept."""
        member = await self._member(admin_chat, person)
        return "" if member is None else member.user.first_name

    async def _member(self, admin_chat: int, person: int) -> ResultChatMemberUnion | None:
        try:
            return await self.bot.get_chat_member(admin_chat, person)
        except TelegramAPIError:
            return None
