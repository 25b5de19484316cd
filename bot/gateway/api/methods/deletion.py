"""Deleting messages within the 48 hours that Telegram allows."""

from __future__ import annotations

from aiogram.methods import DeleteMessage, DeleteMessages

from bot.gateway.api.context import Context
from bot.gateway.api.registry import method
from bot.gateway.api.targets import find_chat, find_message, may_manage
from bot.gateway.errors import BadRequestError
from bot.gateway.world.model import Chat, Message
from bot.gateway.world.posting import delete

DELETABLE_SECONDS = 48 * 3600
MAX_AT_ONCE = 100
_RIGHT = "can_delete_messages"


@method(DeleteMessage)
async def delete_message(context: Context, call: DeleteMessage) -> bool:
    chat = find_chat(context, call.chat_id)
    message = find_message(chat, call.message_id, "delete")
    if not _is_deletable(context, chat, message):
        raise BadRequestError("message can't be deleted for everyone")
    delete(context.world, chat, [message.id])
    return True


@method(DeleteMessages)
async def delete_messages(context: Context, call: DeleteMessages) -> bool:
    """Delete what exists of the list, or nothing if one of it may not be deleted."""
    if not call.message_ids:
        raise BadRequestError("message identifiers are not specified")
    if len(call.message_ids) > MAX_AT_ONCE:
        raise BadRequestError("too many message identifiers specified")
    chat = find_chat(context, call.chat_id)
    found = [chat.messages[each] for each in call.message_ids if each in chat.messages]
    if not all(_is_deletable(context, chat, each) for each in found):
        raise BadRequestError("message can't be deleted for everyone")
    delete(context.world, chat, [each.id for each in found])
    return True


def _is_deletable(context: Context, chat: Chat, message: Message) -> bool:
    """Allow its own, anything in a private chat, and to administrators of a group everything."""
    old = context.world.now() - message.date > DELETABLE_SECONDS
    if chat.type == "supergroup" and chat.may(context.bot.id, _RIGHT):
        return True
    is_own = message.sender.id == context.bot.id
    return not old and (is_own or may_manage(context, chat, _RIGHT))
