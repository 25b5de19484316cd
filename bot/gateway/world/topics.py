"""Topics of a forum, and a group that becomes a supergroup with another id."""

from __future__ import annotations

from bot.gateway.errors import SimError
from bot.gateway.world.model import JSON, Chat, Topic, User
from bot.gateway.world.posting import Draft, delete, post, tell_chat
from bot.gateway.world.world import World

COLOURS = (7322096, 16766590, 13338331, 9367192, 16749490, 16478047)


def create(world: World, chat: Chat, actor: User, name: str, colour: int | None = None) -> Topic:
    """Begin a topic with the service message that gives it its id."""
    shown = colour or world.random.choice(COLOURS)
    content = {"forum_topic_created": {"name": name, "icon_color": shown}}
    note = post(world, chat, actor, Draft(content=content, is_service=True))
    note.thread_id = note.id
    topic = Topic(id=note.id, name=name, icon_color=shown)
    chat.topics[topic.id] = topic
    tell_chat(world, chat)
    return topic


def rename(world: World, chat: Chat, actor: User, topic: Topic, name: str) -> None:
    topic.name = name
    _note(world, chat, actor, topic, {"forum_topic_edited": {"name": name}})


def close(world: World, chat: Chat, actor: User, topic: Topic) -> None:
    topic.is_closed = True
    _note(world, chat, actor, topic, {"forum_topic_closed": {}})


def reopen(world: World, chat: Chat, actor: User, topic: Topic) -> None:
    topic.is_closed = False
    _note(world, chat, actor, topic, {"forum_topic_reopened": {}})


def remove(world: World, chat: Chat, topic: Topic) -> None:
    """Delete a topic with all that stands in it; no bot is told."""
    del chat.topics[topic.id]
    delete(world, chat, [each.id for each in chat.messages.values() if each.thread_id == topic.id])
    tell_chat(world, chat)


def set_forum(world: World, chat: Chat, *, is_forum: bool) -> None:
    """Switch topics on or off; what was written in them stays."""
    if chat.type != "supergroup":
        raise SimError("only a supergroup has topics")
    chat.is_forum = is_forum
    if not is_forum:
        chat.topics.clear()
    tell_chat(world, chat)


def upgrade(world: World, chat: Chat, actor: User) -> Chat:
    """Make a supergroup of a group: another id, the same people, and the messages stay behind."""
    if chat.type != "group":
        raise SimError("this is a supergroup already")
    people = world.people_in(chat)
    made = world.add_group(chat.title or "", actor)
    made.statuses = dict(chat.statuses)
    to_new: JSON = {"migrate_to_chat_id": made.id}
    post(world, chat, actor, Draft(content=to_new, is_service=True))
    chat.upgraded_to = made.id
    world.events.emit_moved([each.id for each in people], chat.id, made.id)
    tell_chat(world, made)
    from_old: JSON = {"migrate_from_chat_id": chat.id}
    post(world, made, actor, Draft(content=from_old, is_service=True))
    return made


def _note(world: World, chat: Chat, actor: User, topic: Topic, content: JSON) -> None:
    note = Draft(content=content, is_service=True, thread_id=topic.id)
    post(world, chat, actor, note)
    tell_chat(world, chat)
