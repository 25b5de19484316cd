"""What all the send methods have in common."""

from __future__ import annotations

from typing import Any

from bot.gateway.api.context import Context, given
from bot.gateway.api.keyboards import keyboard
from bot.gateway.api.targets import find_thread, find_writable
from bot.gateway.errors import BadRequestError
from bot.gateway.world.model import JSON, Chat
from bot.gateway.world.posting import Draft, post
from bot.gateway.world.rendering import render_message


def send(context: Context, method: Any, content: JSON) -> JSON:
    """Post one message as the method asks and return it as the bot sees it."""
    markup = keyboard(method.reply_markup)
    chat = find_writable(context, method.chat_id)
    draft = Draft(
        content=content,
        reply_to=reply_target(chat, method),
        reply_markup=markup,
        protected=bool(given(method.protect_content)),
        thread_id=find_thread(context, chat, method.message_thread_id),
    )
    message = post(context.world, chat, context.bot.user, draft)
    return render_message(context.world.files, message, context.bot.id)


def reply_target(chat: Chat, method: Any) -> int | None:
    """Return the id of the message replied to, from the new or the old parameters."""
    parameters = getattr(method, "reply_parameters", None)
    if parameters is not None:
        message_id: int | None = parameters.message_id
        lenient = given(parameters.allow_sending_without_reply)
    else:
        message_id = getattr(method, "reply_to_message_id", None)
        lenient = getattr(method, "allow_sending_without_reply", None)
    if message_id is None or chat.message(message_id) is not None:
        return message_id
    if lenient:
        return None
    raise BadRequestError("message to be replied not found")
