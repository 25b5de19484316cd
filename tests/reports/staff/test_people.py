"""Roles on buttons, and the end of somebody's time: at once, and with nothing left behind."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.reports.staff.people.ending import OnRemoved
from bot.reports.staff.rules import Role
from storage.reports.kinds import TipStatus
from tests.keys import UNIT
from tests.phone import call, words_of
from tests.player import Player
from tests.reports.house import open_house
from tests.reports.staff.door import BOT, Door, open_door

REFUSED = "您无权操作，或这条线索由别人承办。"


@pytest.fixture
async def door(tmp_path: Path) -> AsyncIterator[Door]:
    async with open_house(tmp_path) as house, open_door(house) as opened:
        yield opened


async def unit_of_two(door: Door, *more: Role) -> tuple[Player, Player, str]:
    """Return a supervisor, a colleague who handles reports, and his staff id."""
    li, wang = await door.person("李警官"), await door.person("王警官")
    door.group = await door.form(li, wang)
    await door.bind(li, door.group)
    return li, wang, await door.employ(wang, Role.TRIAGE, *more)


async def open_card(li: Player, name: str) -> dict[str, object]:
    await li.send(BOT, "/staff")
    panel = await li.sees("的人员")
    await li.tap(name, message=panel)
    return await li.sees(f"{name}\n", message=panel)


async def leave(door: Door, who: Player) -> None:
    await call(door.base_url, "POST", "/sim/leave", json={"chat": door.group, "user": who.id})
    await door.quiet()


async def test_a_supervisor_changes_roles_on_buttons(door: Door) -> None:
    li, wang, _wang_id = await unit_of_two(door)
    told: list[str] = []
    door.people.endings.on_removed.append(_remember(told))
    card = await open_card(li, "王警官")
    await li.tap("审计员", message=card)
    await li.sees("办理线索、审计员", message=card)
    assert await door.roles(wang) == {Role.TRIAGE, Role.AUDITOR}
    await li.tap("☑️ 办理线索", message=card)
    await door.quiet()
    assert await door.roles(wang) == {Role.AUDITOR}
    await li.tap("☑️ 审计员", message=card)
    await li.sees("请至少保留一项职责")
    assert await door.audited() == ["bound", "role_changed", "role_changed"]
    assert told == [_wang_id, _wang_id]


async def test_the_list_is_for_supervisors_and_never_for_the_group(door: Door) -> None:
    li, wang, _ = await unit_of_two(door)
    await wang.send(BOT, "/staff")
    await wang.sees(REFUSED)
    await li.send(door.group, "/staff")
    panel = await li.sees("的人员", chat=BOT)
    await wang.not_sees("的人员", chat=door.group)
    assert "王警官" not in words_of(panel)


async def test_nobody_gives_himself_money_and_a_unit_keeps_a_supervisor(door: Door) -> None:
    li, wang, _ = await unit_of_two(door)
    card = await open_card(li, "李警官")
    await li.tap("审批奖励", message=card)
    await li.sees("涉及奖金的职责不能自己给自己")
    await li.tap("负责人", message=card)
    await li.sees("每个单位都要有负责人")
    await li.tap("移出", message=card)
    await li.sees("移出本单位？", message=card)
    await li.tap("确认移出", message=card)
    await li.sees("每个单位都要有负责人")
    assert await door.roles(li) == {Role.SUPERVISOR, Role.TRIAGE}
    other = await open_card(li, "王警官")
    await li.tap("发放奖励", message=other)
    await li.sees("发放奖励", message=other)
    await li.tap("审批奖励", message=other)
    await li.sees("审批和发放由同一人负责", message=other)
    assert Role.PAYER in await door.roles(wang)


async def test_a_removed_officer_is_a_stranger_at_once_and_his_tips_wait_again(
    door: Door,
) -> None:
    li, wang, wang_id = await unit_of_two(door)
    told: list[str] = []
    door.people.endings.on_removed.append(_remember(told))
    taken = await door.tip(holder=wang_id, status=TipStatus.TAKEN)
    asked = await door.tip(holder=wang_id, status=TipStatus.ASKED)
    closed = await door.tip(holder=wang_id, status=TipStatus.CLOSED)
    card = await open_card(li, "王警官")
    await li.tap("移出", message=card)
    await li.sees("移出本单位？", message=card)
    await li.tap("确认移出", message=card)
    await li.sees("的人员", message=card)
    assert await door.roles(wang) == frozenset()
    found = [await door.find_tip(tip) for tip in (taken, asked, closed)]
    assert [tip.holder_id for tip in found] == [None] * 3
    assert [tip.status for tip in found] == [TipStatus.NEW, TipStatus.ASKED, TipStatus.CLOSED]
    assert sorted(row["tip"] for row in await door.rows("card")) == sorted([taken.id, asked.id])
    assert told == [wang_id]
    assert sorted(await door.audited()) == ["bound", "removed", "returned", "returned"]
    await wang.send(BOT, "/staff")
    await wang.sees(REFUSED)
    await wang.send(BOT, "/start")
    await wang.sees("由本单位负责人发链接邀请加入")


@pytest.mark.parametrize("is_told", [True, False])
async def test_who_leaves_the_chat_loses_everything_told_or_found_at_the_next_tap(
    door: Door, *, is_told: bool
) -> None:
    _li, wang, wang_id = await unit_of_two(door)
    tip = await door.tip(holder=wang_id, status=TipStatus.TAKEN)
    if is_told:
        await leave(door, wang)
    else:
        door.world.groups[door.group].statuses[wang.id] = "left"
        assert await door.roles(wang) == {Role.TRIAGE}
        await wang.send(BOT, "/staff")
        await wang.sees(REFUSED)
    assert await door.roles(wang) == frozenset()
    assert (await door.find_tip(tip)).holder_id is None
    await call(door.base_url, "POST", "/sim/join", json={"chat": door.group, "user": wang.id})
    await wang.send(BOT, "/staff")
    await wang.sees(REFUSED)
    assert await door.roles(wang) == frozenset(), "only a new invitation lets him back in"


async def test_a_group_that_cannot_be_asked_removes_nobody(door: Door) -> None:
    _li, wang, _ = await unit_of_two(door)
    door.world.groups[door.group].statuses[BOT] = "kicked"
    await wang.send(BOT, "/staff")
    await wang.sees(REFUSED)
    assert await door.roles(wang) == {Role.TRIAGE}


async def test_the_last_supervisor_who_leaves_is_missed(door: Door) -> None:
    li, wang, _ = await unit_of_two(door)
    await leave(door, li)
    assert await door.rows("staff_notice") == [{"notice": "supervisor"}]
    await door.worker().serve_once()
    await wang.sees("本单位已没有负责人", chat=door.group)


async def test_who_knew_the_passphrase_leaves_a_red_mark(door: Door) -> None:
    li, wang, _ = await unit_of_two(door)
    card = await open_card(li, "王警官")
    await li.tap("知道密钥口令：否", message=card)
    await door.quiet()
    staff = await door.staff(wang)
    assert staff is not None
    assert staff.knows_passphrase
    await leave(door, wang)
    assert (await door.unit()).exposed_wrapping == b"first"
    assert await door.rows("staff_notice") == [{"notice": "keys_exposed"}]
    await door.worker().serve_once()
    await li.sees("离开的人知道密钥口令", chat=door.group)


async def test_who_did_not_know_it_leaves_none(door: Door) -> None:
    _li, wang, _ = await unit_of_two(door)
    await leave(door, wang)
    assert (await door.unit()).exposed_wrapping is None


async def test_supervisors_of_another_unit_change_nobody_here(door: Door) -> None:
    li, wang, wang_id = await unit_of_two(door)
    zhao = await door.person("赵警官")
    there = await door.form(zhao)
    await door.bind(zhao, there, "xiantao")
    card = await open_card(li, "王警官")
    view = await zhao.view(BOT)
    message = view["messages"][-1]
    private = door.world.private[(zhao.id, BOT)].messages[message["message_id"]]
    for step in ("list", "show", "roles", "knows", "forgot", "ask", "remove"):
        data = f"stf:{step}:{wang_id}:tsapu"
        private.offered_data.add(data)
        body = {
            "user": zhao.id,
            "chat": BOT,
            "message_id": message["message_id"],
            "data": data,
            "wait": 5,
        }
        made = await call(door.base_url, "POST", "/sim/tap", json=body)
        assert made["answer"]["text"] == REFUSED, step
    assert await door.roles(wang) == {Role.TRIAGE}
    assert card["message_id"]
    assert await door.roles(zhao, "xiantao") == {Role.SUPERVISOR, Role.TRIAGE}
    assert await door.roles(zhao, UNIT) == frozenset()


def _remember(told: list[str]) -> OnRemoved:
    async def remember(staff_id: str) -> None:
        told.append(staff_id)

    return remember
