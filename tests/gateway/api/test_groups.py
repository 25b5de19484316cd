"""Groups: privacy, roles, members, pins."""

from __future__ import annotations

from typing import Any

import pytest

from bot.gateway.world import World
from tests.gateway.telegram import Bot, RefusedError
from tests.phone import call
from tests.player import Player


async def heard(bot: Bot, **parameters: Any) -> list[str]:
    """Return the new messages' words, and confirm them."""
    updates = await bot.updates(**parameters)
    if updates:
        await bot.updates(offset=updates[-1]["update_id"] + 1)
    messages = [each["message"] for each in updates if "message" in each]
    return [each["text"] for each in messages if "text" in each]


async def test_privacy_mode_hides_what_is_not_for_the_bot(
    bot: Bot, group: int, lao_wang: Player
) -> None:
    for text in ("hello all", "/start", "/help@public_bot", "/help@other_bot", "hi @public_bot"):
        await lao_wang.send(group, text)
    assert await heard(bot) == ["/start", "/help@public_bot"]


async def test_privacy_mode_lets_replies_to_the_bot_through(
    bot: Bot, group: int, lao_wang: Player
) -> None:
    asked = await bot("sendMessage", chat_id=group, text="Well?")
    await lao_wang.send(group, "indeed", reply_to=asked)
    assert await heard(bot) == ["indeed"]


async def test_a_bare_command_goes_to_the_bot_that_wrote_last(
    bot: Bot, staff_bot: Bot, world: World, group: int, lao_wang: Player
) -> None:
    world.groups[group].statuses[staff_bot.id] = "member"
    await bot("sendMessage", chat_id=group, text="here")
    await lao_wang.send(group, "/next")
    assert (await heard(bot), await heard(staff_bot)) == (["/next"], [])


@pytest.mark.parametrize("reason", ["administrator", "setting"])
async def test_an_administrator_or_a_trusted_bot_hears_everything(
    bot: Bot, world: World, group: int, lao_wang: Player, reason: str
) -> None:
    if reason == "setting":
        world.bots[bot.id].can_read_all_group_messages = True
    else:
        world.groups[group].statuses[bot.id] = "administrator"
    await lao_wang.send(group, "hello all")
    assert await heard(bot) == ["hello all"]


async def test_bots_do_not_hear_one_another(
    bot: Bot, staff_bot: Bot, world: World, group: int
) -> None:
    world.groups[group].statuses[staff_bot.id] = "administrator"
    await bot("sendMessage", chat_id=group, text="/start")
    assert await staff_bot.updates() == []


async def test_adding_a_bot_tells_it_and_the_group(
    staff_bot: Bot, group: int, lao_wang: Player
) -> None:
    body = {"chat": group, "user": staff_bot.id}
    await call(staff_bot.url, "POST", "/sim/join", json=body)
    mine, service = await staff_bot.updates()
    change = mine["my_chat_member"]
    assert change["old_chat_member"]["status"] == "left"
    assert change["new_chat_member"]["status"] == "member"
    assert service["message"]["new_chat_members"][0]["id"] == staff_bot.id
    view = await lao_wang.view(group)
    assert staff_bot.id in [each["id"] for each in view["members"]]


async def test_a_removed_bot_may_no_longer_write(bot: Bot, group: int) -> None:
    body = {"chat": group, "user": bot.id}
    await call(bot.url, "POST", "/sim/role", json=body | {"role": "kicked"})
    with pytest.raises(RefusedError) as caught:
        await bot("sendMessage", chat_id=group, text="hello?")
    assert caught.value.status == 403
    assert str(caught.value) == "Forbidden: bot was kicked from the supergroup chat"
    await call(bot.url, "POST", "/sim/join", json=body)
    await bot("leaveChat", chat_id=group)
    with pytest.raises(RefusedError) as caught:
        await bot("getChat", chat_id=group)
    assert str(caught.value) == "Forbidden: bot is not a member of the supergroup chat"


async def test_a_group_the_bot_never_saw_is_not_found(staff_bot: Bot, group: int) -> None:
    with pytest.raises(RefusedError, match="Bad Request: chat not found"):
        await staff_bot("sendMessage", chat_id=group, text="hello?")


async def test_members_and_administrators_are_told(
    bot: Bot, group: int, mei: Player, lao_wang: Player
) -> None:
    chat = await bot("getChat", chat_id=group)
    assert (chat["title"], chat["type"]) == ("班级", "supergroup")
    assert await bot("getChatMemberCount", chat_id=group) == 3
    owner, *others = await bot("getChatAdministrators", chat_id=group)
    assert (owner["user"]["id"], owner["status"], others) == (mei.id, "creator", [])
    member = await bot("getChatMember", chat_id=group, user_id=lao_wang.id)
    assert member["status"] == "member"
    role = {"chat": group, "user": lao_wang.id, "role": "administrator"}
    await call(bot.url, "POST", "/sim/role", json=role)
    assert len(await bot("getChatAdministrators", chat_id=group)) == 2
    await call(bot.url, "POST", "/sim/leave", json={"chat": group, "user": lao_wang.id})
    gone = await bot("getChatMember", chat_id=group, user_id=lao_wang.id)
    assert gone["status"] == "left"
    with pytest.raises(RefusedError, match="user not found"):
        await bot("getChatMember", chat_id=group, user_id=1)


async def test_an_administrator_bot_hears_of_role_changes_if_it_asked(
    bot: Bot, world: World, group: int, lao_wang: Player
) -> None:
    world.groups[group].statuses[bot.id] = "administrator"
    await bot.updates(allowed_updates=["chat_member"])
    role = {"chat": group, "user": lao_wang.id, "role": "administrator"}
    await call(bot.url, "POST", "/sim/role", json=role)
    change = (await bot.updates())[0]["chat_member"]
    assert change["new_chat_member"]["user"]["id"] == lao_wang.id


async def test_pinning_in_a_group_needs_the_right_and_is_announced(
    bot: Bot, world: World, group: int, lao_wang: Player
) -> None:
    sent = await bot("sendMessage", chat_id=group, text="Rules")
    where = {"chat_id": group, "message_id": sent["message_id"]}
    with pytest.raises(RefusedError, match="not enough rights to manage pinned messages"):
        await bot("pinChatMessage", **where)
    world.groups[group].statuses[bot.id] = "administrator"
    await bot("pinChatMessage", **where)
    view = await lao_wang.view(group)
    assert view["pinned"]["text"] == "Rules"
    assert view["messages"][-1]["pinned_message"]["text"] == "Rules"
    assert (await bot("getChat", chat_id=group))["pinned_message"]["text"] == "Rules"
    await bot("unpinChatMessage", chat_id=group)
    assert (await lao_wang.view(group))["pinned"] is None
    with pytest.raises(RefusedError, match="message to unpin not found"):
        await bot("unpinChatMessage", chat_id=group)


async def test_private_chats_have_no_administrators(bot: Bot, mei: Player) -> None:
    with pytest.raises(RefusedError, match="there are no administrators in the private chat"):
        await bot("getChatAdministrators", chat_id=mei.id)
