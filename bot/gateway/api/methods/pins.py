"""Pinning messages."""

from __future__ import annotations

from aiogram.methods import PinChatMessage, UnpinAllChatMessages, UnpinChatMessage

from bot.gateway.api.context import Context
from bot.gateway.api.registry import method
from bot.gateway.api.targets import find_chat, find_message, may_manage
from bot.gateway.errors import BadRequestError
from bot.gateway.world.model import Chat
from bot.gateway.world.posting import Draft, post, tell_chat


@method(PinChatMessage)
async def pin_chat_message(context: Context, call: PinChatMessage) -> bool:
    chat = _manageable(context, call.chat_id)
    message = find_message(chat, call.message_id, "pin")
    if message.is_service:
        raise BadRequestError("service messages can't be pinned")
    chat.pinned = [each for each in chat.pinned if each != message.id] + [message.id]
    tell_chat(context.world, chat)
    note = Draft(content={"pinned_message": message}, is_service=True)
    post(context.world, chat, context.bot.user, note)
    return True


@method(UnpinChatMessage)
async def unpin_chat_message(context: Context, call: UnpinChatMessage) -> bool:
    chat = _manageable(context, call.chat_id)
    wanted = call.message_id or (chat.pinned[-1] if chat.pinned else None)
    if wanted not in chat.pinned:
        raise BadRequestError("message to unpin not found")
    chat.pinned = [each for each in chat.pinned if each != wanted]
    tell_chat(context.world, chat)
    return True


@method(UnpinAllChatMessages)
async def unpin_all_chat_messages(context: Context, call: UnpinAllChatMessages) -> bool:
    chat = _manageable(context, call.chat_id)
    chat.pinned = []
    tell_chat(context.world, chat)
    return True


def _manageable(context: Context, chat_id: int | str) -> Chat:
    chat = find_chat(context, chat_id)
    if not may_manage(context, chat, "can_pin_messages"):
        raise BadRequestError("not enough rights to manage pinned messages in the chat")
    return chat
