"""Asking about chats and their members, and leaving."""

from __future__ import annotations

from aiogram.methods import (
    GetChat,
    GetChatAdministrators,
    GetChatMember,
    GetChatMemberCount,
    LeaveChat,
)

from bot.gateway.api.context import Context
from bot.gateway.api.registry import method
from bot.gateway.api.targets import find_chat
from bot.gateway.errors import BadRequestError
from bot.gateway.world.membership import Standing, member_json, set_status, standing_of
from bot.gateway.world.model import JSON
from bot.gateway.world.rendering import render_chat, render_message

_GIFTS = (
    "unlimited_gifts",
    "limited_gifts",
    "unique_gifts",
    "premium_subscription",
    "gifts_from_channels",
)


@method(GetChat)
async def get_chat(context: Context, call: GetChat) -> JSON:
    chat = find_chat(context, call.chat_id)
    full = render_chat(chat, context.bot.id) | {
        "accent_color_id": abs(chat.id) % 7,
        "max_reaction_count": 11,
        "accepted_gift_types": dict.fromkeys(_GIFTS, False),
    }
    pinned = chat.pinned_message()
    if pinned is not None:
        full["pinned_message"] = render_message(
            context.world.files, pinned, context.bot.id, with_reply=False
        )
    return full


@method(GetChatMember)
async def get_chat_member(context: Context, call: GetChatMember) -> JSON:
    chat = find_chat(context, call.chat_id)
    user = context.world.users.get(call.user_id)
    if user is None:
        raise BadRequestError("user not found")
    return member_json(user, standing_of(chat, user))


@method(GetChatAdministrators)
async def get_chat_administrators(context: Context, call: GetChatAdministrators) -> list[JSON]:
    chat = find_chat(context, call.chat_id)
    if chat.is_private:
        raise BadRequestError("there are no administrators in the private chat")
    users = [context.world.users[each] for each in chat.statuses if chat.is_admin(each)]
    return [member_json(user, standing_of(chat, user)) for user in users if not user.is_bot]


@method(GetChatMemberCount)
async def get_chat_member_count(context: Context, call: GetChatMemberCount) -> int:
    chat = find_chat(context, call.chat_id)
    return sum(1 for each in chat.statuses if chat.has(each))


@method(LeaveChat)
async def leave_chat(context: Context, call: LeaveChat) -> bool:
    chat = find_chat(context, call.chat_id)
    if chat.is_private:
        raise BadRequestError("chat not found")
    set_status(context.world, chat, context.bot.user, context.bot.user, Standing("left"))
    return True
