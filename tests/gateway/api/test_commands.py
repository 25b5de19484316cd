"""Command lists: the narrowest scope and language win."""

from __future__ import annotations

from typing import Any

import pytest

from tests.gateway.telegram import Bot, RefusedError
from tests.phone import call
from tests.player import Player
from tests.walking import each_of


async def store(bot: Bot, name: str, **where: Any) -> None:
    commands = [{"command": name, "description": name}]
    assert await bot("setMyCommands", commands=commands, **where)


async def menu(player: Player, chat: int | str) -> list[str]:
    return [each["command"] for each in (await player.view(chat))["commands"]]


async def test_lists_are_kept_by_scope_and_language(bot: Bot) -> None:
    private = {"type": "all_private_chats"}
    await store(bot, "plain")
    await store(bot, "private_zh", scope=private, language_code="zh")
    assert await bot("getMyCommands") == [{"command": "plain", "description": "plain"}]
    assert await bot("getMyCommands", scope=private) == []
    found = await bot("getMyCommands", scope=private, language_code="zh")
    assert [each["command"] for each in found] == ["private_zh"]
    await bot("deleteMyCommands")
    assert await bot("getMyCommands") == []


async def test_a_phone_shows_the_narrowest_list_in_its_language(bot: Bot, mei: Player) -> None:
    john = await Player.create(bot.url, "John", "en")
    await john.send(bot.id, "/start")
    cases: list[tuple[str, dict[str, Any]]] = [
        ("default", {}),
        ("default_zh", {"language_code": "zh"}),
        ("private", {"scope": {"type": "all_private_chats"}}),
        ("mine", {"scope": {"type": "chat", "chat_id": mei.id}}),
    ]
    for expected, where in cases:
        await store(bot, expected, **where)
        assert await menu(mei, bot.id) == [expected]
    assert await menu(john, bot.id) == ["private"]


async def test_administrators_of_a_group_have_their_own_list(
    bot: Bot, group: int, mei: Player, lao_wang: Player
) -> None:
    await store(bot, "everybody", scope={"type": "all_group_chats"})
    await store(bot, "admins", scope={"type": "all_chat_administrators"})
    assert (await menu(mei, group), await menu(lao_wang, group)) == (["admins"], ["everybody"])
    one = {"type": "chat_member", "chat_id": group, "user_id": lao_wang.id}
    await store(bot, "wang", scope=one)
    assert await menu(lao_wang, group) == ["wang"]


@each_of(
    "parameters, sentence",
    [
        ({"commands": [{"command": "Start", "description": "x"}]}, "BOT_COMMAND_INVALID"),
        ({"commands": [{"command": "a" * 33, "description": "x"}]}, "BOT_COMMAND_INVALID"),
        ({"commands": [{"command": "a", "description": " "}]}, "BOT_COMMAND_DESCRIPTION_INVALID"),
        (
            {"commands": [{"command": "a", "description": "x"}] * 101},
            "BOT_COMMANDS_TOO_MUCH",
        ),
        ({"commands": [], "language_code": "zh-hans"}, "invalid language code specified"),
        ({"commands": "{"}, "can't parse commands JSON object"),
        ({"commands": [], "scope": {"type": "chat", "chat_id": 5}}, "chat not found"),
    ],
)
async def test_a_bad_list_is_refused(bot: Bot, parameters: dict[str, Any], sentence: str) -> None:
    with pytest.raises(RefusedError) as caught:
        await bot("setMyCommands", **parameters)
    assert str(caught.value) == f"Bad Request: {sentence}"


async def test_phones_are_told_of_new_commands(bot: Bot, mei: Player) -> None:
    state = await call(bot.url, "GET", "/sim/state", params={"user": mei.id})
    await store(bot, "fresh")
    query = {"user": mei.id, "after": state["seq"]}
    [event] = (await call(bot.url, "GET", "/sim/changes", params=query))["events"]
    assert event["kind"] == "commands"
    assert event["data"]["commands"] == [{"command": "fresh", "description": "fresh"}]


async def test_the_menu_button_is_kept(bot: Bot) -> None:
    assert await bot("setChatMenuButton", menu_button={"type": "commands"})
    assert await bot("getChatMenuButton") == {"type": "commands"}
