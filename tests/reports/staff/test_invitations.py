"""Invited by a link that works once, and only into a chat that one is in."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from bot.reports.staff.rules import Role, store_roles
from storage.reports.invitations import Invitation
from tests.keys import UNIT
from tests.phone import call, words_of
from tests.player import Player
from tests.reports.house import open_house
from tests.reports.staff.door import BOT, Door, link_in, open_door

REFUSED = "您无权操作，或这条线索由别人承办。"
NO_GOOD = "这个邀请已被使用或已过期"


@pytest.fixture
async def door(tmp_path: Path) -> AsyncIterator[Door]:
    async with open_house(tmp_path) as house, open_door(house) as opened:
        yield opened


async def lead(door: Door, *members: Player) -> Player:
    """Let Li bind a chat, with others in it who are nobody yet."""
    li = await door.person("李警官")
    door.group = await door.form(li, *members)
    await door.bind(li, door.group)
    return li


async def link_of(li: Player, *ticks: str) -> str:
    """Let the supervisor make a link, and return what opens it."""
    await li.send(BOT, "/invite")
    panel = await li.sees("邀请同事加入")
    for tick in ticks:
        await li.tap(tick, message=panel)
        panel = await li.sees(tick, message=panel)
    await li.tap("生成链接", message=panel)
    return link_in(words_of(await li.sees("只能用一次", message=panel)))


async def test_who_binds_the_chat_leads_the_unit(door: Door) -> None:
    li = await lead(door)
    assert await door.roles(li) == {Role.SUPERVISOR, Role.TRIAGE}
    await li.send(BOT, "/start")
    await li.sees("您已上岗")
    assert await door.audited() == ["bound"]


async def test_a_colleague_comes_in_by_a_link_with_the_roles_that_were_ticked(
    door: Door,
) -> None:
    wang = await door.person("王警官")
    li = await lead(door, wang)
    opening = await link_of(li, "审计员")
    await wang.send(BOT, opening)
    await wang.sees("欢迎加入。您在本单位的职责：办理线索、审计员。")
    assert await door.roles(wang) == {Role.TRIAGE, Role.AUDITOR}
    assert await door.audited() == ["bound", "invited", "joined"]
    async with door.house.work() as work:
        (row,) = (await work.session.execute(select(Invitation))).scalars()
    assert opening.split("inv_")[1] not in repr(vars(row))
    assert row.until.minute == 0


async def test_a_link_is_good_once_but_its_own_guest_is_answered_alike(door: Door) -> None:
    wang, zhao = await door.person("王警官"), await door.person("赵警官")
    li = await lead(door, wang, zhao)
    opening = await link_of(li)
    await wang.send(BOT, opening)
    await wang.sees("欢迎加入")
    await zhao.send(BOT, opening)
    await zhao.sees(NO_GOOD)
    assert await door.roles(zhao) == frozenset()
    await wang.send(BOT, opening)
    await door.quiet()
    assert [NO_GOOD in words_of(each) for each in await wang.messages(BOT)].count(True) == 0


async def test_twenty_who_open_a_link_at_once_are_one(door: Door) -> None:
    crowd = [await door.person(f"第{number}位") for number in range(8)]
    li = await lead(door, *crowd)
    opening = await link_of(li)
    for each in crowd:
        await each.send(BOT, opening)
    await door.quiet()
    assert [bool(await door.roles(each)) for each in crowd].count(True) == 1


async def test_who_is_not_in_the_chat_is_told_to_join_and_the_link_stays_good(
    door: Door,
) -> None:
    li, wang = await lead(door), await door.person("王警官")
    opening = await link_of(li)
    await wang.send(BOT, opening)
    await wang.sees("请先加入本单位的值班群，再打开这个链接。链接仍然有效。")
    assert await door.roles(wang) == frozenset()
    place = {"chat": door.group, "user": wang.id}
    await call(door.base_url, "POST", "/sim/join", json=place)
    await wang.send(BOT, opening)
    await wang.sees("欢迎加入")


async def test_a_link_ends_within_a_day(door: Door) -> None:
    wang = await door.person("王警官")
    li = await lead(door, wang)
    opening = await link_of(li)
    door.house.clock.now += timedelta(hours=24)
    await wang.send(BOT, opening)
    await wang.sees(NO_GOOD)
    door.house.clock.now -= timedelta(hours=1)
    await wang.send(BOT, opening)
    await wang.sees("欢迎加入")


@pytest.mark.parametrize("payload", ["inv_", "inv_00000000000000000000", "inv_" + "x" * 60])
async def test_what_is_no_link_is_refused_as_kindly(door: Door, payload: str) -> None:
    wang = await door.person("王警官")
    await lead(door, wang)
    await wang.send(BOT, f"/start {payload}")
    await wang.sees(NO_GOOD)


async def test_nobody_invites_himself_to_more(door: Door) -> None:
    li = await lead(door)
    await li.send(BOT, await link_of(li, "审批奖励", "发放奖励"))
    await li.sees("不能邀请自己")
    assert await door.roles(li) == {Role.SUPERVISOR, Role.TRIAGE}


async def test_both_roles_over_money_are_warned_of(door: Door) -> None:
    li = await lead(door)
    await li.send(BOT, "/invite")
    panel = await li.sees("邀请同事加入")
    await li.tap("审批奖励", message=panel)
    await li.sees("审批奖励", message=panel)
    await li.tap("发放奖励", message=panel)
    await li.sees("审批和发放由同一人负责", message=panel)


async def test_a_link_needs_a_role(door: Door) -> None:
    li = await lead(door)
    await li.send(BOT, "/invite")
    panel = await li.sees("邀请同事加入")
    await li.tap("☑️ 办理线索", message=panel)
    await li.sees("职责：—", message=panel)
    await li.tap("生成链接", message=panel)
    await li.sees("请至少勾选一项职责")


async def test_a_panel_makes_one_link_however_often_it_is_tapped(door: Door) -> None:
    wang = await door.person("王警官")
    li = await lead(door, wang)
    await li.send(BOT, "/invite")
    panel = await li.sees("邀请同事加入")
    data = panel["reply_markup"]["inline_keyboard"][-1][0]["callback_data"]
    await li.tap_data(data, panel)
    await li.sees("只能用一次", message=panel)
    first = link_in(
        words_of(next(m for m in await li.messages(BOT) if "只能用一次" in words_of(m)))
    )
    await li.tap_data(data, panel)
    await door.quiet()
    second = link_in(words_of((await li.messages(BOT))[-1]))
    assert first != second
    await wang.send(BOT, first)
    await wang.sees(NO_GOOD)
    await wang.send(BOT, second)
    await wang.sees("欢迎加入")
    await li.tap_data(data, panel)
    await li.sees("这个链接已生成并被使用")


async def test_only_a_supervisor_invites_and_in_a_group_the_panel_comes_in_private(
    door: Door,
) -> None:
    wang, sun = await door.person("王警官"), await door.person("孙某")
    li = await lead(door, wang)
    await door.employ(wang, Role.TRIAGE)
    for player in (wang, sun):
        await player.send(BOT, "/invite")
        await player.sees(REFUSED)
    await wang.send(door.group, "/invite")
    await wang.sees(REFUSED)
    await li.send(door.group, "/invite")
    await li.sees("邀请同事加入", chat=BOT)
    await wang.not_sees("邀请同事加入", chat=door.group)


async def test_a_link_dies_with_the_post_of_who_made_it(door: Door) -> None:
    wang, zhao = await door.person("王警官"), await door.person("赵警官")
    li = await lead(door, wang, zhao)
    await door.employ(wang, Role.SUPERVISOR)
    opening = await link_of(wang)
    place = {"chat": door.group, "user": wang.id}
    await call(door.base_url, "POST", "/sim/leave", json=place)
    await door.quiet()
    await zhao.send(BOT, opening)
    await zhao.sees(NO_GOOD)
    assert await door.roles(li) == {Role.SUPERVISOR, Role.TRIAGE}


async def test_a_link_dies_with_the_role_that_made_it(door: Door) -> None:
    """An accomplice with the link of a demoted supervisor does not take the unit over."""
    wang, zhao = await door.person("王警官"), await door.person("赵警官")
    li = await lead(door, wang, zhao)
    wang_id = await door.employ(wang, Role.SUPERVISOR, Role.TRIAGE)
    openings = [await link_of(wang), await link_of(wang)]
    async with door.house.work() as work:
        # Whatever takes the role away, also what forgets the links: acceptance asks again.
        (await work.staff.get(wang_id)).roles = store_roles({Role.TRIAGE})
        await work.commit()
    await zhao.send(BOT, openings[0])
    await zhao.sees(NO_GOOD)
    await door.employ(wang, Role.SUPERVISOR, Role.TRIAGE)
    await li.send(BOT, "/staff")
    panel = await li.sees("的人员")
    await li.tap("王警官", message=panel)
    card = await li.sees("王警官\n", message=panel)
    await li.tap("☑️ 负责人", message=card)
    await door.quiet()
    assert await door.roles(wang) == {Role.TRIAGE}
    await door.employ(wang, Role.SUPERVISOR, Role.TRIAGE)
    await zhao.send(BOT, openings[1])
    await zhao.sees(NO_GOOD)
    assert await door.roles(zhao) == frozenset()


async def test_it_reads_as_well_in_english(door: Door) -> None:
    boss, wang = await door.person("Li", "en"), await door.person("Wang", "en")
    door.group = await door.form(boss, wang)
    await door.bind(boss, door.group)
    await boss.send(BOT, "/invite")
    panel = await boss.sees(f"Invite a colleague to “{UNIT}”")
    await boss.tap("Make the link", message=panel)
    opening = link_in(words_of(await boss.sees("It works once", message=panel)))
    await wang.send(BOT, opening)
    await wang.sees("Welcome. In this unit you are: handles reports.")
    zhao = await door.person("Zhao", "en")
    await zhao.send(BOT, opening)
    await zhao.sees("This invitation was used already, or its time is over.")
