"""Forums: topics, their errors in Telegram's words, and a group that gets another id."""

from __future__ import annotations

from typing import Any

import pytest

from bot.gateway.world.world import World
from tests.gateway.telegram import Bot, RefusedError
from tests.phone import call
from tests.player import Player


@pytest.fixture
async def forum(bot: Bot, world: World, mei: Player, lao_wang: Player) -> int:
    body = {"title": "值班", "owner": mei.id, "members": [lao_wang.id, bot.id], "is_forum": True}
    made = await call(bot.url, "POST", "/sim/groups", json=body)
    world.groups[made["id"]].statuses[bot.id] = "administrator"
    await bot.updates()
    return int(made["id"])


async def refused(bot: Bot, method: str, **parameters: Any) -> str:
    with pytest.raises(RefusedError) as caught:
        await bot(method, **parameters)
    return str(caught.value)


async def test_a_topic_takes_messages_and_says_where_they_stand(
    bot: Bot, forum: int, mei: Player
) -> None:
    assert (await bot("getChat", chat_id=forum))["is_forum"] is True
    made = await bot("createForumTopic", chat_id=forum, name="K-1", icon_color=16478047)
    assert (made["name"], made["icon_color"]) == ("K-1", 16478047)
    thread = made["message_thread_id"]
    sent = await bot("sendMessage", chat_id=forum, text="card", message_thread_id=thread)
    assert (sent["message_thread_id"], sent["is_topic_message"]) == (thread, True)
    assert sent["reply_to_message"]["forum_topic_created"]["name"] == "K-1"
    general = await bot("sendMessage", chat_id=forum, text="board")
    assert "message_thread_id" not in general
    (topic,) = (await mei.view(forum))["topics"]
    assert (topic["id"], topic["name"], topic["is_closed"]) == (thread, "K-1", False)


async def test_what_a_person_writes_in_a_topic_comes_with_it(
    bot: Bot, forum: int, mei: Player
) -> None:
    topic = await call(
        bot.url, "POST", "/sim/topic", json={"user": mei.id, "chat": forum, "name": "x"}
    )
    body = {"user": mei.id, "chat": forum, "text": "谁去？", "thread": topic["id"]}
    await call(bot.url, "POST", "/sim/send", json=body)
    message = (await bot.updates())[-1]["message"]
    assert (message["message_thread_id"], message["is_topic_message"]) == (topic["id"], True)
    assert "forum_topic_created" in message["reply_to_message"]


async def test_a_reply_to_a_message_of_a_topic_goes_there(bot: Bot, forum: int) -> None:
    thread = (await bot("createForumTopic", chat_id=forum, name="x"))["message_thread_id"]
    card = await bot("sendMessage", chat_id=forum, text="card", message_thread_id=thread)
    reply = {"message_id": card["message_id"]}
    sent = await bot("sendMessage", chat_id=forum, text="!", reply_parameters=reply)
    assert sent["message_thread_id"] == thread
    assert sent["reply_to_message"]["text"] == "card"


async def test_every_sending_method_knows_topics(bot: Bot, forum: int) -> None:
    thread = (await bot("createForumTopic", chat_id=forum, name="x"))["message_thread_id"]
    where = {"chat_id": forum, "message_thread_id": thread}
    place = {"latitude": 30.4, "longitude": 112.9}
    first = await bot("sendLocation", **where, **place)
    card = {"phone_number": "10086", "first_name": "x"}
    for sent in [
        first,
        await bot("sendContact", **where, **card),
        await bot("forwardMessage", **where, from_chat_id=forum, message_id=first["message_id"]),
    ]:
        assert sent["message_thread_id"] == thread
    assert await bot("sendChatAction", **where, action="typing") is True
    lost = {"chat_id": forum, "message_thread_id": thread + 999}
    for method, extra in [
        ("sendMessage", {"text": "x"}),
        ("sendLocation", place),
        ("sendContact", card),
        ("sendChatAction", {"action": "typing"}),
        ("copyMessage", {"from_chat_id": forum, "message_id": first["message_id"]}),
        ("forwardMessage", {"from_chat_id": forum, "message_id": first["message_id"]}),
        ("copyMessages", {"from_chat_id": forum, "message_ids": [first["message_id"]]}),
    ]:
        words = await refused(bot, method, **lost, **extra)
        assert words == "Bad Request: message thread not found", method


