"""Topics of a forum."""

from __future__ import annotations

from aiogram.methods import (
    CloseForumTopic,
    CreateForumTopic,
    DeleteForumTopic,
    EditForumTopic,
    ReopenForumTopic,
)

from bot.gateway.api.context import Context
from bot.gateway.api.registry import method
from bot.gateway.api.targets import find_chat
from bot.gateway.errors import BadRequestError
from bot.gateway.world import topics
from bot.gateway.world.model import JSON, Chat, Topic

MAX_NAME = 128


@method(CreateForumTopic)
async def create_forum_topic(context: Context, call: CreateForumTopic) -> JSON:
    chat = _forum(context, call.chat_id, "create a topic")
    if call.icon_color is not None and call.icon_color not in topics.COLOURS:
        raise BadRequestError("TOPIC_ICON_COLOR_INVALID")
    name = _name(call.name)
    topic = topics.create(context.world, chat, context.bot.user, name, call.icon_color)
    shown = topic.to_json()
    return {"message_thread_id": shown.pop("id"), **shown}


@method(EditForumTopic)
async def edit_forum_topic(context: Context, call: EditForumTopic) -> bool:
    chat, topic = _topic(context, call)
    if call.name is None or call.name == topic.name:
        raise BadRequestError("TOPIC_NOT_MODIFIED")
    topics.rename(context.world, chat, context.bot.user, topic, _name(call.name))
    return True


@method(CloseForumTopic)
async def close_forum_topic(context: Context, call: CloseForumTopic) -> bool:
    chat, topic = _topic(context, call)
    if topic.is_closed:
        raise BadRequestError("TOPIC_NOT_MODIFIED")
    topics.close(context.world, chat, context.bot.user, topic)
    return True


@method(ReopenForumTopic)
async def reopen_forum_topic(context: Context, call: ReopenForumTopic) -> bool:
    chat, topic = _topic(context, call)
    if not topic.is_closed:
        raise BadRequestError("TOPIC_NOT_MODIFIED")
    topics.reopen(context.world, chat, context.bot.user, topic)
    return True


@method(DeleteForumTopic)
async def delete_forum_topic(context: Context, call: DeleteForumTopic) -> bool:
    chat, topic = _topic(context, call)
    topics.remove(context.world, chat, topic)
    return True


def _topic(
    context: Context,
    call: EditForumTopic | CloseForumTopic | ReopenForumTopic | DeleteForumTopic,
) -> tuple[Chat, Topic]:
    chat = _forum(context, call.chat_id, "manage the topic")
    topic = chat.topics.get(call.message_thread_id)
    if topic is None:
        raise BadRequestError("TOPIC_ID_INVALID")
    return chat, topic


def _forum(context: Context, chat_id: int | str, purpose: str) -> Chat:
    chat = find_chat(context, chat_id)
    if not chat.is_forum:
        raise BadRequestError("the chat is not a forum")
    if not chat.may(context.bot.id, "can_manage_topics"):
        raise BadRequestError(f"not enough rights to {purpose}")
    return chat


def _name(text: str) -> str:
    if not 1 <= len(text) <= MAX_NAME:
        raise BadRequestError("TOPIC_TITLE_EMPTY" if not text else "TOPIC_TITLE_TOO_LONG")
    return text
