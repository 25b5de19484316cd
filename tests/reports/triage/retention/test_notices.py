"""What the unit reads of an end: a number and a day, and never a word of the report."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import update

from bot.chat.delivery.outbox import OutboxItem
from storage.reports.outbox import Outbox
from storage.reports.outbox_store import OutboxRow
from storage.reports.tips import Tip
from tests.keys import UNIT
from tests.phone import inline_buttons, words_of
from tests.reports.house import NOON, open_house
from tests.reports.station import BOT, Station, open_station

CANARY = "鑫燚矅卸货"
ENDS_ON = (NOON + timedelta(days=365)).date().isoformat()


@pytest.fixture
async def station(tmp_path: Path) -> AsyncIterator[Station]:
    async with open_house(tmp_path) as house, open_station(house) as opened:
        yield opened


async def live_to(station: Station, day: int) -> None:
    station.office.house.clock.now = NOON + timedelta(days=day)
    await station.staff.janitor()
    async with station.office.house.work() as work:
        # The worker lives by the real clock.
        await work.session.execute(update(Outbox).values(due_at=NOON))
        await work.commit()
    await station.worker.serve_once()


def item(tip: Tip, day: str = ENDS_ON) -> OutboxItem:
    payload = {"tip": tip.id, "day": day}
    return OutboxRow(id="1", kind="w", address=UNIT.encode(), payload=payload, attempts=1)


async def test_the_unit_is_warned_under_the_card_and_sees_the_card_end(station: Station) -> None:
    tip, _card = await station.tip_with_card(CANARY)
    await live_to(station, 351)
    early = await station.li.sees(
        f"线索 {tip.number} 还有 14 天到期（{ENDS_ON}）", chat=station.group
    )
    assert (
        early["reply_to_message"]["message_id"]
        == (await station.office.tip(tip.id)).card_message_id
    )
    await live_to(station, 362)
    await station.li.sees(f"线索 {tip.number} 还有 3 天到期（{ENDS_ON}）", chat=station.group)
    assert tip.number in await station.li.transcript(station.group)
    await live_to(station, 365)
    ended = await station.li.sees("保存期限已到", chat=station.group)
    assert tip.number in words_of(ended)
    assert "园林" not in words_of(ended)
    assert list(inline_buttons(ended)) == []
    everything = await station.li.transcript(station.group)
    assert CANARY not in everything


async def test_a_warning_that_no_longer_holds_is_not_sent(station: Station) -> None:
    tip, _card = await station.tip_with_card()
    before = len(await station.li.messages(station.group))
    send = station.staff.senders["end_warning"]
    await send(item(tip))
    async with station.office.house.work() as work:
        await work.lifetimes.announce(tip.id, (NOON + timedelta(days=90)).date(), 14)
        await work.commit()
    await send(item(tip))
    await send(item(tip, (NOON + timedelta(days=90)).date().isoformat()))
    await send(
        OutboxRow(
            id="1", kind="w", address=b"", payload={"tip": "0" * 32, "day": ENDS_ON}, attempts=1
        )
    )
    assert len(await station.li.messages(station.group)) == before


async def test_the_day_before_is_called_tomorrow(station: Station) -> None:
    tip, _card = await station.tip_with_card()
    async with station.office.house.work() as work:
        await work.lifetimes.announce(tip.id, (NOON + timedelta(days=365)).date(), 3)
        await work.commit()
    station.office.house.clock.now = NOON + timedelta(days=364)
    await station.staff.senders["end_warning"](item(tip))
    await station.li.sees(f"线索 {tip.number} 明天到期", chat=station.group)


async def test_a_card_that_is_gone_or_a_unit_without_a_chat_does_no_harm(station: Station) -> None:
    tip, card = await station.tip_with_card()
    await station.li.delete(card, chat=station.group)
    payload = {"number": tip.number, "message": card["message_id"]}
    send = station.staff.senders["ended_card"]
    for address in (UNIT.encode(), b"nobody"):
        await send(OutboxRow(id="1", kind="e", address=address, payload=payload, attempts=1))
    assert "保存期限已到" not in await station.li.transcript(station.group)


async def test_in_a_forum_the_warning_comes_to_the_reports_topic_which_ends_with_it(
    station: Station,
) -> None:
    chat = station.chat(station.group)
    chat.is_forum = True
    chat.statuses[BOT] = "administrator"
    tip, card = await station.tip_with_card(CANARY)
    thread = card["message_thread_id"]
    await live_to(station, 351)
    early = await station.li.sees(f"线索 {tip.number} 还有 14 天到期", chat=station.group)
    assert early["message_thread_id"] == thread
    await live_to(station, 362)
    await live_to(station, 365)
    await station.li.no_longer_sees(tip.number, chat=station.group)
    assert thread not in chat.topics
