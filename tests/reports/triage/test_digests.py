"""The digest in the admin chat: one message for a rush, and the way from it to the cards."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select, update

from bot.app.reports import build_reports_public
from bot.chat.delivery.outbox import OutboxWorker
from bot.gateway.world.topics import upgrade
from bot.reports.mailbox.service import AddWordsRequest, create_nonce
from bot.reports.tips.sealing import Words
from bot.reports.tips.service import WAITING
from bot.reports.triage.digest.rules import CARDS_AT_ONCE
from bot.reports.triage.rules import Outcome
from storage.reports.kinds import TipStatus, Urgency
from storage.reports.outbox import Outbox
from storage.reports.tips import Tip
from storage.vault.receipts import Receipt
from tests.keys import UNIT
from tests.phone import JSON, inline_buttons, words_of
from tests.reports.desk import written
from tests.reports.house import NOON, open_house
from tests.reports.station import BOT, Station, open_station

TEXT = "鑫燚矅卸货"


@pytest.fixture
async def station(tmp_path: Path) -> AsyncIterator[Station]:
    async with open_house(tmp_path) as house, open_station(house) as opened:
        yield opened


async def send(station: Station, count: int, kind: str = WAITING) -> list[Tip]:
    """Send tips that go to the digest, as the public process wants it."""
    tips = [await station.office.send_tip(text=TEXT) for _ in range(count)]
    await to_the_digest(station, [tip.id for tip in tips], kind)
    return tips


async def to_the_digest(station: Station, ids: list[str], kind: str) -> None:
    async with station.office.house.work() as work:
        for row in (await work.session.execute(select(Outbox))).scalars():
            if row.payload.get("tip") in ids:
                row.kind = kind
        await work.commit()


async def serve(station: Station, worker: OutboxWorker | None = None) -> None:
    """Serve the outbox until nothing is left in it, as if time had passed."""
    async with station.office.house.work() as work:
        await work.session.execute(update(Outbox).values(due_at=NOON))
        await work.commit()
    while await (worker or station.worker).serve_once():
        continue


async def texts(station: Station) -> list[str]:
    return [words_of(each) for each in await station.li.messages(station.group)]


async def digests(station: Station) -> list[JSON]:
    found = await station.li.messages(station.group)
    return [each for each in found if "等候处理的线索" in words_of(each)]


async def shown(station: Station) -> JSON:
    (digest,) = await digests(station)
    return digest


async def test_a_rush_is_one_message_without_a_word_of_the_tips(station: Station) -> None:
    tips = await send(station, 7)
    await station.office.send_tip(urgency=Urgency.URGENT)
    await serve(station)
    digest = await shown(station)
    assert "等候处理的线索：7 条" in words_of(digest)
    assert "贩卖、运输毒品：7" in words_of(digest)
    assert "紧急，已单独发卡片：1 条" in words_of(digest)
    everything = await station.wang.transcript(station.group)
    assert TEXT not in everything
    assert not [tip for tip in tips if tip.number in everything]
    assert everything.count("🔴") == 2, "the urgent card, and its line in the digest"


async def test_within_the_hour_the_digest_is_edited_and_rings_no_telephone(
    station: Station,
) -> None:
    await send(station, 2)
    await serve(station)
    first = await shown(station)
    await send(station, 3)
    await serve(station)
    second = await shown(station)
    assert "：5 条" in words_of(second)
    assert second["message_id"] == first["message_id"]


async def test_the_next_hour_gets_a_new_digest_in_place_of_the_old(station: Station) -> None:
    await send(station, 2)
    await serve(station)
    first = await shown(station)
    station.office.house.clock.now += timedelta(hours=1)
    await send(station, 1)
    await serve(station)
    second = await shown(station)
    assert "：3 条" in words_of(second)
    assert second["message_id"] > first["message_id"]


async def test_a_restart_of_the_staff_process_goes_on_with_the_same_digest(
    station: Station,
) -> None:
    await send(station, 2)
    await station.worker.serve_once()
    restarted = OutboxWorker(station.staff.outbox, station.staff.senders)
    await serve(station, restarted)
    first = await shown(station)
    await send(station, 2)
    await serve(station, OutboxWorker(station.staff.outbox, station.staff.senders))
    assert (await shown(station))["message_id"] == first["message_id"]
    assert "：4 条" in words_of(await shown(station))


async def test_a_backlog_after_a_night_is_told_together(station: Station) -> None:
    await send(station, CARDS_AT_ONCE + 3, kind="card")
    await serve(station)
    assert f"：{CARDS_AT_ONCE + 3} 条" in words_of(await shown(station))
    assert not [text for text in await texts(station) if "未核实" in text]


async def test_the_next_is_shown_as_a_card_like_any_other(station: Station) -> None:
    first, second = await send(station, 2)
    await serve(station)
    await station.li.tap("看下一条", message=await shown(station), chat=station.group)
    await station.quiet()
    await serve(station)
    card = await station.li.sees(f"线索 {first.number} · 未核实", chat=station.group)
    assert [each["text"] for each in inline_buttons(card)] == ["✋ 接手"]
    assert "：1 条" in words_of(await shown(station))
    assert second.number not in await station.li.transcript(station.group)


async def test_the_next_is_taken_and_read_at_once(station: Station) -> None:
    (tip,) = await send(station, 1)
    await serve(station)
    await station.li.tap("接手下一条", message=await shown(station), chat=station.group)
    await station.quiet()
    await serve(station)
    card = await station.li.sees("承办：李警官", chat=station.group)
    assert tip.number in words_of(card)
    assert (await station.office.tip(tip.id)).status is TipStatus.TAKEN
    assert await digests(station) == []
    await station.li.sees("这里没有等候的线索了", chat=station.group)


async def test_a_tap_on_an_old_digest_calls_up_nothing_more(station: Station) -> None:
    tips = await send(station, 3)
    await serve(station)
    old = await shown(station)
    for _ in range(3):
        await station.li.tap("接手下一条", message=old, chat=station.group)
    await station.quiet()
    statuses = [(await station.office.tip(tip.id)).status for tip in tips]
    assert statuses == [TipStatus.TAKEN, TipStatus.NEW, TipStatus.NEW]


async def test_an_answer_to_a_tip_that_waits_makes_no_noise(station: Station) -> None:
    (tip,) = await send(station, 1)
    await serve(station)
    before = await texts(station)
    async with station.office.house.work() as work:
        work.outbox.add("answer_card", UNIT.encode(), {"tip": tip.id}, NOON)
        await work.commit()
    await serve(station)
    assert await texts(station) == before


async def test_a_waiting_tip_that_was_taken_from_the_queue_has_a_card_and_hears_its_answers(
    station: Station,
) -> None:
    receipt = Receipt.create()
    tip = await station.office.send_tip(receipt=receipt, text=TEXT)
    await to_the_digest(station, [tip.id], WAITING)
    await serve(station)
    await station.li.send(BOT, f"/find {tip.number}")
    found = await station.li.sees(f"线索 {tip.number}", chat=BOT)
    await station.li.tap("接手", message=found, chat=BOT)
    await station.quiet()
    await serve(station)
    await station.li.sees("承办：李警官", chat=station.group)
    post = await station.office.post(station.li.id, station.group)
    await station.office.write(post, written(tip, "几点？"))
    await add_words(station, receipt, "每晚十点")
    await serve(station)
    assert (await station.office.tip(tip.id)).status is TipStatus.ANSWERED
    await station.li.sees(f"线索 {tip.number}：举报人有新的内容", chat=station.group)
    await station.office.close(post, tip.id, Outcome.UNVERIFIED)
    await serve(station)
    await add_words(station, receipt, "他们又来了")
    await serve(station)
    assert (await station.office.tip(tip.id)).status is TipStatus.ANSWERED


async def add_words(station: Station, receipt: Receipt, text: str) -> None:
    desk = build_reports_public(station.office.house.parts()).workflow["mailbox_desk"]
    request = AddWordsRequest(receipt=receipt, nonce=create_nonce(), words=Words(text=text))
    await desk.add_words.add_words(request)


async def test_a_digest_that_somebody_deleted_comes_back_with_the_next_tips(
    station: Station,
) -> None:
    await send(station, 2)
    await serve(station)
    await station.li.delete(await shown(station), chat=station.group)
    await send(station, 1)
    await serve(station)
    assert "：3 条" in words_of(await shown(station))


async def test_tips_of_a_unit_without_a_chat_wait_for_it(station: Station) -> None:
    async with station.office.house.work() as work:
        (await work.units.get(UNIT)).chat_id = None
        await work.commit()
    await send(station, 4)
    for _ in range(3):
        await serve_once_each(station)
    await station.office.open(chat=station.group)
    await serve(station)
    assert "：4 条" in words_of(await shown(station))


async def serve_once_each(station: Station) -> None:
    async with station.office.house.work() as work:
        await work.session.execute(update(Outbox).values(due_at=NOON))
        await work.commit()
    await station.worker.serve_once()


async def test_a_digest_follows_the_unit_into_another_chat(station: Station) -> None:
    await send(station, 2)
    await serve(station)
    async with station.office.house.work() as work:
        (await work.units.get("xiantao")).chat_id = None
        await work.commit()
    await station.office.open(chat=station.other_group)
    await serve(station)
    moved = [words_of(each) for each in await station.zhao.messages(station.other_group)]
    assert [text for text in moved if "等候处理的线索：2 条" in text]


async def test_a_flood_of_urgent_tips_is_one_card_of_its_place_and_a_digest_that_rings(
    station: Station,
) -> None:
    flood = CARDS_AT_ONCE + 5
    for _ in range(flood):
        await station.office.send_tip(text=TEXT, urgency=Urgency.URGENT)
    await serve(station)
    cards = [text for text in await texts(station) if "🔴 正在发生\n" in text]
    assert len(cards) == 1
    first = await shown(station)
    assert f"正在发生，在这里等待：{flood - 1} 条" in words_of(first)
    assert f"园林街道：{flood - 1}" in words_of(first)
    for _ in range(flood):
        await station.office.send_tip(text=TEXT, urgency=Urgency.URGENT)
    await serve(station)
    second = await shown(station)
    assert second["message_id"] != first["message_id"], "it rings again"
    waiting = int(words_of(second).split("在这里等待：")[1].split()[0])
    assert waiting >= 2 * flood - 1 - 1
    await station.li.tap("接手下一条", message=second)
    await station.li.sees(f"正在发生，在这里等待：{waiting - 1} 条", chat=station.group)


@pytest.mark.parametrize("begins_anew", [False, True])
async def test_a_digest_follows_a_group_that_was_upgraded_untold(
    station: Station,
    begins_anew: bool,  # noqa: FBT001
) -> None:
    """Found when it is edited, or when the next hour's is posted; no other message is deleted."""
    await send(station, 2)
    await serve(station)
    station.world.bots[BOT].updates.allowed = ["callback_query"]
    old, li = station.chat(station.group), station.world.users[station.li.id]
    old.type = "group"
    new = upgrade(station.world, old, li)
    for number in range(10):
        await station.li.send(new.id, f"第{number}句")
    await send(station, 1)
    if begins_anew:
        station.office.house.clock.now += timedelta(hours=1)
    await serve(station)
    said = [words_of(each) for each in await station.li.messages(new.id)]
    assert len([text for text in said if "等候处理的线索：3 条" in text]) == 1
    assert len([text for text in said if text.startswith("第")]) == 10
    await station.li.tap("看下一条", message=await latest(station, new.id), chat=new.id)
    await station.li.sees("等候处理的线索：2 条", chat=new.id)


async def latest(station: Station, chat: int) -> JSON:
    found = await station.li.messages(chat)
    return [each for each in found if "等候处理的线索" in words_of(each)][-1]
