"""Turning what the world keeps into Telegram's JSON, as one viewer sees it."""

from __future__ import annotations

from typing import Any

from bot.gateway.world.files import FileStore
from bot.gateway.world.model import JSON, Chat, Message, StoredFile, User


def render_chat(chat: Chat, viewer_id: int) -> JSON:
    shown: JSON = {"id": chat.id_for(viewer_id), "type": chat.type}
    if not chat.is_private:
        return shown | {"title": chat.title} | ({"is_forum": True} if chat.is_forum else {})
    peer = chat.bot if chat.bot is not None and viewer_id != chat.bot.id else chat.person
    if peer is not None:
        names = peer.to_json()
        shown |= {k: names[k] for k in ("first_name", "last_name", "username") if k in names}
    return shown


def render_message(
    files: FileStore, message: Message, viewer_id: int, *, with_reply: bool = True
) -> JSON:
    shown: JSON = {
        "message_id": message.id,
        "from": message.sender.to_json(),
        "chat": render_chat(message.chat, viewer_id),
        "date": message.date,
    }
    optional: JSON = {
        "edit_date": message.edit_date,
        "media_group_id": message.media_group_id,
        "forward_origin": message.forward_origin,
        "reply_markup": message.reply_markup,
        "has_protected_content": message.protected or None,
        "message_thread_id": message.thread_id,
        "is_topic_message": True if message.thread_id else None,
    }
    shown |= {name: value for name, value in optional.items() if value is not None}
    replied = message.chat.message(message.reply_to) or _start_of_topic(message)
    if with_reply and replied is not None:
        shown["reply_to_message"] = render_message(files, replied, viewer_id, with_reply=False)
    content: JSON = _shown(files, message.content, viewer_id)
    return shown | content


def _start_of_topic(message: Message) -> Message | None:
    """Return what a message in a topic answers, as bots are told, if it answers nothing else."""
    is_start = message.thread_id == message.id
    return None if is_start else message.chat.message(message.thread_id)


def render_for_person(files: FileStore, message: Message, person_id: int) -> JSON:
    shown = render_message(files, message, person_id)
    if message.reply_to is None:
        shown.pop("reply_to_message", None)
    return shown | {"out": message.sender.id == person_id}


def _shown(files: FileStore, value: Any, viewer_id: int) -> Any:
    if isinstance(value, dict):
        shown = {k: _shown(files, v, viewer_id) for k, v in value.items() if k != "file"}
        file = value.get("file")
        return _file_fields(files, file, viewer_id) | shown if file else shown
    if isinstance(value, list):
        return [_shown(files, each, viewer_id) for each in value]
    if isinstance(value, User):
        return value.to_json()
    if isinstance(value, Message):
        return render_message(files, value, viewer_id, with_reply=False)
    return value


def _file_fields(files: FileStore, file: StoredFile, viewer_id: int) -> JSON:
    return {
        "file_id": files.id_for(viewer_id, file),
        "file_unique_id": file.unique_id,
        "file_size": file.size,
    }
