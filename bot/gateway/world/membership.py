"""Joining, leaving, roles and blocking, with the updates that bots get of them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from bot.gateway.errors import SimError
from bot.gateway.world.bots import BotAccount
from bot.gateway.world.model import JSON, PRESENT, Chat, Status, User
from bot.gateway.world.posting import Draft, post, queue_update, tell_chat
from bot.gateway.world.rendering import render_chat
from bot.gateway.world.world import World

_ADMIN_RIGHTS = (
    "can_manage_chat",
    "can_delete_messages",
    "can_manage_video_chats",
    "can_restrict_members",
    "can_promote_members",
    "can_change_info",
    "can_invite_users",
    "can_post_stories",
    "can_edit_stories",
    "can_delete_stories",
    "can_pin_messages",
    "can_manage_topics",
    "can_send_welcome_messages",
)


class Standing(NamedTuple):
    """What somebody is in a group, and which rights an administrator is not given."""

    status: Status
    withheld: frozenset[str] = frozenset()


def member_json(user: User, standing: Standing) -> JSON:
    status, withheld = standing
    shown: JSON = {"user": user.to_json(), "status": status}
    if status == "creator":
        return shown | {"is_anonymous": False}
    if status == "administrator":
        rights = {right: right not in withheld for right in _ADMIN_RIGHTS}
        return shown | {"can_be_edited": False, "is_anonymous": False} | rights
    return shown | {"until_date": 0} if status == "kicked" else shown


def standing_of(chat: Chat, user: User) -> Standing:
    return Standing(chat.status_of(user.id), chat.withheld.get(user.id, frozenset()))


def set_status(world: World, chat: Chat, actor: User, user: User, new: Standing) -> None:
    """Change what somebody is in the chat; whoever comes or goes leaves a service message."""
    old = standing_of(chat, user)
    if old == new:
        return
    coming, going = old.status not in PRESENT, new.status not in PRESENT
    if going:
        _announce(world, chat, actor, {"left_chat_member": user})
    chat.statuses[user.id], chat.withheld[user.id] = new
    for bot in world.bots_in(chat):
        bot.known_users.update(each for each in chat.statuses if chat.has(each))
    shown = member_json(user, old), member_json(user, new)
    _tell_bots(world, chat, actor, user, shown)
    if coming:
        _announce(world, chat, actor, {"new_chat_members": [user]})
    tell_chat(world, chat)
    if going and not user.is_bot:
        tell_chat(world, chat, [user])


def set_blocked(world: World, person: User, bot: BotAccount, *, blocked: bool) -> None:
    chat = world.private.get((person.id, bot.id))
    if chat is None:
        raise SimError("this chat has not begun", status=404)
    if chat.blocked == blocked:
        return
    chat.blocked = blocked
    states: tuple[Status, Status] = ("member", "kicked") if blocked else ("kicked", "member")
    shown = tuple(member_json(bot.user, Standing(each)) for each in states)
    payload = _change_json(world, chat, person, shown, bot.id)
    queue_update(world, bot, "my_chat_member", payload, f"mine:{chat.id}")
    tell_chat(world, chat)


def _announce(world: World, chat: Chat, actor: User, content: JSON) -> None:
    post(world, chat, actor, Draft(content=content, is_service=True))


def _tell_bots(world: World, chat: Chat, actor: User, user: User, change: Sequence[JSON]) -> None:
    if user.id in world.bots:
        payload = _change_json(world, chat, actor, change, user.id)
        queue_update(world, world.bots[user.id], "my_chat_member", payload, f"mine:{chat.id}")
    for bot in world.bots_in(chat):
        if bot.id != user.id and chat.is_admin(bot.id):
            payload = _change_json(world, chat, actor, change, bot.id)
            queue_update(world, bot, "chat_member", payload, f"members:{user.id}")


def _change_json(
    world: World, chat: Chat, actor: User, change: Sequence[JSON], viewer_id: int
) -> JSON:
    return {
        "chat": render_chat(chat, viewer_id),
        "from": actor.to_json(),
        "date": world.now(),
        "old_chat_member": change[0],
        "new_chat_member": change[1],
    }
