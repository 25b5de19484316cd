"""Groups made and used over the simulation API."""

from __future__ import annotations

import pytest

from tests.gateway.telegram import Bot
from tests.phone import RefusedError, call
from tests.player import Player


@pytest.fixture
async def chat(staff_bot: Bot, mei: Player, lao_wang: Player) -> int:
    body = {"title": "指挥中心", "owner": mei.id, "members": [lao_wang.id, staff_bot.id]}
    made = await call(staff_bot.url, "POST", "/sim/groups", json=body)
    assert (made["type"], made["title"]) == ("supergroup", "指挥中心")
    return int(made["id"])


async def test_a_group_with_a_bot_tells_the_bot_and_shows_on_phones(
    staff_bot: Bot, chat: int, mei: Player, lao_wang: Player
) -> None:
    mine, service = await staff_bot.updates()
    assert mine["my_chat_member"]["new_chat_member"]["status"] == "member"
    assert service["message"]["new_chat_members"][0]["username"] == "staff_bot"
    assert (await mei.view("指挥中心"))["role"] == "creator"
    view = await lao_wang.view(chat)
    assert (view["role"], view["can_write"]) == ("member", True)
    assert {each["id"] for each in view["members"]} == {mei.id, lao_wang.id, staff_bot.id}


async def test_a_bot_made_administrator_hears_everything(
    staff_bot: Bot, chat: int, lao_wang: Player
) -> None:
    role = {"chat": chat, "user": staff_bot.id, "role": "administrator"}
    await call(staff_bot.url, "POST", "/sim/role", json=role)
    await lao_wang.send(chat, "报告")
    assert (await staff_bot.updates())[-1]["message"]["text"] == "报告"
    member = await staff_bot("getChatMember", chat_id=chat, user_id=staff_bot.id)
    assert member["can_delete_messages"] is True


async def test_whoever_left_no_longer_sees_the_group(
    staff_bot: Bot, chat: int, mei: Player, lao_wang: Player
) -> None:
    body = {"chat": chat, "user": lao_wang.id}
    await call(staff_bot.url, "POST", "/sim/leave", json=body)
    with pytest.raises(RefusedError, match="there is no such chat"):
        await lao_wang.send(chat, "still here?")
    assert (await mei.messages(chat))[-1]["left_chat_member"]["id"] == lao_wang.id


async def test_in_a_group_people_change_only_their_own_words(
    chat: int, mei: Player, lao_wang: Player
) -> None:
    said = await lao_wang.send(chat, "typo")
    theirs = await mei.send(chat, "mine")
    assert (await lao_wang.edit(said, "type", chat=chat))["text"] == "type"
    with pytest.raises(RefusedError, match="somebody else's message"):
        await lao_wang.edit(theirs, "yours", chat=chat)
    with pytest.raises(RefusedError, match="only an administrator"):
        await lao_wang.delete(theirs, chat=chat)
    await mei.delete(said, chat=chat)
    await lao_wang.no_longer_sees("type", chat=chat)


async def test_a_selective_keyboard_is_for_whom_it_answers(
    staff_bot: Bot, chat: int, mei: Player, lao_wang: Player
) -> None:
    said = await lao_wang.send(chat, "/take@staff_bot")
    markup = {"keyboard": [["Take"]], "selective": True}
    reply = {"message_id": said["message_id"]}
    parameters = {"reply_parameters": reply, "reply_markup": markup}
    await staff_bot("sendMessage", chat_id=chat, text="?", **parameters)
    assert await lao_wang.buttons(chat) == ["Take"]
    assert await mei.buttons(chat) == []
