"""Who may: asked of Telegram at every tap, so that leaving the admin chat ends it at once."""

from __future__ import annotations

from collections.abc import Generator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field

from aiogram import Bot
from aiogram.enums import ChatMemberStatus
from aiogram.exceptions import TelegramAPIError, TelegramMigrateToChat
from aiogram.types import CallbackQuery, ChatMemberRestricted, Message, ResultChatMemberUnion

from bot.chat.people import ChatMap
from bot.reports.staff.people.service import LeaveUnit
from bot.reports.staff.service import FindPosts, FollowChat, Post

MEMBERS = {
    ChatMemberStatus.CREATOR,
    ChatMemberStatus.ADMINISTRATOR,
    ChatMemberStatus.MEMBER,
}
OUT = {ChatMemberStatus.LEFT, ChatMemberStatus.KICKED}
Answers = dict[tuple[int, int], ResultChatMemberUnion | None]
# What Telegram said while one update is dealt with; it is asked again for the next.
_answers: ContextVar[Answers | None] = ContextVar("answers", default=None)


@dataclass(frozen=True, slots=True, kw_only=True)
class StaffAccess:
    """Finds the post from which somebody taps or writes; `chosen` is the unit of his choice."""

    bot: Bot
    find_posts: FindPosts
    leave: LeaveUnit
    follow: FollowChat
    chosen: ChatMap[str] = field(default_factory=ChatMap)

    async def post_of(
        self, event: CallbackQuery | Message, locale: str, unit_id: str | None = None
    ) -> Post | None:
        """Return the post, or None for whoever was not invited or is no member now.

        In an admin chat the post is the one there. In private, who works in several units has
        the one of `unit_id`, where there is one, or else the one that he chose.
        """
        del locale
        message = event if isinstance(event, Message) else event.message
        person = event.from_user
        if message is None or person is None:
            return None
        posts = await self.find_posts(person.id)
        if message.chat.type != "private":
            posts = [post for post in posts if post.admin_chat == message.chat.id]
        wish = (unit_id, self.chosen.find(person.id))
        for post in sorted(posts, key=lambda each: [each.unit_id != unit for unit in wish]):
            if await self._is_present(post, person.id):
                return post
        return None

    async def posts_of(self, person: int) -> list[Post]:
        """Return all posts of a person who is in their chats now."""
        posts = await self.find_posts(person)
        return [post for post in posts if await self._is_present(post, person)]

    async def _is_present(self, post: Post, person: int) -> bool:
        """Return whether he is a member; whoever Telegram says is out loses his post for good."""
        member = await self._member(post.admin_chat, person)
        if member is None:
            return False
        if is_out(member):
            await self.leave(post.staff_id)
        return member.status in MEMBERS

    async def is_member(self, admin_chat: int, person: int) -> bool:
        member = await self._member(admin_chat, person)
        return member is not None and member.status in MEMBERS

    async def name_of(self, admin_chat: int, person: int) -> str:
        """Return the first name that Telegram has; it is shown in the admin chat, never kept."""
        member = await self._member(admin_chat, person)
        return "" if member is None else member.user.first_name

    @contextmanager
    def asking_once(self) -> Generator[None]:
        """Ask Telegram no more than once of each person within the block."""
        token = _answers.set({})
        try:
            yield
        finally:
            _answers.reset(token)

    async def _member(self, admin_chat: int, person: int) -> ResultChatMemberUnion | None:
        known, place = _answers.get(), (admin_chat, person)
        if known is None:
            return await self._ask(admin_chat, person)
        if place not in known:
            known[place] = await self._ask(admin_chat, person)
        return known[place]

    async def _ask(self, admin_chat: int, person: int) -> ResultChatMemberUnion | None:
        try:
            return await self.bot.get_chat_member(admin_chat, person)
        except TelegramMigrateToChat as error:
            await self.follow(admin_chat, error.migrate_to_chat_id)
            return await self._ask(error.migrate_to_chat_id, person)
        except TelegramAPIError:
            return None


def is_out(member: ResultChatMemberUnion) -> bool:
    """Return whether somebody has left or was put out; a silenced member has not."""
    if isinstance(member, ChatMemberRestricted):
        return not member.is_member
    return member.status in OUT
