"""Cards in the admin chat: without content, posted once, and found again when they are lost."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select, update

from bot.chat.delivery.outbox import OutboxItem
from storage.reports.kinds import TipStatus, Urgency
from storage.reports.outbox import Outbox
from storage.reports.outbox_store import OutboxRow
from tests.injecting import migrate
from tests.keys import UNIT
from tests.phone import inline_buttons, words_of
from tests.reports.desk import written
from tests.reports.house import NOON, open_house
from tests.reports.station import BOT, Station, open_station

CANARY = "鑫燚矅卸货"


@pytest.fixture
async def station(tmp_path: Path) -> AsyncIterator[Station]:
    async with open_house(tmp_path) as house, open_station(house) as opened:
        yield opened


async def outbox(station: Station) -> list[Outbox]:
    async with station.office.house.work() as work:
        return list((await work.session.execute(select(Outbox))).scalars())


async def make_due(station: Station) -> None:
    """Let the leases and pauses of all rows end."""
    async with station.office.house.work() as work:
        await work.session.execute(update(Outbox).values(due_at=NOON))
        await work.commit()


def item(tip_id: str, kind: str = "card") -> OutboxItem:
    return OutboxRow(id="1", kind=kind, address=UNIT.encode(), payload={"tip": tip_id}, attempts=1)


async def cards(station: Station, number: str) -> list[str]:
    texts = [words_of(each) for each in await station.li.messages(station.group)]
    return [text for text in texts if f"线索 {number} · 未核实" in text]


async def test_a_card_says_what_the_queue_needs_and_no_word_of_the_tip(station: Station) -> None:
    tip, card = await station.tip_with_card(CANARY)
    words = words_of(card)
    assert "贩卖、运输毒品 · 潜江市" in words
    assert "11-21 20" in words, "the hour of the installation's time zone"
    assert "34" not in words.replace(tip.number, "")
    assert [each["text"] for each in inline_buttons(card)] == ["✋ 接手"]
    await station.li.tap("接手", message=card)
    await station.li.sees("承办：李警官")
    await station.li.tap("阅读")
    await station.li.sees(CANARY, chat=BOT)
    await station.office.write(
        await station.office.post(station.li.id, station.group), written(tip, "颜色？")
    )
    everything = await station.wang.transcript(station.group)
    assert CANARY not in everything
    assert "颜色" not in everything
    assert CANARY not in await station.wang.transcript(BOT)


async def test_an_urgent_card_says_so(station: Station) -> None:
    tip = await station.office.send_tip(urgency=Urgency.URGENT)
    await station.worker.serve_once()
    card = await station.li.sees(tip.number, chat=station.group)
    assert words_of(card).startswith("🔴")


async def test_a_row_served_twice_posts_one_card(station: Station) -> None:
    tip = await station.office.send_tip()
    for _ in range(3):
        await station.staff.senders["card"](item(tip.id))
    assert len(await cards(station, tip.number)) == 1


async def test_a_row_is_let_go_only_once_its_card_is_there(station: Station) -> None:
    tip = await station.office.send_tip()
    assert await station.worker.serve_once() == 1
    assert await outbox(station) == []
    assert await station.worker.serve_once() == 0
    assert len(await cards(station, tip.number)) == 1


async def test_a_tip_of_a_unit_without_a_chat_waits_for_it_however_long(station: Station) -> None:
    async with station.office.house.work() as work:
        (await work.units.get(UNIT)).chat_id = None
        await work.commit()
    tip = await station.office.send_tip()
    for _ in range(25):
        assert await station.worker.serve_once() == 1
        (row,) = await outbox(station)
        assert row.due_at > NOON + timedelta(minutes=7)
        await make_due(station)
    await station.office.open(chat=station.group)
    await station.worker.serve_once()
    assert await outbox(station) == []
    assert len(await cards(station, tip.number)) == 1


async def test_a_chat_that_removed_the_bot_gets_its_cards_when_it_is_back(
    station: Station,
) -> None:
    tip = await station.office.send_tip()
    chat = station.chat(station.group)
    chat.statuses[BOT] = "kicked"
    await station.worker.serve_once()
    assert len(await outbox(station)) == 1
    chat.statuses[BOT] = "member"
    await make_due(station)
    await station.worker.serve_once()
    assert len(await cards(station, tip.number)) == 1


async def test_a_card_that_was_deleted_is_posted_anew_when_it_changes(station: Station) -> None:
    tip, card = await station.tip_with_card()
    await station.office.take(await station.office.post(station.li.id, station.group), tip.id)
    await station.li.delete(card, chat=station.group)
    await station.staff.senders["card"](item(tip.id))
    (text,) = await cards(station, tip.number)
    assert "承办：李警官" in text
    assert (await station.office.tip(tip.id)).card_message_id != card["message_id"]


async def test_word_of_an_answer_comes_even_where_the_card_was_deleted(station: Station) -> None:
    tip, card = await station.tip_with_card()
    await station.li.delete(card, chat=station.group)
    await station.staff.senders["answer_card"](item(tip.id, "answer_card"))
    await station.li.sees(f"线索 {tip.number}：举报人有新的内容", chat=station.group)
    assert len(await cards(station, tip.number)) == 1


async def test_cards_follow_a_group_that_is_upgraded(station: Station) -> None:
    tip, _card = await station.tip_with_card()
    world, old = station.world, station.chat(station.group)
    new = world.add_group("值班群", world.users[station.li.id])
    new.statuses.update(old.statuses)
    migrate(world, old.id, new.id)
    await station.quiet()
    await make_due(station)
    await station.worker.serve_once()
    card = await station.li.sees(f"线索 {tip.number} · 未核实", chat=new.id)
    await station.li.tap("接手", message=card, chat=new.id)
    await station.li.sees("承办：李警官", chat=new.id)
    assert (await station.office.tip(tip.id)).status is TipStatus.TAKEN


async def test_a_group_that_is_no_units_may_be_upgraded(station: Station) -> None:
    group = station.world.add_group("别的群", station.world.users[station.sun.id])
    group.statuses[BOT] = "member"
    migrate(station.world, group.id, -1009999999999)
    await station.quiet()
    async with station.office.house.work() as work:
        assert (await work.units.get(UNIT)).chat_id == station.group
