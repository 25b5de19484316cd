"""Copying and forwarding, which protected messages forbid."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from aiogram.methods import CopyMessage, CopyMessages, ForwardMessage, ForwardMessages

from bot.gateway.api.context import Context, given
from bot.gateway.api.keyboards import keyboard
from bot.gateway.api.registry import method
from bot.gateway.api.sending import reply_target
from bot.gateway.api.targets import find_chat, find_message, find_thread, find_writable
from bot.gateway.api.texts import caption_content
from bot.gateway.errors import BadRequestError
from bot.gateway.world.model import JSON, Message
from bot.gateway.world.posting import Draft, post
from bot.gateway.world.rendering import render_message

_CAPTION = ("caption", "caption_entities", "show_caption_above_media")
MAX_AT_ONCE = 100


@method(CopyMessage)
async def copy_message(context: Context, call: CopyMessage) -> JSON:
    source = find_message(find_chat(context, call.from_chat_id), call.message_id, "copy")
    content = _copied_content(context, call, source)
    markup = keyboard(call.reply_markup)
    chat = find_writable(context, call.chat_id)
    draft = Draft(
        content=content,
        reply_to=reply_target(chat, call),
        reply_markup=markup,
        protected=bool(given(call.protect_content)),
        thread_id=find_thread(context, chat, call.message_thread_id),
    )
    return {"message_id": post(context.world, chat, context.bot.user, draft).id}


@method(ForwardMessage)
async def forward_message(context: Context, call: ForwardMessage) -> JSON:
    source = find_message(find_chat(context, call.from_chat_id), call.message_id, "forward")
    if _is_closed(source):
        raise BadRequestError("the message can't be forwarded")
    chat = find_writable(context, call.chat_id)
    draft = replace(
        _forward(source, call), thread_id=find_thread(context, chat, call.message_thread_id)
    )
    message = post(context.world, chat, context.bot.user, draft)
    return render_message(context.world.files, message, context.bot.id)


@method(CopyMessages)
async def copy_messages(context: Context, call: CopyMessages) -> list[JSON]:
    """Copy what exists and may be copied; albums stay albums."""

    def draft(source: Message, group_id: str | None) -> Draft:
        content = dict(source.content)
        if call.remove_caption:
            content = {k: v for k, v in content.items() if k not in _CAPTION}
        protected = bool(given(call.protect_content))
        return Draft(content=content, media_group_id=group_id, protected=protected)

    return _post_all(context, call, draft)


@method(ForwardMessages)
async def forward_messages(context: Context, call: ForwardMessages) -> list[JSON]:
    return _post_all(context, call, lambda source, group: _forward(source, call, group))


def _post_all(context: Context, call: Any, draft: Any) -> list[JSON]:
    if not call.message_ids:
        raise BadRequestError("message identifiers are not specified")
    if len(call.message_ids) > MAX_AT_ONCE:
        raise BadRequestError("too many message identifiers specified")
    from_chat = find_chat(context, call.from_chat_id)
    found = [from_chat.messages[each] for each in call.message_ids if each in from_chat.messages]
    sources = [each for each in found if not _is_closed(each)]
    if not sources:
        raise BadRequestError("there are no messages to forward")
    chat = find_writable(context, call.chat_id, messages=len(sources))
    thread_id = find_thread(context, chat, call.message_thread_id)
    groups = {each.media_group_id: context.world.new_long_id() for each in sources}
    posted = []
    for source in sources:
        group_id = groups[source.media_group_id] if source.media_group_id else None
        made = replace(draft(source, group_id), thread_id=thread_id)
        posted.append(post(context.world, chat, context.bot.user, made))
    return [{"message_id": each.id} for each in posted]


def _copied_content(context: Context, call: CopyMessage, source: Message) -> JSON:
    if _is_closed(source):
        raise BadRequestError("message can't be copied")
    if call.caption is None or "text" in source.content:
        return dict(source.content)
    kept = {k: v for k, v in source.content.items() if k not in _CAPTION}
    return kept | caption_content(context.world, call)


def _forward(source: Message, call: Any, group_id: str | None = None) -> Draft:
    origin = {"type": "user", "sender_user": source.sender.to_json(), "date": source.date}
    return Draft(
        content=dict(source.content),
        forward_origin=source.forward_origin or origin,
        media_group_id=group_id,
        protected=bool(given(call.protect_content)),
    )


def _is_closed(source: Message) -> bool:
    return source.protected or source.is_service
