"""Putting messages into chats, changing and removing them, and telling everybody who may know."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from bot.gateway.world.bots import BotAccount
from bot.gateway.world.model import JSON, Chat, Message, User
from bot.gateway.world.rendering import render_for_person, render_message
from bot.gateway.world.views import chat_view, commands, unread
from bot.gateway.world.visibility import bot_sees
from bot.gateway.world.world import World

TYPING_SECONDS = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """A message about to be posted."""

    content: JSON
    reply_to: int | None = None
    reply_markup: JSON | None = None
    media_group_id: str | None = None
    protected: bool = False
    forward_origin: JSON | None = None
    is_service: bool = False
    thread_id: int | None = None


def post(world: World, chat: Chat, sender: User, draft: Draft) -> Message:
    inline = draft.reply_markup if _is_inline(draft.reply_markup) else None
    message = Message(
        id=world.next_message_id(chat),
        chat=chat,
        sender=sender,
        date=world.now(),
        content=draft.content,
        reply_to=draft.reply_to,
        media_group_id=draft.media_group_id,
        protected=draft.protected,
        forward_origin=draft.forward_origin,
        is_service=draft.is_service,
        thread_id=_thread_of(chat, draft),
    )
    chat.messages[message.id] = message
    offer(message, inline)
    if sender.is_bot:
        chat.typing = None
        chat.last_bot_to_write = sender.id
    _tell_people(world, message, "message")
    _tell_bots(world, message, "message")
    if draft.reply_markup is not None and inline is None:
        _change_keyboard(world, message, draft.reply_markup)
    return message


def _thread_of(chat: Chat, draft: Draft) -> int | None:
    """Return the topic it goes to: the one named, else that of the message replied to."""
    replied = chat.message(draft.reply_to)
    return draft.thread_id or (None if replied is None else replied.thread_id)


def offer(message: Message, markup: JSON | None) -> None:
    """Put an inline keyboard under the message, remembering every button it ever had."""
    message.reply_markup = markup
    for button in buttons(markup):
        if "callback_data" in button:
            message.offered_data.add(button["callback_data"])


def buttons(markup: JSON | None) -> list[JSON]:
    rows: list[list[JSON]] = (markup or {}).get("inline_keyboard", [])
    return [button for row in rows for button in row]


def edit(world: World, message: Message, content: JSON, markup: JSON | None) -> None:
    """Replace content and inline keyboard; only a change of the content counts as an edit."""
    if content != message.content:
        message.edit_date = world.now()
    message.content = content
    offer(message, markup)
    _tell_people(world, message, "edited")
    if not message.sender.is_bot:
        _tell_bots(world, message, "edited_message")


def delete(world: World, chat: Chat, message_ids: Iterable[int]) -> None:
    gone = [each for each in message_ids if chat.messages.pop(each, None) is not None]
    if not gone:
        return
    was_pinned = chat.pinned_message() is None and bool(chat.pinned)
    chat.pinned = [each for each in chat.pinned if each not in gone]
    for person in world.people_in(chat):
        data = {"chat": chat.id_for(person.id), "message_ids": gone}
        world.events.emit(person.id, "deleted", data)
    if was_pinned:
        tell_chat(world, chat)


def tell_chat(world: World, chat: Chat, people: Iterable[User] | None = None) -> None:
    """Tell phones that something about the chat itself has changed."""
    for person in world.people_in(chat) if people is None else people:
        world.events.emit(person.id, "chat", {"chat": chat_view(world, chat, person)})


def tell_commands(world: World, bot: BotAccount) -> None:
    chats = [*world.private.values(), *world.groups.values()]
    for chat in chats:
        if bot in world.bots_in(chat):
            for person in world.people_in(chat):
                data = {
                    "chat": chat.id_for(person.id),
                    "commands": commands(world, chat, person),
                }
                world.events.emit(person.id, "commands", data)


def tell_read(world: World, chat: Chat, person: User, message_id: int) -> None:
    chat.read_to[person.id] = max(chat.read_to.get(person.id, 0), message_id)
    data = {
        "chat": chat.id_for(person.id),
        "read_to": chat.read_to[person.id],
        "unread": unread(chat, person.id),
    }
    world.events.emit(person.id, "read", data)


def tell_typing(world: World, chat: Chat, action: str) -> None:
    chat.typing = {"text": action, "until": world.now() + TYPING_SECONDS}
    for person in world.people_in(chat):
        data = {"chat": chat.id_for(person.id), **chat.typing}
        world.events.emit(person.id, "typing", data)


def queue_update(world: World, bot: BotAccount, kind: str, payload: JSON, order_key: str) -> None:
    copies = 1
    if bot.updates.wants(kind):
        copies = world.faults.copies_of_update(bot.username, kind)
    bot.updates.add(kind, payload, order_key, copies)


def _tell_people(world: World, message: Message, kind: str) -> None:
    for person in world.people_in(message.chat):
        data = {
            "chat": message.chat.id_for(person.id),
            "message": render_for_person(world.files, message, person.id),
        }
        world.events.emit(person.id, kind, data)


def _tell_bots(world: World, message: Message, kind: str) -> None:
    if message.sender.is_bot and not message.is_service:
        return
    for bot in world.bots_in(message.chat):
        if bot_sees(bot, message):
            payload = render_message(world.files, message, bot.id)
            queue_update(world, bot, kind, payload, f"chat:{message.chat.id}")


def _is_inline(markup: JSON | None) -> bool:
    return markup is not None and "inline_keyboard" in markup


def _change_keyboard(world: World, message: Message, markup: JSON) -> None:
    for person in _keyboard_audience(world, message, markup):
        if markup.get("remove_keyboard"):
            message.chat.keyboards.pop(person.id, None)
        else:
            message.chat.keyboards[person.id] = markup
        data = {
            "chat": message.chat.id_for(person.id),
            "reply_keyboard": message.chat.keyboards.get(person.id),
        }
        world.events.emit(person.id, "keyboard", data)


def _keyboard_audience(world: World, message: Message, markup: JSON) -> list[User]:
    people = world.people_in(message.chat)
    if not markup.get("selective") or message.chat.is_private:
        return people
    replied = message.chat.message(message.reply_to)
    text = message.content.get("text", "")
    return [
        person
        for person in people
        if (replied is not None and replied.sender.id == person.id)
        or (person.username and f"@{person.username}" in text)
    ]
