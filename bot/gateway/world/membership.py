"""Joining, leaving, roles and blocking, with the updates that bots get of them."""

from __future__ import annotations

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


def member_json(user: User, status: Status) -> JSON:
    shown: JSON = {"user": user.to_json(), "status": status}
    if status == "creator":
        return shown | {"is_anonymous": False}
    if status == "administrator":
        rights = dict.fromkeys(_ADMIN_RIGHTS, True)
        return shown | {"can_be_edited": False, "is_anonymous": False} | rights
    return shown | {"until_date": 0} if status == "kicked" else shown


def set_status(world: World, chat: Chat, actor: User, user: User, status: Status) -> None:
    """Change what somebody is in the chat; whoever comes or goes leaves a service message."""
    old = chat.status_of(user.id)
    if old == status:
        return
    coming, going = old not in PRESENT, status not in PRESENT
    if going:
        _announce(world, chat, actor, {"left_chat_member": user})
    chat.statuses[user.id] = status
    for bot in world.bots_in(chat):
        bot.known_users.update(each for each in chat.statuses if chat.has(each))
    _tell_bots(world, chat, actor, (user, old, status))
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
    payload = _change_json(world, chat, person, (bot.user, *states), bot.id)
    queue_update(world, bot, "my_chat_member", payload, f"mine:{chat.id}")
    tell_chat(world, chat)


def _announce(world: World, chat: Chat, actor: User, content: JSON) -> None:
    post(world, chat, actor, Draft(content=content, is_service=True))


def _tell_bots(world: World, chat: Chat, actor: User, change: tuple[User, Status, Status]) -> None:
    user = change[0]
    if user.id in world.bots:
        payload = _change_json(world, chat, actor, change, user.id)
        queue_update(world, world.bots[user.id], "my_chat_member", payload, f"mine:{chat.id}")
    for bot in world.bots_in(chat):
        if bot.id != user.id and chat.is_admin(bot.id):
            payload = _change_json(world, chat, actor, change, bot.id)
            queue_update(world, bot, "chat_member", payload, f"members:{user.id}")


def _change_json(
    world: World, chat: Chat, actor: User, change: tuple[User, Status, Status], viewer_id: int
) -> JSON:
    user, old, new = change
    return {
        "chat": render_chat(chat, viewer_id),
        "from": actor.to_json(),
        "date": world.now(),
        "old_chat_member": member_json(user, old),
        "new_chat_member": member_json(user, new),
    }
