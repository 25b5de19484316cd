"""What a person does: write, tap, edit, delete, read."""

from __future__ import annotations

from typing import Any

from pydantic import Field

from bot.gateway.errors import SimError
from bot.gateway.markup import format_text
from bot.gateway.sim.registry import Fields, endpoint
from bot.gateway.world.attachments import location
from bot.gateway.world.model import JSON, Chat, Message, User
from bot.gateway.world.posting import Draft, buttons, delete, edit, post, tell_chat, tell_read
from bot.gateway.world.rendering import render_for_person
from bot.gateway.world.tapping import tap
from bot.gateway.world.world import World

MAX_TEXT = 4096


class Actor(Fields):
    """Who acts, and where: a bot's id means the private chat with it."""

    user: int
    chat: int


class NewText(Actor):
    """A text message."""

    text: str
    reply_to: int | None = None
    thread: int | None = None
    entities: list[dict[str, Any]] | None = None


class NewLocation(Actor):
    """A place."""

    latitude: float = Field(ge=-90, le=90)
    longitude: float = Field(ge=-180, le=180)


class NewContact(Actor):
    """A contact; of oneself when no name of another is given."""

    phone_number: str
    first_name: str


class NewTap(Actor):
    """A tap on a button: by its data, its place or its words."""

    message_id: int
    data: str | None = None
    row: int | None = None
    column: int | None = None
    text: str | None = None
    wait: float = Field(default=0.0, ge=0, le=60)


class NewEdit(Actor):
    """New words for an own message."""

    message_id: int
    text: str


class Deletion(Actor):
    """Messages to delete for everybody."""

    message_ids: list[int]


class Reading(Actor):
    """The newest message that was read."""

    message_id: int


@endpoint("POST", "/sim/send", NewText)
def send_text(world: World, fields: NewText) -> JSON:
    """Write a message; the first to a bot begins the chat, as pressing Start does."""
    content = _text_content(fields.text, fields.entities)
    return act(world, fields, content, reply_to=fields.reply_to, thread_id=fields.thread)


@endpoint("POST", "/sim/location", NewLocation)
def send_location(world: World, fields: NewLocation) -> JSON:
    """Send a place."""
    return act(world, fields, location(fields.latitude, fields.longitude))


@endpoint("POST", "/sim/contact", NewContact)
def send_contact(world: World, fields: NewContact) -> JSON:
    """Send one's own contact."""
    contact = {
        "phone_number": fields.phone_number,
        "first_name": fields.first_name,
        "user_id": fields.user,
    }
    return act(world, fields, {"contact": contact})


@endpoint("POST", "/sim/tap", NewTap)
async def press(world: World, fields: NewTap) -> JSON:
    """Tap an inline button and, if asked to, wait for the bot's answer."""
    message = _message(world, fields, fields.message_id)
    made = tap(world, world.user(fields.user), message, _data(message, fields))
    if fields.wait and made.answer is None:
        await made.answered.wait(fields.wait)
    return {"query_id": made.id, "answer": made.answer}


@endpoint("POST", "/sim/edit", NewEdit)
def change_text(world: World, fields: NewEdit) -> JSON:
    """Change the words of an own message."""
    message = _own(world, fields, fields.message_id)
    if "text" not in message.content:
        raise SimError("this message has no text")
    edit(world, message, _text_content(fields.text, None), message.reply_markup)
    return render_for_person(world.files, message, fields.user)


@endpoint("POST", "/sim/delete", Deletion)
def delete_messages(world: World, fields: Deletion) -> JSON:
    """Delete messages for everybody: any in a private chat, one's own in a group."""
    person = world.user(fields.user)
    chat = _existing(world, person, fields.chat)
    for message_id in fields.message_ids:
        message = _message(world, fields, message_id)
        if not chat.is_private and message.sender is not person and not chat.is_admin(person.id):
            raise SimError("only an administrator deletes the messages of others")
    delete(world, chat, fields.message_ids)
    return {"ok": True}


@endpoint("POST", "/sim/read", Reading)
def mark_read(world: World, fields: Reading) -> JSON:
    """Mark everything up to a message as read."""
    person = world.user(fields.user)
    chat = world.chat_for_person(person, fields.chat)
    if chat is not None:
        tell_read(world, chat, person, fields.message_id)
    return {"ok": True}


def act(world: World, fields: Any, content: JSON, **extra: Any) -> JSON:
    """Post something a person sends, beginning the private chat if it is the first."""
    person = world.user(fields.user)
    chat = writable(world, person, fields.chat)
    if extra.get("reply_to") is not None and chat.message(extra["reply_to"]) is None:
        raise SimError("the message to reply to is gone")
    _check_thread(chat, person, extra.get("thread_id"))
    message = post(world, chat, person, Draft(content=content, **extra))
    tell_read(world, chat, person, message.id)
    return render_for_person(world.files, message, person.id)


def _check_thread(chat: Chat, person: User, thread_id: int | None) -> None:
    topic = None if thread_id is None else chat.topics.get(thread_id)
    if thread_id is not None and topic is None:
        raise SimError("there is no such topic", status=404)
    if topic is not None and topic.is_closed and not chat.is_admin(person.id):
        raise SimError("this topic is closed")


def writable(world: World, person: User, chat_id: int) -> Chat:
    chat = world.chat_for_person(person, chat_id)
    if chat is None:
        chat = world.open_private(person, world.bots[chat_id])
        tell_chat(world, chat)
    if chat.blocked:
        raise SimError("you have blocked this bot")
    return chat


def _text_content(text: str, entities: list[JSON] | None) -> JSON:
    plain, found = format_text(text, None, entities)
    if not plain:
        raise SimError("the text is empty")
    if len(plain) > MAX_TEXT:
        raise SimError("the text is too long")
    return {"text": plain} | ({"entities": found} if found else {})


def _existing(world: World, person: User, chat_id: int) -> Chat:
    chat = world.chat_for_person(person, chat_id)
    if chat is None:
        raise SimError("this chat has not begun", status=404)
    return chat


def _message(world: World, fields: Actor, message_id: int) -> Message:
    chat = _existing(world, world.user(fields.user), fields.chat)
    message = chat.message(message_id)
    if message is None:
        raise SimError("this message is gone", status=404)
    return message


def _own(world: World, fields: Actor, message_id: int) -> Message:
    message = _message(world, fields, message_id)
    if message.sender.id != fields.user:
        raise SimError("this is somebody else's message")
    return message


def _data(message: Message, fields: NewTap) -> str:
    if fields.data is not None:
        return fields.data
    try:
        button = _button(message, fields)
    except IndexError:
        raise SimError("there is no such button") from None
    if "callback_data" not in button:
        raise SimError("this button is not one that a bot hears of")
    return str(button["callback_data"])


def _button(message: Message, fields: NewTap) -> JSON:
    if fields.row is not None:
        rows: list[list[JSON]] = (message.reply_markup or {}).get("inline_keyboard", [])
        return rows[fields.row][fields.column or 0]
    for button in buttons(message.reply_markup):
        if button["text"] == fields.text:
            return button
    raise IndexError
