"""What a person's phone shows of a chat."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.gateway.world.model import JSON, Chat, User
from bot.gateway.world.rendering import render_for_person

if TYPE_CHECKING:
    from bot.gateway.world.world import World

SHOWN_MESSAGES = 200


def chat_view(world: World, chat: Chat, person: User) -> JSON:
    """Return the ChatView without its messages."""
    pinned = chat.pinned_message()
    typing = chat.typing if chat.typing and chat.typing["until"] > world.clock.now() else None
    view: JSON = {
        "id": chat.id_for(person.id),
        "type": chat.type,
        "title": chat.bot.first_name if chat.bot else chat.title,
        "unread": unread(chat, person.id),
        "read_to": chat.read_to.get(person.id, 0),
        "blocked": chat.blocked,
        "started": True,
        "can_write": not chat.blocked if chat.is_private else chat.has(person.id),
        "commands": commands(world, chat, person),
        "reply_keyboard": chat.keyboards.get(person.id),
        "pinned": render_for_person(world.files, pinned, person.id) if pinned else None,
        "typing": typing,
    }
    if chat.bot is not None:
        return view | {"peer": chat.bot.to_json()}
    if chat.is_forum:
        view["topics"] = [
            topic.to_json() | {"is_closed": topic.is_closed} for topic in chat.topics.values()
        ]
    members = [world.users[user_id].to_json() for user_id in chat.statuses if chat.has(user_id)]
    return view | {"role": chat.status_of(person.id), "members": members}


def unopened_view(world: World, bot: User, person: User) -> JSON:
    """Return the ChatView of a bot that the person has not started yet."""
    chat = Chat(id=person.id, type="private", person=person, bot=bot)
    return chat_view(world, chat, person) | {"started": False, "messages": []}


def with_messages(world: World, chat: Chat, person: User) -> JSON:
    return chat_view(world, chat, person) | {"messages": history(world, chat, person)}


def history(
    world: World, chat: Chat, person: User, before: int | None = None, limit: int = SHOWN_MESSAGES
) -> list[JSON]:
    """List the newest messages below `before`, oldest first."""
    ids = [each for each in chat.messages if before is None or each < before]
    newest = ids[-limit:] if limit > 0 else []
    return [render_for_person(world.files, chat.messages[each], person.id) for each in newest]


def unread(chat: Chat, person_id: int) -> int:
    read_to = chat.read_to.get(person_id, 0)
    return sum(
        1 for each in chat.messages.values() if each.id > read_to and each.sender.id != person_id
    )


def commands(world: World, chat: Chat, person: User) -> list[JSON]:
    """List what the command menu offers; in groups each command names its bot."""
    return [
        {**command} if chat.is_private else {**command, "bot": bot.username}
        for bot in world.bots_in(chat)
        for command in bot.commands.for_user(chat, person.id, person.language_code)
    ]
