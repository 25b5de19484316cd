"""Groups that change under the bot: upgraded, without a topic, no forum any more, or shut."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy.exc import OperationalError

from bot.chat.delivery.outbox import OutboxItem, Sender
from bot.errors import NoAdminChatError
from bot.gateway.world.faults import Fault
from bot.reports.staff.topics import RED, AdminChats
from storage.reports.kinds import TipStatus, Urgency
from storage.reports.tips import Tip
from tests.keys import UNIT
from tests.phone import JSON, call, words_of
from tests.player import Player
from tests.reports.house import open_house
from tests.reports.staff.door import BOT, Door, open_door


@pytest.fixture
async def door(tmp_path: Path) -> AsyncIterator[Door]:
    async with open_house(tmp_path) as house, open_door(house) as opened:
        yield opened


async def lead(door: Door, **fields: object) -> Player:
    li = await door.person("李警官")
    door.group = await door.form(li, **fields)
    await door.bind(li, door.group)
    return li


def chats(door: Door) -> AdminChats:
    return door.people.admin_chats


async def topics(li: Player, door: Door) -> list[JSON]:
    return list((await li.view(door.group))["topics"])


async def post(door: Door, tip: Tip, text: str = "卡片") -> int | None:
    sent = await chats(door).send(UNIT, text, tip_id=tip.id)
    return sent.message_thread_id


async def test_in_a_plain_group_everything_is_as_before(door: Door) -> None:
    li = await lead(door)
    assert await post(door, await door.tip()) is None
    await li.sees("卡片", chat=door.group)
    assert await chats(door).where_to_post(UNIT) == (door.group, None)


async def test_in_a_forum_each_tip_has_one_topic_named_without_content(door: Door) -> None:
    li = await lead(door, is_forum=True)
    tip, urgent = await door.tip(), await door.tip(urgency=Urgency.URGENT)
    first, again, other = [await post(door, each) for each in (tip, tip, urgent)]
    assert first == again != other
    shown = {each["id"]: each for each in await topics(li, door)}
    assert shown[first]["name"] == f"{tip.number} · 贩卖、运输毒品"
    assert shown[other]["name"] == f"🔴 {urgent.number} · 贩卖、运输毒品"
    assert shown[other]["icon_color"] == RED != shown[first]["icon_color"]
    assert (await chats(door).send(UNIT, "看板")).message_thread_id is None
    async with door.house.work() as work:
        kept = await work.topics.find(tip.id)
    assert kept is not None
    assert (kept.chat_id, kept.thread_id) == (door.group, first)


async def test_a_topic_follows_its_tip(door: Door) -> None:
    li = await lead(door, is_forum=True)
    tip = await door.tip()
    await post(door, tip)

    async def become(status: TipStatus, urgency: Urgency) -> JSON:
        async with door.house.work() as work:
            row = await work.tips.get(tip.id)
            row.status, row.urgency = status, urgency
            await work.commit()
        await chats(door).tidy(tip.id)
        (topic,) = await topics(li, door)
        return topic

    assert (await become(TipStatus.NEW, Urgency.URGENT))["name"].startswith("🔴 ")
    assert (await become(TipStatus.CLOSED, Urgency.URGENT))["is_closed"]
    assert await post(door, tip) is not None, "the bot still writes in a closed topic"
    assert not (await become(TipStatus.ANSWERED, Urgency.ROUTINE))["is_closed"]
    assert (await topics(li, door))[0]["name"] == f"{tip.number} · 贩卖、运输毒品"
    before = calls_in(door)
    await chats(door).tidy(tip.id)
    assert calls_in(door) == before, "nothing to change, no call"


def calls_in(door: Door) -> int:
    """Count what the bot asked for, but for the updates it polls at any time."""
    calls = door.world.requests.select(None, None, 0)
    return sum(call.method != "getUpdates" for call in calls)


async def test_a_deleted_topic_is_made_anew(door: Door) -> None:
    li = await lead(door, is_forum=True)
    tip = await door.tip()
    first = await post(door, tip)
    body = {"user": li.id, "chat": door.group, "topic": first}
    await call(door.base_url, "POST", "/sim/topic/delete", json=body)
    second = await post(door, tip, "卡片，又一次")
    assert second not in (None, first)
    await li.sees("卡片，又一次", chat=door.group)
    await call(door.base_url, "POST", "/sim/topic/delete", json={**body, "topic": second})
    async with door.house.work() as work:
        (await work.tips.get(tip.id)).status = TipStatus.CLOSED
        await work.commit()
    await chats(door).tidy(tip.id)
    assert await post(door, tip) not in (None, first, second)


async def test_a_forum_that_is_none_any_more_gets_cards_as_a_plain_group(door: Door) -> None:
    li = await lead(door, is_forum=True)
    tip = await door.tip()
    await post(door, tip)
    body = {"user": li.id, "chat": door.group, "is_forum": False}
    await call(door.base_url, "POST", "/sim/forum", json=body)
    assert await post(door, tip, "仍然收到") is None
    await li.sees("仍然收到", chat=door.group)


async def test_without_the_right_to_make_topics_cards_come_to_the_general_one(
    door: Door,
) -> None:
    li = await lead(door, is_forum=True)
    door.world.groups[door.group].statuses[BOT] = "member"
    assert await post(door, await door.tip()) is None
    await li.sees("卡片", chat=door.group)


@pytest.mark.parametrize("is_told", [True, False])
async def test_an_upgraded_group_is_followed_told_or_found_when_sending(
    door: Door, *, is_told: bool
) -> None:
    li = await lead(door, type="group")
    tip = await door.tip()
    await post(door, tip)
    old = door.group
    if not is_told:
        door.world.bots[BOT].updates.allowed = ["callback_query"]
    door.group = int(
        (await call(door.base_url, "POST", "/sim/upgrade", json={"user": li.id, "chat": old}))[
            "id"
        ]
    )
    await door.quiet()
    await post(door, tip, "到新群")
    await li.sees("到新群", chat=door.group)
    assert (await door.unit()).chat_id == door.group
    assert not await chats(door).edit(UNIT, 4_000_000, "x"), "what stood in the old one is gone"


async def test_a_card_edited_in_a_group_that_was_upgraded_is_posted_anew(door: Door) -> None:
    li = await lead(door, type="group")
    tip = await door.tip()
    sent = await chats(door).send(UNIT, "卡片", tip_id=tip.id)
    async with door.house.work() as work:
        (await work.tips.get(tip.id)).card_message_id = sent.message_id
        await work.commit()
    door.world.bots[BOT].updates.allowed = ["callback_query"]
    old, made = door.group, {"user": li.id, "chat": door.group}
    door.group = int((await call(door.base_url, "POST", "/sim/upgrade", json=made))["id"])
    assert not await chats(door).edit(UNIT, sent.message_id, "卡片，改")
    assert (await door.unit()).chat_id == door.group != old
    assert await door.rows("card") == [{"tip": tip.id}]
    assert (await door.find_tip(tip)).card_message_id is None


async def test_access_survives_an_upgrade_nobody_told_of(door: Door) -> None:
    li = await lead(door, type="group")
    door.world.bots[BOT].updates.allowed = ["message", "callback_query"]
    body = {"user": li.id, "chat": door.group}
    await call(door.base_url, "POST", "/sim/upgrade", json=body)
    async with door.house.work() as work:
        (await work.units.get(UNIT)).chat_id = door.group
        await work.commit()
    await li.send(BOT, "/staff")
    await li.sees("的人员", chat=BOT)


async def test_put_out_of_the_group_the_bot_waits_and_everything_comes_when_it_is_back(
    door: Door,
) -> None:
    li = await lead(door)
    door.senders["card"] = _cards(door)
    role = {"chat": door.group, "user": BOT}
    await call(door.base_url, "POST", "/sim/role", json={**role, "role": "kicked"})
    await door.quiet()
    assert (await door.unit()).unreachable_since is not None
    numbers = []
    for _ in range(3):
        tip = await door.tip()
        numbers.append(tip.number)
        async with door.house.work() as work:
            work.outbox.add("card", UNIT.encode(), {"tip": tip.id}, door.house.clock())
            await work.commit()
    await door.worker().serve_once()
    assert len(await door.rows("card")) == 3
    await call(door.base_url, "POST", "/sim/join", json=role)
    await door.quiet()
    assert (await door.unit()).unreachable_since is None
    await door.worker().serve_once()
    assert await door.rows("card") == []
    for number in numbers:
        await li.sees(number, chat=door.group)


async def test_put_out_for_good_everything_comes_where_the_unit_is_bound_next(
    door: Door,
) -> None:
    li = await lead(door)
    door.senders["card"] = _cards(door)
    door.world.groups[door.group].statuses[BOT] = "kicked"
    tip = await door.tip()
    async with door.house.work() as work:
        work.outbox.add("card", UNIT.encode(), {"tip": tip.id}, door.house.clock())
        await work.commit()
    await door.worker().serve_once()
    assert (await door.unit()).unreachable_since is not None, "found out by sending"
    door.group = await door.form(li, title="新群")
    await door.bind(li, door.group)
    assert (await door.unit()).unreachable_since is None
    await door.worker().serve_once()
    await li.sees(tip.number, chat=door.group)


@pytest.mark.parametrize("kind", ["429", "5xx", "drop"])
@pytest.mark.parametrize("method", ["createForumTopic", "sendMessage", "getChat"])
async def test_no_fault_on_the_way_loses_a_card(door: Door, kind: str, method: str) -> None:
    li = await lead(door, is_forum=True)
    door.senders["card"] = _cards(door)
    tips = [await door.tip() for _ in range(3)]
    async with door.house.work() as work:
        for tip in tips:
            work.outbox.add("card", UNIT.encode(), {"tip": tip.id}, door.house.clock())
        await work.commit()
    for _ in range(2):
        door.world.faults.order(Fault(kind=kind, method=method, retry_after=0))  # type: ignore[arg-type]
    for _round in range(4):
        async with door.house.work() as work:
            await work.outbox.hasten(UNIT.encode(), door.house.clock())
            await work.commit()
        await door.worker().serve_once()
    assert await door.rows("card") == []
    seen = [words_of(each) for each in await li.messages(door.group)]
    assert {tip.number for tip in tips} <= set(seen)


async def test_a_unit_without_a_chat_says_so(door: Door) -> None:
    await door.code()
    with pytest.raises(NoAdminChatError):
        await chats(door).send(UNIT, "x")
    with pytest.raises(NoAdminChatError):
        await chats(door).where_to_post(UNIT)


def _cards(door: Door) -> Sender:
    """Send the plain number of a tip, as the card's sender does with more."""

    async def send(item: OutboxItem) -> None:
        async with door.house.work() as work:
            tip = await work.tips.get(item.payload["tip"])
        await chats(door).send(UNIT, tip.number, tip_id=tip.id)

    return send


