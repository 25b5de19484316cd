"""Sending text, places and contacts, showing an action, answering taps."""

from __future__ import annotations

from aiogram.methods import (
    AnswerCallbackQuery,
    SendChatAction,
    SendContact,
    SendLocation,
    SendMessage,
)

from bot.gateway.api.context import Context
from bot.gateway.api.registry import method
from bot.gateway.api.sending import send
from bot.gateway.api.targets import find_chat, find_thread
from bot.gateway.api.texts import text_content
from bot.gateway.errors import BadRequestError, ForbiddenError
from bot.gateway.world.attachments import location
from bot.gateway.world.model import JSON
from bot.gateway.world.posting import tell_typing
from bot.gateway.world.tapping import answer

MAX_ANSWER = 200
_ACTIONS = frozenset(
    {
        "typing",
        "upload_photo",
        "record_video",
        "upload_video",
        "record_voice",
        "upload_voice",
        "record_audio",
        "upload_audio",
        "upload_document",
        "choose_sticker",
        "find_location",
        "record_video_note",
        "upload_video_note",
        "cancel",
    }
)


@method(SendMessage)
async def send_message(context: Context, call: SendMessage) -> JSON:
    return send(context, call, text_content(context.world, call))


@method(SendLocation)
async def send_location(context: Context, call: SendLocation) -> JSON:
    if not (-90 <= call.latitude <= 90 and -180 <= call.longitude <= 180):
        raise BadRequestError("location coordinates are invalid")
    return send(context, call, location(call.latitude, call.longitude))


@method(SendContact)
async def send_contact(context: Context, call: SendContact) -> JSON:
    fields: JSON = {"phone_number": call.phone_number, "first_name": call.first_name}
    if call.last_name:
        fields["last_name"] = call.last_name
    return send(context, call, {"contact": fields})


@method(SendChatAction)
async def send_chat_action(context: Context, call: SendChatAction) -> bool:
    if call.action.lower() not in _ACTIONS:
        raise BadRequestError("wrong parameter action in request")
    chat = find_chat(context, call.chat_id)
    if chat.blocked:
        raise ForbiddenError("bot was blocked by the user")
    find_thread(context, chat, call.message_thread_id)
    tell_typing(context.world, chat, call.action.lower())
    return True


@method(AnswerCallbackQuery)
async def answer_callback_query(context: Context, call: AnswerCallbackQuery) -> bool:
    if len(call.text or "") > MAX_ANSWER:
        raise BadRequestError("MESSAGE_TOO_LONG")
    words: JSON = {
        "text": call.text or None,
        "show_alert": bool(call.show_alert),
        "url": call.url or None,
    }
    answer(context.world, context.bot, call.callback_query_id, words)
    return True
