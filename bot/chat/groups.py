"""The public bot works in private chats only: it leaves every group, and says so once.

In a group `/report@bot` would stand there for everybody to see.
"""

from __future__ import annotations

from aiogram import Bot, F, Router
from aiogram.types import ChatMemberAdministrator, ChatMemberMember, ChatMemberUpdated, Message
from aiogram.utils.i18n import gettext as _

from bot.chat.delivery.refusals import at_best


async def added(event: ChatMemberUpdated, bot: Bot) -> None:
    """Leave at once; where words may be written there, say why."""
    if isinstance(event.new_chat_member, ChatMemberMember | ChatMemberAdministrator):
        await _say_and_leave(bot, event.chat.id)


async def addressed(message: Message, bot: Bot) -> None:
    """Leave a group that the bot was in before it knew better."""
    await _say_and_leave(bot, message.chat.id)


async def _say_and_leave(bot: Bot, chat_id: int) -> None:
    text = _("I work in private chats only, so that nobody sees what you write. I am leaving.")
    with at_best():
        await bot.send_message(chat_id, text)
    with at_best():
        await bot.leave_chat(chat_id)


def create_router() -> Router:
    """Return the router; it comes before every feature."""
    router = Router(name="groups")
    in_group = F.chat.type != "private"
    router.my_chat_member.register(added, in_group)
    # What tells of the leaving itself comes when the bot is out already.
    router.message.register(addressed, in_group, ~F.left_chat_member)
    return router
