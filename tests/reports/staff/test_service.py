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
from tests.reports.services import ADMIN_CHAT, LI, STRANGER, WANG, Services

OTHER_CHAT = -1009876543210


async def unit_of(services: Services, unit: str = UNIT) -> Unit:
    async with services.house.work() as work:
        return await work.units.get(unit)


async def cards_waiting(services: Services) -> list[str]:
    async with services.house.work() as work:
        rows = (await work.session.execute(select(Outbox))).scalars()
        return sorted(row.payload["tip"] for row in rows if row.kind == "card")


async def code(services: Services, unit: str = UNIT) -> str:
    return await services.create_code(unit, "429005", "zh_Hans")


async def test_a_code_binds_one_chat_and_stands_nowhere_itself(services: Services) -> None:
    made = await code(services)
    assert await services.bind(ADMIN_CHAT, made, "en")
    unit = await unit_of(services)
    assert (unit.chat_id, unit.locale, unit.binding_until) == (ADMIN_CHAT, "en", None)
    assert made not in str(vars(unit))


@on_both
async def test_a_code_is_used_up_but_its_command_delivered_again_is_answered_alike(
    services: Services,
) -> None:
    made = await code(services)
    answers = [await services.bind(ADMIN_CHAT, made, "zh_Hans") for _ in range(5)]
    assert answers == [True] * 5
    assert not await services.bind(OTHER_CHAT, made, "zh_Hans")
    assert (await unit_of(services)).chat_id == ADMIN_CHAT


async def test_a_used_code_does_not_bind_again_once_the_unit_has_moved(services: Services) -> None:
    first = await code(services)
    await services.bind(ADMIN_CHAT, first, "zh_Hans")
    await services.bind(OTHER_CHAT, await code(services), "zh_Hans")
    assert not await services.bind(ADMIN_CHAT, first, "zh_Hans")
    assert (await unit_of(services)).chat_id == OTHER_CHAT


@pytest.mark.parametrize("typed", ["", "0" * 20, "x", "'; DROP TABLE units; --", "🔑" * 50])
async def test_a_wrong_code_binds_nothing(services: Services, typed: str) -> None:
    await code(services)
    assert not await services.bind(ADMIN_CHAT, typed, "zh_Hans")
    assert (await unit_of(services)).chat_id is None


async def test_a_code_is_good_for_an_hour(services: Services) -> None:
    made = await code(services)
    services.house.clock.now += timedelta(hours=1, seconds=1)
    assert not await services.bind(ADMIN_CHAT, made, "zh_Hans")
    services.house.clock.now -= timedelta(seconds=1)
    assert await services.bind(ADMIN_CHAT, made, "zh_Hans")


async def test_a_new_code_ends_the_one_before(services: Services) -> None:
    first, second = await code(services), await code(services)
    assert not await services.bind(ADMIN_CHAT, first, "zh_Hans")
    assert await services.bind(ADMIN_CHAT, second, "zh_Hans")


async def test_a_chat_serves_one_unit_only(services: Services) -> None:
    await services.open()
    assert not await services.bind(ADMIN_CHAT, await code(services, "xiantao"), "zh_Hans")
    assert (await unit_of(services, "xiantao")).chat_id is None
    assert (await unit_of(services)).chat_id == ADMIN_CHAT


@on_both
async def test_two_chats_with_the_same_code_at_once_bind_one(services: Services) -> None:
    made = await code(services)
    answers = await asyncio.gather(
        *(services.bind(chat, made, "zh_Hans") for chat in (ADMIN_CHAT, OTHER_CHAT)),
        return_exceptions=True,
    )
    assert answers.count(True) == 1
    bound = (await unit_of(services)).chat_id
    assert bound == (ADMIN_CHAT, OTHER_CHAT)[answers.index(True)]


@on_both
async def test_somebody_is_written_down_once_with_the_hour_only(services: Services) -> None:
    await services.open()
    posts = {await services.post(LI) for _ in range(3)}
    assert len(posts) == 1
    async with services.house.work() as work:
        (staff,) = (await work.session.execute(select(Staff))).scalars()
    assert staff.joined == cut_to_hour(services.house.clock.now)
    assert await services.find_posts(LI) == list(posts)


async def test_a_chat_that_is_no_units_makes_nobody_staff(services: Services) -> None:
    await services.open()
    assert await services.find_posts(STRANGER) == []
    assert await services.bind(OTHER_CHAT, "0" * 20, "zh_Hans", STRANGER) is False
    assert await services.find_posts(STRANGER) == []


async def test_who_binds_is_supervisor_and_who_writes_as_the_group_is_nobody(
    services: Services,
) -> None:
    made = await code(services)
    assert await services.bind(ADMIN_CHAT, made, "zh_Hans", LI)
    (post,) = await services.find_posts(LI)
    assert post.roles == {Role.SUPERVISOR, Role.TRIAGE}
    assert await services.bind(OTHER_CHAT, await code(services), "zh_Hans", None)
    (post,) = await services.find_posts(LI)
    assert post.admin_chat == OTHER_CHAT


async def test_without_roles_nobody_has_a_post(services: Services) -> None:
    await services.open()
    post = await services.post(LI)
    async with services.house.work() as work:
        (await work.staff.get(post.staff_id)).roles = ""
        await work.commit()
    assert await services.find_posts(LI) == []


async def test_somebody_in_two_units_has_a_post_in_each(services: Services) -> None:
    await services.open()
    await services.open("xiantao", OTHER_CHAT)
    here, there = await services.post(WANG), await services.post(WANG, OTHER_CHAT)
    assert await services.find_posts(WANG) == [here, there]
    assert {(post.unit_id, post.admin_chat) for post in (here, there)} == {
        (UNIT, ADMIN_CHAT),
        ("xiantao", OTHER_CHAT),
    }


async def test_an_upgraded_group_is_followed_and_its_open_tips_get_new_cards(
    services: Services,
) -> None:
    await services.open(chat=-4001)
    shown, closed, waiting = [await services.send_tip() for _ in range(3)]
    for tip, message in ((shown, 11), (closed, 12)):
        await services.keep_message(tip.id, message)
    async with services.house.work() as work:
        (await work.tips.get(closed.id)).status = TipStatus.CLOSED
        await work.commit()
    before = await cards_waiting(services)
    await services.follow(-4001, ADMIN_CHAT)
    assert (await unit_of(services)).chat_id == ADMIN_CHAT
    assert [(await services.tip(t.id)).card_message_id for t in (shown, closed)] == [None, None]
    assert await cards_waiting(services) == sorted([*before, shown.id])
    assert (await cards_waiting(services)).count(waiting.id) == 1
    await services.follow(-4001, ADMIN_CHAT)
    assert await cards_waiting(services) == sorted([*before, shown.id])


async def test_a_chat_that_is_no_units_is_not_followed(services: Services) -> None:
    await services.open()
    await services.follow(-4001, OTHER_CHAT)
    assert (await unit_of(services)).chat_id == ADMIN_CHAT


async def test_a_post_in_a_chat_that_lost_its_unit_is_no_post(services: Services) -> None:
    await services.open()
    post = await services.post(LI)
    assert isinstance(post, Post)
    async with services.house.work() as work:
        (await work.units.get(UNIT)).chat_id = None
        await work.commit()
    assert await services.find_posts(LI) == []
