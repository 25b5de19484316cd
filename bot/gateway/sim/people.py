"""Making users, bots, groups and phones; joining, leaving, roles, blocking."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import Field

from bot.gateway.errors import SimError
from bot.gateway.sim.registry import Fields, Nothing, endpoint
from bot.gateway.world.membership import Standing, set_blocked, set_status
from bot.gateway.world.model import JSON, Chat, User
from bot.gateway.world.posting import tell_chat
from bot.gateway.world.rendering import render_chat
from bot.gateway.world.world import World


class NewUser(Fields):
    """A person."""

    first_name: str = Field(min_length=1, max_length=64)
    last_name: str | None = None
    username: str | None = None
    language_code: str | None = None
    id: int | None = Field(default=None, gt=0)


class NewBot(Fields):
    """A bot, as BotFather makes it."""

    token: str
    username: str = Field(min_length=3)
    first_name: str = Field(min_length=1)
    can_read_all_group_messages: bool = False


class NewGroup(Fields):
    """A group with its first members."""

    title: str = Field(min_length=1, max_length=128)
    owner: int
    members: list[int] = Field(default_factory=list)
    type: Literal["supergroup", "group"] = "supergroup"
    is_forum: bool = False


class Phone(Fields):
    """One phone on the page."""

    id: str
    user: int
    title: dict[str, str]
    open: int | None = None
    hint: dict[str, str] | None = None


class Phones(Fields):
    """All phones on the page."""

    phones: list[Phone]
    page_locale: str | None = None


class Membership(Fields):
    """Somebody and a group."""

    chat: int
    user: int


class Role(Membership):
    """Somebody's role in a group."""

    role: Literal["creator", "administrator", "member", "left", "kicked"]
    without: frozenset[str] = frozenset()


class Acquaintance(Fields):
    """Somebody and a bot, by id or username."""

    user: int
    bot: int | str


@endpoint("POST", "/sim/users", NewUser)
def make_user(world: World, fields: NewUser) -> JSON:
    """Make a person."""
    names = fields.model_dump(exclude={"id"})
    return world.add_user(**names, user_id=fields.id).to_json()


@endpoint("GET", "/sim/users")
def list_users(world: World, _: Nothing) -> list[JSON]:
    """List people and bots."""
    return [user.to_json() for user in world.users.values()]


@endpoint("POST", "/sim/bots", NewBot)
def make_bot(world: World, fields: NewBot) -> JSON:
    """Make a bot; the same token again gives the bot that has it."""
    bot = world.add_bot(fields.token, fields.username.lstrip("@"), fields.first_name)
    bot.can_read_all_group_messages = fields.can_read_all_group_messages
    return bot.user.to_json()


@endpoint("POST", "/sim/groups", NewGroup)
def make_group(world: World, fields: NewGroup) -> JSON:
    """Make a group; bots become members by id, as people do, and are told so."""
    owner = world.user(fields.owner)
    members = [_anybody(world, each) for each in fields.members]
    people = [each for each in members if not each.is_bot]
    chat = world.add_group(fields.title, owner, people, fields.type)
    chat.is_forum = fields.is_forum and fields.type == "supergroup"
    tell_chat(world, chat)
    for bot in (each for each in members if each.is_bot):
        set_status(world, chat, owner, bot, Standing("member"))
    return render_chat(chat, owner.id)


@endpoint("POST", "/sim/phones", Phones)
def set_phones(world: World, fields: Phones) -> JSON:
    """Say which phones the page shows."""
    for phone in fields.phones:
        world.user(phone.user)
    world.phones = [phone.model_dump() for phone in fields.phones]
    world.page_locale = fields.page_locale
    return get_phones(world, fields)


@endpoint("GET", "/sim/phones")
def get_phones(world: World, _: Any) -> JSON:
    """Return the phones that the page shows."""
    return {"phones": world.phones, "page_locale": world.page_locale}


@endpoint("POST", "/sim/join", Membership)
def join(world: World, fields: Membership) -> JSON:
    """Let somebody join a group."""
    chat, user = group(world, fields.chat), _anybody(world, fields.user)
    set_status(world, chat, user, user, Standing("member"))
    return render_chat(chat, user.id)


@endpoint("POST", "/sim/leave", Membership)
def leave(world: World, fields: Membership) -> JSON:
    """Let somebody leave a group."""
    chat, user = group(world, fields.chat), _anybody(world, fields.user)
    set_status(world, chat, user, user, Standing("left"))
    return {"ok": True}


@endpoint("POST", "/sim/role", Role)
def change_role(world: World, fields: Role) -> JSON:
    """Change somebody's role, in the owner's name; kicked removes them."""
    chat, user = group(world, fields.chat), _anybody(world, fields.user)
    set_status(world, chat, _owner(world, chat), user, Standing(fields.role, fields.without))
    return {"ok": True}


@endpoint("POST", "/sim/block", Acquaintance)
def block(world: World, fields: Acquaintance) -> JSON:
    """Let a person block a bot."""
    bot = world.bot_by(fields.bot)
    set_blocked(world, world.user(fields.user), bot, blocked=True)
    return {"ok": True}


@endpoint("POST", "/sim/unblock", Acquaintance)
def unblock(world: World, fields: Acquaintance) -> JSON:
    """Let a person unblock a bot."""
    bot = world.bot_by(fields.bot)
    set_blocked(world, world.user(fields.user), bot, blocked=False)
    return {"ok": True}


def group(world: World, chat_id: int) -> Chat:
    chat = world.groups.get(chat_id)
    if chat is None:
        raise SimError("there is no such group", status=404)
    return chat


def _anybody(world: World, user_id: int) -> User:
    user = world.users.get(user_id)
    if user is None:
        raise SimError("there is no such user", status=404)
    return user


def _owner(world: World, chat: Chat) -> User:
    owners = [each for each, status in chat.statuses.items() if status == "creator"]
    return world.users[owners[0] if owners else next(iter(chat.statuses))]
