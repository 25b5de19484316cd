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
from tests.clock import NOON
from tests.keys import UNIT
from tests.phone import JSON, inline_buttons, words_of
from tests.reports.house import open_house
from tests.reports.services import written
from tests.reports.staff_bot import BOT, StaffBot, run_staff_bot

TEXT = "鑫燚矅卸货"


@pytest.fixture
async def staff_bot(tmp_path: Path) -> AsyncIterator[StaffBot]:
    async with open_house(tmp_path) as house, run_staff_bot(house) as opened:
        yield opened


async def send(staff_bot: StaffBot, count: int, kind: str = WAITING) -> list[Tip]:
    """Send tips that go to the digest, as the public process wants it."""
    tips = [await staff_bot.services.send_tip(text=TEXT) for _ in range(count)]
    await to_the_digest(staff_bot, [tip.id for tip in tips], kind)
    return tips


async def to_the_digest(staff_bot: StaffBot, ids: list[str], kind: str) -> None:
    async with staff_bot.services.house.work() as work:
        for row in (await work.session.execute(select(Outbox))).scalars():
            if row.payload.get("tip") in ids:
                row.kind = kind
        await work.commit()


async def serve(staff_bot: StaffBot, worker: OutboxWorker | None = None) -> None:
    """Serve the outbox until nothing is left in it, as if time had passed."""
    async with staff_bot.services.house.work() as work:
        await work.session.execute(update(Outbox).values(due_at=NOON))
        await work.commit()
    while await (worker or staff_bot.worker).serve_once():
        continue


async def texts(staff_bot: StaffBot) -> list[str]:
    return [words_of(each) for each in await staff_bot.li.messages(staff_bot.group)]


async def digests(staff_bot: StaffBot) -> list[JSON]:
    found = await staff_bot.li.messages(staff_bot.group)
    return [each for each in found if "等候处理的线索" in words_of(each)]


async def shown(staff_bot: StaffBot) -> JSON:
    (digest,) = await digests(staff_bot)
    return digest


async def test_a_rush_is_one_message_without_a_word_of_the_tips(staff_bot: StaffBot) -> None:
    tips = await send(staff_bot, 7)
    await staff_bot.services.send_tip(urgency=Urgency.URGENT)
    await serve(staff_bot)
    digest = await shown(staff_bot)
    assert "等候处理的线索：7 条" in words_of(digest)
    assert "贩卖、运输毒品：7" in words_of(digest)
    assert "紧急，已单独发卡片：1 条" in words_of(digest)
    everything = await staff_bot.wang.transcript(staff_bot.group)
    assert TEXT not in everything
    assert not [tip for tip in tips if tip.number in everything]
    assert everything.count("🔴") == 2, "the urgent card, and its line in the digest"


async def test_within_the_hour_the_digest_is_edited_and_rings_no_telephone(
    staff_bot: StaffBot,
) -> None:
    await send(staff_bot, 2)
    await serve(staff_bot)
    first = await shown(staff_bot)
    await send(staff_bot, 3)
    await serve(staff_bot)
    second = await shown(staff_bot)
    assert "：5 条" in words_of(second)
    assert second["message_id"] == first["message_id"]


async def test_the_next_hour_gets_a_new_digest_in_place_of_the_old(staff_bot: StaffBot) -> None:
    await send(staff_bot, 2)
    await serve(staff_bot)
    first = await shown(staff_bot)
    staff_bot.services.house.clock.now += timedelta(hours=1)
    await send(staff_bot, 1)
    await serve(staff_bot)
    second = await shown(staff_bot)
    assert "：3 条" in words_of(second)
    assert second["message_id"] > first["message_id"]


async def test_a_restart_of_the_staff_process_goes_on_with_the_same_digest(
    staff_bot: StaffBot,
) -> None:
    await send(staff_bot, 2)
    await staff_bot.worker.serve_once()
    restarted = OutboxWorker(staff_bot.staff.outbox, staff_bot.staff.senders)
    await serve(staff_bot, restarted)
    first = await shown(staff_bot)
    await send(staff_bot, 2)
    await serve(staff_bot, OutboxWorker(staff_bot.staff.outbox, staff_bot.staff.senders))
    assert (await shown(staff_bot))["message_id"] == first["message_id"]
    assert "：4 条" in words_of(await shown(staff_bot))


