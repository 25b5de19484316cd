"""Editing a message's words, media and buttons."""

from __future__ import annotations

from typing import Any

from aiogram.methods import (
    EditMessageCaption,
    EditMessageMedia,
    EditMessageReplyMarkup,
    EditMessageText,
)

from bot.gateway.api.context import Context
from bot.gateway.api.keyboards import inline_only
from bot.gateway.api.methods.media import input_media_content
from bot.gateway.api.registry import method
from bot.gateway.api.targets import find_editable
from bot.gateway.api.texts import caption_content, text_content
from bot.gateway.errors import BadRequestError
from bot.gateway.world.model import JSON, Message
from bot.gateway.world.posting import edit
from bot.gateway.world.rendering import render_message

NOT_MODIFIED = (
    "message is not modified: specified new message content and reply markup are exactly the "
    "same as a current content and reply markup of the message"
)
_CAPTION = ("caption", "caption_entities", "show_caption_above_media")
_MEDIA = ("photo", "document", "voice")


@method(EditMessageText)
async def edit_message_text(context: Context, call: EditMessageText) -> JSON:
    content = text_content(context.world, call, too_long="MESSAGE_TOO_LONG")
    message = _target(context, call)
    if "text" not in message.content:
        raise BadRequestError("there is no text in the message to edit")
    return _change(context, message, content, inline_only(call.reply_markup))


@method(EditMessageCaption)
async def edit_message_caption(context: Context, call: EditMessageCaption) -> JSON:
    caption = caption_content(context.world, call, too_long="MEDIA_CAPTION_TOO_LONG")
    message = _target(context, call)
    if not any(kind in message.content for kind in _MEDIA):
        raise BadRequestError("there is no caption in the message to edit")
    kept = {k: v for k, v in message.content.items() if k not in _CAPTION}
    return _change(context, message, kept | caption, inline_only(call.reply_markup))


@method(EditMessageMedia)
async def edit_message_media(context: Context, call: EditMessageMedia) -> JSON:
    message = _target(context, call)
    if message.media_group_id and call.media.type not in message.content:
        raise BadRequestError("can't use the media of the specified type in the album")
    content = await input_media_content(context, call.media)
    return _change(context, message, content, inline_only(call.reply_markup))


@method(EditMessageReplyMarkup)
async def edit_message_reply_markup(context: Context, call: EditMessageReplyMarkup) -> JSON:
    message = _target(context, call)
    return _change(context, message, message.content, inline_only(call.reply_markup))


def _target(context: Context, call: Any) -> Message:
    if call.inline_message_id:
        raise BadRequestError("MESSAGE_ID_INVALID")
    return find_editable(context, call.chat_id, call.message_id)


def _change(context: Context, message: Message, content: JSON, markup: JSON | None) -> JSON:
    if content == message.content and markup == message.reply_markup:
        raise BadRequestError(NOT_MODIFIED)
    edit(context.world, message, content, markup)
    return render_message(context.world.files, message, context.bot.id)
