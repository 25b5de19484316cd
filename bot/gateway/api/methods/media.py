"""Sending photos, documents, recordings, voice notes and albums."""

from __future__ import annotations

from typing import Any

from aiogram.methods import (
    SendAudio,
    SendDocument,
    SendMediaGroup,
    SendPhoto,
    SendVideo,
    SendVoice,
)

from bot.gateway.api.context import Context, given
from bot.gateway.api.media import media_content
from bot.gateway.api.registry import method
from bot.gateway.api.sending import reply_target, send
from bot.gateway.api.targets import find_thread, find_writable
from bot.gateway.api.texts import caption_content
from bot.gateway.errors import BadRequestError
from bot.gateway.world.model import JSON
from bot.gateway.world.posting import Draft, post
from bot.gateway.world.rendering import render_message

MAX_ALBUM = 10


@method(SendPhoto)
async def send_photo(context: Context, call: SendPhoto) -> JSON:
    caption = caption_content(context.world, call)
    content = await media_content(context, "photo", call.photo)
    return send(context, call, content | caption | _spoiler(call))


@method(SendDocument)
async def send_document(context: Context, call: SendDocument) -> JSON:
    caption = caption_content(context.world, call)
    content = await media_content(context, "document", call.document)
    return send(context, call, content | caption)


@method(SendVideo)
async def send_video(context: Context, call: SendVideo) -> JSON:
    caption = caption_content(context.world, call)
    content = await media_content(context, "video", call.video)
    return send(context, call, content | caption | _spoiler(call))


@method(SendAudio)
async def send_audio(context: Context, call: SendAudio) -> JSON:
    caption = caption_content(context.world, call)
    content = await media_content(context, "audio", call.audio)
    return send(context, call, content | caption)


@method(SendVoice)
async def send_voice(context: Context, call: SendVoice) -> JSON:
    caption = caption_content(context.world, call)
    content = await media_content(context, "voice", call.voice, duration=call.duration)
    return send(context, call, content | caption)


@method(SendMediaGroup)
async def send_media_group(context: Context, call: SendMediaGroup) -> list[JSON]:
    """Send all items or none, as separate messages with one media_group_id."""
    _check_album(call.media)
    contents = [await input_media_content(context, each) for each in call.media]
    chat = find_writable(context, call.chat_id, messages=len(contents))
    reply_to = reply_target(chat, call)
    thread_id = find_thread(context, chat, call.message_thread_id)
    group_id = context.world.new_long_id() if len(contents) > 1 else None
    posted = [
        post(
            context.world,
            chat,
            context.bot.user,
            Draft(
                content=content,
                reply_to=reply_to,
                media_group_id=group_id,
                protected=bool(given(call.protect_content)),
                thread_id=thread_id,
            ),
        )
        for content in contents
    ]
    return [render_message(context.world.files, each, context.bot.id) for each in posted]


async def input_media_content(context: Context, item: Any) -> JSON:
    """Build the content of one InputMediaPhoto or InputMediaDocument."""
    if item.type not in {"photo", "document"}:
        raise BadRequestError(f'can\'t parse InputMedia: type "{item.type}" is unsupported')
    caption = caption_content(context.world, item)
    return await media_content(context, item.type, item.media) | caption | _spoiler(item)


def _spoiler(item: Any) -> JSON:
    """Return the mark of a photo that stays covered until it is tapped."""
    return {"has_media_spoiler": True} if given(getattr(item, "has_spoiler", None)) else {}


def _check_album(media: list[Any]) -> None:
    if not media:
        raise BadRequestError("there are no messages to send")
    if len(media) > MAX_ALBUM:
        raise BadRequestError("too many messages to send as an album")
    kinds = {each.type for each in media}
    if len(kinds) > 1 and "document" in kinds:
        raise BadRequestError("document can't be mixed with other media types")