async def test_a_backlog_after_a_night_is_told_together(staff_bot: StaffBot) -> None:
    await send(staff_bot, CARDS_AT_ONCE + 3, kind="card")
    await serve(staff_bot)
    assert f"：{CARDS_AT_ONCE + 3} 条" in words_of(await shown(staff_bot))
    assert not [text for text in await texts(staff_bot) if "未核实" in text]


async def test_the_next_is_shown_as_a_card_like_any_other(staff_bot: StaffBot) -> None:
    first, second = await send(staff_bot, 2)
    await serve(staff_bot)
    await staff_bot.li.tap("看下一条", message=await shown(staff_bot), chat=staff_bot.group)
    await staff_bot.quiet()
    await serve(staff_bot)
    card = await staff_bot.li.sees(f"线索 {first.number} · 未核实", chat=staff_bot.group)
    assert [each["text"] for each in inline_buttons(card)] == ["✋ 接手"]
    assert "：1 条" in words_of(await shown(staff_bot))
    assert second.number not in await staff_bot.li.transcript(staff_bot.group)


async def test_the_next_is_taken_and_read_at_once(staff_bot: StaffBot) -> None:
    (tip,) = await send(staff_bot, 1)
    await serve(staff_bot)
    await staff_bot.li.tap("接手下一条", message=await shown(staff_bot), chat=staff_bot.group)
    await staff_bot.quiet()
    await serve(staff_bot)
    card = await staff_bot.li.sees("承办：李警官", chat=staff_bot.group)
    assert tip.number in words_of(card)
    assert (await staff_bot.services.tip(tip.id)).status is TipStatus.TAKEN
    assert await digests(staff_bot) == []
    await staff_bot.li.sees("这里没有等候的线索了", chat=staff_bot.group)


async def test_a_tap_on_an_old_digest_calls_up_nothing_more(staff_bot: StaffBot) -> None:
    tips = await send(staff_bot, 3)
    await serve(staff_bot)
    old = await shown(staff_bot)
    for _ in range(3):
        await staff_bot.li.tap("接手下一条", message=old, chat=staff_bot.group)
    await staff_bot.quiet()
    statuses = [(await staff_bot.services.tip(tip.id)).status for tip in tips]
    assert statuses == [TipStatus.TAKEN, TipStatus.NEW, TipStatus.NEW]


async def test_an_answer_to_a_tip_that_waits_makes_no_noise(staff_bot: StaffBot) -> None:
    (tip,) = await send(staff_bot, 1)
    await serve(staff_bot)
    before = await texts(staff_bot)
    async with staff_bot.services.house.work() as work:
        work.outbox.add("answer_card", UNIT.encode(), {"tip": tip.id}, NOON)
        await work.commit()
    await serve(staff_bot)
    assert await texts(staff_bot) == before


async def test_a_waiting_tip_that_was_taken_from_the_queue_has_a_card_and_hears_its_answers(
    staff_bot: StaffBot,
) -> None:
    receipt = Receipt.create()
    tip = await staff_bot.services.send_tip(receipt=receipt, text=TEXT)
    await to_the_digest(staff_bot, [tip.id], WAITING)
    await serve(staff_bot)
    await staff_bot.li.send(BOT, f"/find {tip.number}")
    found = await staff_bot.li.sees(f"线索 {tip.number}", chat=BOT)
    await staff_bot.li.tap("接手", message=found, chat=BOT)
    await staff_bot.quiet()
    await serve(staff_bot)
    await staff_bot.li.sees("承办：李警官", chat=staff_bot.group)
    post = await staff_bot.services.post(staff_bot.li.id, staff_bot.group)
    await staff_bot.services.write(post, written(tip, "几点？"))
    await add_words(staff_bot, receipt, "每晚十点")
    await serve(staff_bot)
    assert (await staff_bot.services.tip(tip.id)).status is TipStatus.ANSWERED
    await staff_bot.li.sees(f"线索 {tip.number}：举报人有新的内容", chat=staff_bot.group)
    await staff_bot.services.close(post, tip.id, Outcome.UNVERIFIED)
    await serve(staff_bot)
    await add_words(staff_bot, receipt, "他们又来了")
    await serve(staff_bot)
    assert (await staff_bot.services.tip(tip.id)).status is TipStatus.ANSWERED


async def add_words(staff_bot: StaffBot, receipt: Receipt, text: str) -> None:
    desk = build_reports_public(staff_bot.services.house.parts()).workflow["mailbox_desk"]
    request = AddWordsRequest(receipt=receipt, nonce=create_nonce(), words=Words(text=text))
    await desk.add_words.add_words(request)


