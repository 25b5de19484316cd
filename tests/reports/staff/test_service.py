"""Binding a chat, knowing who works there, and following the chat where it goes."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest
from sqlalchemy import select

from bot.reports.staff.rules import Role
from bot.reports.staff.service import Post
from storage.reports.kinds import TipStatus, cut_to_hour
from storage.reports.outbox import Outbox
from storage.reports.staff import Staff
from storage.reports.units import Unit
from tests.database_fixtures import on_both
from tests.keys import UNIT
from tests.reports.desk import ADMIN_CHAT, LI, STRANGER, WANG, Office

OTHER_CHAT = -1009876543210


async def unit_of(office: Office, unit: str = UNIT) -> Unit:
    async with office.house.work() as work:
        return await work.units.get(unit)


async def cards_waiting(office: Office) -> list[str]:
    async with office.house.work() as work:
        rows = (await work.session.execute(select(Outbox))).scalars()
        return sorted(row.payload["tip"] for row in rows if row.kind == "card")


async def code(office: Office, unit: str = UNIT) -> str:
    return await office.create_code(unit, "429005", "zh_Hans")


async def test_a_code_binds_one_chat_and_stands_nowhere_itself(office: Office) -> None:
    made = await code(office)
    assert await office.bind(ADMIN_CHAT, made, "en")
    unit = await unit_of(office)
    assert (unit.chat_id, unit.locale, unit.binding_until) == (ADMIN_CHAT, "en", None)
    assert made not in str(vars(unit))


@on_both
async def test_a_code_is_used_up_but_its_command_delivered_again_is_answered_alike(
    office: Office,
) -> None:
    made = await code(office)
    answers = [await office.bind(ADMIN_CHAT, made, "zh_Hans") for _ in range(5)]
    assert answers == [True] * 5
    assert not await office.bind(OTHER_CHAT, made, "zh_Hans")
    assert (await unit_of(office)).chat_id == ADMIN_CHAT


async def test_a_used_code_does_not_bind_again_once_the_unit_has_moved(office: Office) -> None:
    first = await code(office)
    await office.bind(ADMIN_CHAT, first, "zh_Hans")
    await office.bind(OTHER_CHAT, await code(office), "zh_Hans")
    assert not await office.bind(ADMIN_CHAT, first, "zh_Hans")
    assert (await unit_of(office)).chat_id == OTHER_CHAT


@pytest.mark.parametrize("typed", ["", "0" * 20, "x", "'; DROP TABLE units; --", "🔑" * 50])
async def test_a_wrong_code_binds_nothing(office: Office, typed: str) -> None:
    await code(office)
    assert not await office.bind(ADMIN_CHAT, typed, "zh_Hans")
    assert (await unit_of(office)).chat_id is None


async def test_a_code_is_good_for_an_hour(office: Office) -> None:
    made = await code(office)
    office.house.clock.now += timedelta(hours=1, seconds=1)
    assert not await office.bind(ADMIN_CHAT, made, "zh_Hans")
    office.house.clock.now -= timedelta(seconds=1)
    assert await office.bind(ADMIN_CHAT, made, "zh_Hans")


async def test_a_new_code_ends_the_one_before(office: Office) -> None:
    first, second = await code(office), await code(office)
    assert not await office.bind(ADMIN_CHAT, first, "zh_Hans")
    assert await office.bind(ADMIN_CHAT, second, "zh_Hans")


async def test_a_chat_serves_one_unit_only(office: Office) -> None:
    await office.open()
    assert not await office.bind(ADMIN_CHAT, await code(office, "xiantao"), "zh_Hans")
    assert (await unit_of(office, "xiantao")).chat_id is None
    assert (await unit_of(office)).chat_id == ADMIN_CHAT


@on_both
async def test_two_chats_with_the_same_code_at_once_bind_one(office: Office) -> None:
    made = await code(office)
    answers = await asyncio.gather(
        *(office.bind(chat, made, "zh_Hans") for chat in (ADMIN_CHAT, OTHER_CHAT)),
        return_exceptions=True,
    )
    assert answers.count(True) == 1
    bound = (await unit_of(office)).chat_id
    assert bound == (ADMIN_CHAT, OTHER_CHAT)[answers.index(True)]


@on_both
async def test_somebody_is_written_down_once_with_the_hour_only(office: Office) -> None:
    await office.open()
    posts = {await office.post(LI) for _ in range(3)}
    assert len(posts) == 1
    async with office.house.work() as work:
        (staff,) = (await work.session.execute(select(Staff))).scalars()
    assert staff.joined == cut_to_hour(office.house.clock.now)
    assert await office.find_posts(LI) == list(posts)


async def test_a_chat_that_is_no_units_makes_nobody_staff(office: Office) -> None:
    await office.open()
    assert await office.find_posts(STRANGER) == []
    assert await office.bind(OTHER_CHAT, "0" * 20, "zh_Hans", STRANGER) is False
    assert await office.find_posts(STRANGER) == []


async def test_who_binds_is_supervisor_and_who_writes_as_the_group_is_nobody(
    office: Office,
) -> None:
    made = await code(office)
    assert await office.bind(ADMIN_CHAT, made, "zh_Hans", LI)
    (post,) = await office.find_posts(LI)
    assert post.roles == {Role.SUPERVISOR, Role.TRIAGE}
    assert await office.bind(OTHER_CHAT, await code(office), "zh_Hans", None)
    (post,) = await office.find_posts(LI)
    assert post.admin_chat == OTHER_CHAT


async def test_without_roles_nobody_has_a_post(office: Office) -> None:
    await office.open()
    post = await office.post(LI)
    async with office.house.work() as work:
        (await work.staff.get(post.staff_id)).roles = ""
        await work.commit()
    assert await office.find_posts(LI) == []


async def test_somebody_in_two_units_has_a_post_in_each(office: Office) -> None:
    await office.open()
    await office.open("xiantao", OTHER_CHAT)
    here, there = await office.post(WANG), await office.post(WANG, OTHER_CHAT)
    assert await office.find_posts(WANG) == [here, there]
    assert {(post.unit_id, post.admin_chat) for post in (here, there)} == {
        (UNIT, ADMIN_CHAT),
        ("xiantao", OTHER_CHAT),
    }


async def test_an_upgraded_group_is_followed_and_its_open_tips_get_new_cards(
    office: Office,
) -> None:
    await office.open(chat=-4001)
    shown, closed, waiting = [await office.send_tip() for _ in range(3)]
    for tip, message in ((shown, 11), (closed, 12)):
        await office.keep_message(tip.id, message)
    async with office.house.work() as work:
        (await work.tips.get(closed.id)).status = TipStatus.CLOSED
        await work.commit()
    before = await cards_waiting(office)
    await office.follow(-4001, ADMIN_CHAT)
    assert (await unit_of(office)).chat_id == ADMIN_CHAT
    assert [(await office.tip(t.id)).card_message_id for t in (shown, closed)] == [None, None]
    assert await cards_waiting(office) == sorted([*before, shown.id])
    assert (await cards_waiting(office)).count(waiting.id) == 1
    await office.follow(-4001, ADMIN_CHAT)
    assert await cards_waiting(office) == sorted([*before, shown.id])


async def test_a_chat_that_is_no_units_is_not_followed(office: Office) -> None:
    await office.open()
    await office.follow(-4001, OTHER_CHAT)
    assert (await unit_of(office)).chat_id == ADMIN_CHAT


async def test_a_post_in_a_chat_that_lost_its_unit_is_no_post(office: Office) -> None:
    await office.open()
    post = await office.post(LI)
    assert isinstance(post, Post)
    async with office.house.work() as work:
        (await work.units.get(UNIT)).chat_id = None
        await work.commit()
    assert await office.find_posts(LI) == []
