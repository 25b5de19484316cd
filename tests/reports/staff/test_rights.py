"""Which rights the staff bot lacks in an admin chat is said there, and by the doctor."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from pydantic import AnyHttpUrl, SecretStr

from bot.app.chats_doctor import find_in_chats
from bot.settings import Settings, load_settings
from tests.keys import UNIT
from tests.phone import call
from tests.player import Player
from tests.reports.house import open_house
from tests.reports.staff.door import BOT, TOKEN, Door, open_door


@pytest.fixture
async def door(tmp_path: Path) -> AsyncIterator[Door]:
    async with open_house(tmp_path) as house, open_door(house) as opened:
        yield opened


async def lead(door: Door) -> Player:
    li = await door.person("李警官")
    door.group = await door.form(li)
    await door.bind(li, door.group)
    return li


NEEDED = {
    "administrator": "是管理员",
    "delete": "删除消息",
    "pin": "置顶消息",
    "topics": "管理话题",
}


async def give(door: Door, role: str, *without: str) -> None:
    body = {"chat": door.group, "user": BOT, "role": role, "without": list(without)}
    await call(door.base_url, "POST", "/sim/role", json=body)
    await door.quiet()


async def named(li: Player, door: Door) -> set[str]:
    """Return which rights the last of the bot's messages about them names."""
    await li.sees("我还需要", chat=door.group)
    texts = [each.get("text", "") for each in await li.messages(door.group)]
    last = [each for each in texts if "我还需要" in each][-1]
    return {name for name, words in NEEDED.items() if words in last}


async def test_binding_names_the_rights_that_the_bot_lacks(door: Door) -> None:
    li = await door.person("李警官")
    door.group = await door.form(li, is_forum=True)
    door.world.groups[door.group].statuses[BOT] = "member"
    await door.bind(li, door.group)
    assert await named(li, door) == set(NEEDED)


async def test_a_right_that_is_taken_is_named_and_the_last_that_comes_is_thanked(
    door: Door,
) -> None:
    li = await lead(door)
    texts = [each.get("text", "") for each in await li.messages(door.group)]
    assert not any("我还需要" in each for each in texts), "nothing is missing, nothing is said"
    await give(door, "administrator", "can_pin_messages", "can_manage_topics")
    assert await named(li, door) == {"pin"}, "a group without topics needs no right to them"
    assert [each.is_red for each in await find_in_chats(settings_of(door))] == [True]
    await give(door, "member")
    assert await named(li, door) == {"administrator", "delete", "pin"}
    await give(door, "administrator")
    await li.sees("需要的权限都有了", chat=door.group)
    assert await find_in_chats(settings_of(door)) == []


async def test_the_doctor_names_a_chat_that_the_bot_is_out_of(door: Door) -> None:
    await lead(door)
    await give(door, "kicked")
    (found,) = await find_in_chats(settings_of(door))
    assert (found.is_red, UNIT in found.sentence) == (True, True)
    nobody = AnyHttpUrl("http://127.0.0.1:9")
    away = settings_of(door).model_copy(update={"telegram_api": nobody})
    (found,) = await find_in_chats(away)
    assert (found.is_red, "could not be asked" in found.sentence) == (False, True)


def settings_of(door: Door) -> Settings:
    return load_settings(
        data_dir=door.house.folder,
        staff_bot_token=SecretStr(TOKEN),
        telegram_api=AnyHttpUrl(door.base_url),
        reports_database_url=door.house.engine.url.render_as_string(hide_password=False),
    )