async def test_a_digest_that_somebody_deleted_comes_back_with_the_next_tips(
    staff_bot: StaffBot,
) -> None:
    await send(staff_bot, 2)
    await serve(staff_bot)
    await staff_bot.li.delete(await shown(staff_bot), chat=staff_bot.group)
    await send(staff_bot, 1)
    await serve(staff_bot)
    assert "：3 条" in words_of(await shown(staff_bot))


async def test_tips_of_a_unit_without_a_chat_wait_for_it(staff_bot: StaffBot) -> None:
    async with staff_bot.services.house.work() as work:
        (await work.units.get(UNIT)).chat_id = None
        await work.commit()
    await send(staff_bot, 4)
    for _ in range(3):
        await serve_once_each(staff_bot)
    await staff_bot.services.open(chat=staff_bot.group)
    await serve(staff_bot)
    assert "：4 条" in words_of(await shown(staff_bot))


async def serve_once_each(staff_bot: StaffBot) -> None:
    async with staff_bot.services.house.work() as work:
        await work.session.execute(update(Outbox).values(due_at=NOON))
        await work.commit()
    await staff_bot.worker.serve_once()


async def test_a_digest_follows_the_unit_into_another_chat(staff_bot: StaffBot) -> None:
    await send(staff_bot, 2)
    await serve(staff_bot)
    async with staff_bot.services.house.work() as work:
        (await work.units.get("xiantao")).chat_id = None
        await work.commit()
    await staff_bot.services.open(chat=staff_bot.other_group)
    await serve(staff_bot)
    moved = [words_of(each) for each in await staff_bot.zhao.messages(staff_bot.other_group)]
    assert [text for text in moved if "等候处理的线索：2 条" in text]


async def test_a_flood_of_urgent_tips_is_one_card_of_its_place_and_a_digest_that_rings(
    staff_bot: StaffBot,
) -> None:
    flood = CARDS_AT_ONCE + 5
    for _ in range(flood):
        await staff_bot.services.send_tip(text=TEXT, urgency=Urgency.URGENT)
    await serve(staff_bot)
    cards = [text for text in await texts(staff_bot) if "🔴 正在发生\n" in text]
    assert len(cards) == 1
    first = await shown(staff_bot)
    assert f"正在发生，在这里等待：{flood - 1} 条" in words_of(first)
    assert f"园林街道：{flood - 1}" in words_of(first)
    for _ in range(flood):
        await staff_bot.services.send_tip(text=TEXT, urgency=Urgency.URGENT)
    await serve(staff_bot)
    second = await shown(staff_bot)
    assert second["message_id"] != first["message_id"], "it rings again"
    waiting = int(words_of(second).split("在这里等待：")[1].split()[0])
    assert waiting >= 2 * flood - 1 - 1
    await staff_bot.li.tap("接手下一条", message=second)
    await staff_bot.li.sees(f"正在发生，在这里等待：{waiting - 1} 条", chat=staff_bot.group)


@pytest.mark.parametrize("begins_anew", [False, True])
async def test_a_digest_follows_a_group_that_was_upgraded_untold(
    staff_bot: StaffBot,
    begins_anew: bool,  # noqa: FBT001
) -> None:
    """Found when it is edited, or when the next hour's is posted; no other message is deleted."""
    await send(staff_bot, 2)
    await serve(staff_bot)
    staff_bot.world.bots[BOT].updates.allowed = ["callback_query"]
    old, li = staff_bot.chat(staff_bot.group), staff_bot.world.users[staff_bot.li.id]
    old.type = "group"
    new = upgrade(staff_bot.world, old, li)
    for number in range(10):
        await staff_bot.li.send(new.id, f"第{number}句")
    await send(staff_bot, 1)
    if begins_anew:
        staff_bot.services.house.clock.now += timedelta(hours=1)
    await serve(staff_bot)
    said = [words_of(each) for each in await staff_bot.li.messages(new.id)]
    assert len([text for text in said if "等候处理的线索：3 条" in text]) == 1
    assert len([text for text in said if text.startswith("第")]) == 10
    await staff_bot.li.tap("看下一条", message=await latest(staff_bot, new.id), chat=new.id)
    await staff_bot.li.sees("等候处理的线索：2 条", chat=new.id)


async def latest(staff_bot: StaffBot, chat: int) -> JSON:
    found = await staff_bot.li.messages(chat)
    return [each for each in found if "等候处理的线索" in words_of(each)][-1]