async def test_two_who_post_of_one_tip_at_once_make_one_topic(door: Door) -> None:
    li = await lead(door, is_forum=True)
    tip = await door.tip()
    threads = await asyncio.gather(*(post(door, tip, f"{number}") for number in range(5)))
    assert len(set(threads)) == 1
    assert len(await topics(li, door)) == 1


async def test_a_message_that_was_sent_is_not_sent_again_where_that_cannot_be_noted(
    door: Door,
) -> None:
    li = await lead(door)
    tip = await door.tip()

    async def busy(chat_id: int, *, is_reachable: bool) -> None:
        del chat_id, is_reachable
        raise OperationalError("UPDATE units", None, Exception("database is locked"))

    shaken = replace(chats(door), note_reach=busy)  # type: ignore[arg-type]
    door.senders["card"] = lambda item: _send_number(shaken, item, tip)
    async with door.house.work() as work:
        work.outbox.add("card", UNIT.encode(), {"tip": tip.id}, door.house.clock())
        await work.commit()
    for _ in range(2):
        await door.worker().serve_once()
        async with door.house.work() as work:
            await work.outbox.hasten(UNIT.encode(), door.house.clock())
            await work.commit()
    seen = [words_of(each) for each in await li.messages(door.group)]
    assert seen.count(tip.number) == 1
    assert await door.rows("card") == []


async def _send_number(admin_chats: AdminChats, item: OutboxItem, tip: Tip) -> None:
    del item
    await admin_chats.send(UNIT, tip.number, tip_id=tip.id)