async def test_a_topic_is_renamed_closed_opened_again_and_deleted(
    bot: Bot, forum: int, mei: Player
) -> None:
    thread = (await bot("createForumTopic", chat_id=forum, name="x"))["message_thread_id"]
    where = {"chat_id": forum, "message_thread_id": thread}
    assert await bot("editForumTopic", **where, name="y")
    assert await refused(bot, "editForumTopic", **where, name="y") == (
        "Bad Request: TOPIC_NOT_MODIFIED"
    )
    assert await bot("closeForumTopic", **where)
    assert await refused(bot, "closeForumTopic", **where) == "Bad Request: TOPIC_NOT_MODIFIED"
    (topic,) = (await mei.view(forum))["topics"]
    assert (topic["name"], topic["is_closed"]) == ("y", True)
    assert await bot("sendMessage", **where, text="an administrator still may")
    assert await bot("reopenForumTopic", **where)
    assert await bot("deleteForumTopic", **where)
    view = await mei.view(forum)
    assert view["topics"] == []
    assert [each for each in view["messages"] if each.get("message_thread_id")] == []
    words = await refused(bot, "sendMessage", **where, text="x")
    assert words == "Bad Request: message thread not found"
    assert await refused(bot, "closeForumTopic", **where) == "Bad Request: TOPIC_ID_INVALID"


async def test_a_closed_topic_is_shut_to_members(
    bot: Bot, world: World, forum: int, lao_wang: Player
) -> None:
    thread = (await bot("createForumTopic", chat_id=forum, name="x"))["message_thread_id"]
    await bot("closeForumTopic", chat_id=forum, message_thread_id=thread)
    body = {"user": lao_wang.id, "chat": forum, "text": "x", "thread": thread}
    with pytest.raises(AssertionError, match="this topic is closed"):
        await call(bot.url, "POST", "/sim/send", json=body)
    world.groups[forum].statuses[bot.id] = "member"
    words = await refused(bot, "sendMessage", chat_id=forum, message_thread_id=thread, text="x")
    assert words == "Bad Request: TOPIC_CLOSED"


async def test_topics_need_a_forum_and_the_right(
    bot: Bot, world: World, forum: int, mei: Player
) -> None:
    world.groups[forum].statuses[bot.id] = "member"
    words = await refused(bot, "createForumTopic", chat_id=forum, name="x")
    assert words == "Bad Request: not enough rights to create a topic"
    world.groups[forum].statuses[bot.id] = "administrator"
    assert await refused(bot, "createForumTopic", chat_id=forum, name="x" * 129) == (
        "Bad Request: TOPIC_TITLE_TOO_LONG"
    )
    words = await refused(bot, "createForumTopic", chat_id=forum, name="x", icon_color=1)
    assert words == "Bad Request: TOPIC_ICON_COLOR_INVALID"
    body = {"user": mei.id, "chat": forum, "is_forum": False}
    await call(bot.url, "POST", "/sim/forum", json=body)
    words = await refused(bot, "createForumTopic", chat_id=forum, name="x")
    assert words == "Bad Request: the chat is not a forum"


async def test_an_upgraded_group_has_another_id_and_says_so_everywhere(
    bot: Bot, world: World, mei: Player, lao_wang: Player
) -> None:
    body = {
        "title": "值班",
        "owner": mei.id,
        "members": [lao_wang.id, bot.id],
        "type": "group",
    }
    old = (await call(bot.url, "POST", "/sim/groups", json=body))["id"]
    card = await bot("sendMessage", chat_id=old, text="card")
    await bot.updates()
    new = (await call(bot.url, "POST", "/sim/upgrade", json={"user": mei.id, "chat": old}))["id"]
    kinds = [each["message"] for each in (await bot.updates()) if "message" in each]
    assert {m.get("migrate_to_chat_id") for m in kinds} >= {new}
    assert {m.get("migrate_from_chat_id") for m in kinds} >= {old}
    for method, extra in [
        ("sendMessage", {"text": "x"}),
        ("getChat", {}),
        ("getChatMember", {"user_id": mei.id}),
        ("editMessageText", {"message_id": card["message_id"], "text": "y"}),
    ]:
        with pytest.raises(RefusedError) as caught:
            await bot(method, chat_id=old, **extra)
        assert caught.value.body["parameters"] == {"migrate_to_chat_id": new}, method
        assert "upgraded to a supergroup" in str(caught.value)
    assert await bot("sendMessage", chat_id=new, text="here")
    assert (await bot("getChatMember", chat_id=new, user_id=lao_wang.id))["status"] == "member"
    chats = await call(bot.url, "GET", "/sim/state", params={"user": lao_wang.id})
    assert old not in [each["id"] for each in chats["chats"]]
    assert new in [each["id"] for each in chats["chats"]]
