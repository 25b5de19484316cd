"""Finding the chat and the message that a bot means, and whether it may touch them."""

from __future__ import annotations

from bot.gateway.api.context import Context
from bot.gateway.errors import (
    BadRequestError,
    ForbiddenError,
    TooManyRequestsError,
    UpgradedError,
)
from bot.gateway.world.model import Chat, Message


def find_chat(context: Context, chat_id: int | str | None) -> Chat:
    """Find a chat that the bot may read; TelegramError says why it may not."""
    number = _chat_number(chat_id)
    if number > 0:
        return _find_private(context, number)
    chat = context.world.groups.get(number)
    if chat is None or context.bot.id not in chat.statuses:
        raise BadRequestError("chat not found")
    if chat.upgraded_to is not None:
        raise UpgradedError(chat.upgraded_to)
    if not chat.has(context.bot.id):
        kicked = chat.status_of(context.bot.id) == "kicked"
        how = "was kicked from" if kicked else "is not a member of"
        raise ForbiddenError(f"bot {how} the {chat.type} chat")
    return chat


def find_writable(context: Context, chat_id: int | str | None, messages: int = 1) -> Chat:
    """Find a chat that the bot may write to now."""
    chat = find_chat(context, chat_id)
    if chat.blocked:
        raise ForbiddenError("bot was blocked by the user")
    for _ in range(messages):
        _count(context, chat)
    return chat


def find_message(chat: Chat, message_id: int | None, purpose: str) -> Message:
    message = chat.message(message_id)
    if message is None:
        raise BadRequestError(f"message to {purpose} not found")
    return message


def find_editable(context: Context, chat_id: int | str | None, message_id: int | None) -> Message:
    if chat_id is None:
        raise BadRequestError("chat_id is empty")
    if message_id is None:
        raise BadRequestError("message identifier is not specified")
    chat = find_chat(context, chat_id)
    message = find_message(chat, message_id, "edit")
    if message.sender.id != context.bot.id or message.is_service or message.forward_origin:
        raise BadRequestError("message can't be edited")
    _count(context, chat)
    return message


def _count(context: Context, chat: Chat) -> None:
    """Count what is sent or edited against the limits; Telegram counts both."""
    wait = context.world.flood.wait_for(context.bot.id, chat.id, context.world.clock.now())
    if wait is not None:
        raise TooManyRequestsError(wait)


def find_thread(context: Context, chat: Chat, thread_id: int | None) -> int | None:
    """Return the topic a bot sends to; one that is closed takes only an administrator's words."""
    if thread_id is None:
        return None
    topic = chat.topics.get(thread_id)
    if topic is None:
        raise BadRequestError("message thread not found")
    if topic.is_closed and not chat.is_admin(context.bot.id):
        raise BadRequestError("TOPIC_CLOSED")
    return topic.id


def may_manage(context: Context, chat: Chat, right: str) -> bool:
    """Tell whether the bot may delete or pin what is not its own."""
    return chat.is_private or chat.may(context.bot.id, right)


def _chat_number(chat_id: int | str | None) -> int:
    if chat_id in (None, ""):
        raise BadRequestError("chat_id is empty")
    try:
        return int(str(chat_id))
    except ValueError:
        raise BadRequestError("chat not found") from None


def _find_private(context: Context, user_id: int) -> Chat:
    user = context.world.users.get(user_id)
    if user is not None and user.is_bot:
        raise ForbiddenError("bots can't send messages to bots")
    chat = context.world.private.get((user_id, context.bot.id))
    if chat is not None:
        return chat
    if user_id in context.bot.known_users:
        raise ForbiddenError("bot can't initiate conversation with a user")
    raise BadRequestError("chat not found")
