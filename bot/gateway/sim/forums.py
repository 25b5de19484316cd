"""What people do to groups: topics, and the upgrade to a supergroup."""

from __future__ import annotations

from pydantic import Field

from bot.gateway.errors import SimError
from bot.gateway.sim.people import group
from bot.gateway.sim.registry import Fields, endpoint
from bot.gateway.world import topics
from bot.gateway.world.model import JSON, Topic
from bot.gateway.world.rendering import render_chat
from bot.gateway.world.world import World


class Actor(Fields):
    """Somebody in a group."""

    user: int
    chat: int


class Forum(Actor):
    """Whether the group shall have topics."""

    is_forum: bool


class NewTopic(Actor):
    """A topic to begin."""

    name: str = Field(min_length=1, max_length=128)


class OneTopic(Actor):
    """A topic that is there."""

    topic: int


@endpoint("POST", "/sim/forum", Forum)
def change_forum(world: World, fields: Forum) -> JSON:
    """Switch a supergroup's topics on or off."""
    chat = group(world, fields.chat)
    topics.set_forum(world, chat, is_forum=fields.is_forum)
    return render_chat(chat, fields.user)


@endpoint("POST", "/sim/topic", NewTopic)
def make_topic(world: World, fields: NewTopic) -> JSON:
    """Begin a topic."""
    chat = group(world, fields.chat)
    if not chat.is_forum:
        raise SimError("this group has no topics")
    return topics.create(world, chat, world.user(fields.user), fields.name).to_json()


@endpoint("POST", "/sim/topic/close", OneTopic)
def close_topic(world: World, fields: OneTopic) -> JSON:
    """Close a topic."""
    chat = group(world, fields.chat)
    topics.close(world, chat, world.user(fields.user), _topic(world, fields))
    return {"ok": True}


@endpoint("POST", "/sim/topic/delete", OneTopic)
def delete_topic(world: World, fields: OneTopic) -> JSON:
    """Delete a topic with all that stands in it; bots hear nothing of it."""
    topics.remove(world, group(world, fields.chat), _topic(world, fields))
    return {"ok": True}


@endpoint("POST", "/sim/upgrade", Actor)
def upgrade_group(world: World, fields: Actor) -> JSON:
    """Make a supergroup of a group, which gets another id."""
    made = topics.upgrade(world, group(world, fields.chat), world.user(fields.user))
    return render_chat(made, fields.user)


def _topic(world: World, fields: OneTopic) -> Topic:
    topic = group(world, fields.chat).topics.get(fields.topic)
    if topic is None:
        raise SimError("there is no such topic", status=404)
    return topic
