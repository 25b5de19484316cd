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
from tests.clock import NOON
from tests.keys import UNIT
from tests.phone import inline_buttons, words_of
from tests.reports.house import open_house
from tests.reports.staff_bot import BOT, StaffBot, run_staff_bot

CANARY = "鑫燚矅卸货"
ENDS_ON = (NOON + timedelta(days=365)).date().isoformat()


@pytest.fixture
async def staff_bot(tmp_path: Path) -> AsyncIterator[StaffBot]:
    async with open_house(tmp_path) as house, run_staff_bot(house) as opened:
        yield opened


async def live_to(staff_bot: StaffBot, day: int) -> None:
    staff_bot.services.house.clock.now = NOON + timedelta(days=day)
    await staff_bot.staff.janitor()
    async with staff_bot.services.house.work() as work:
        # The worker lives by the real clock.
        await work.session.execute(update(Outbox).values(due_at=NOON))
        await work.commit()
    await staff_bot.worker.serve_once()


def item(tip: Tip, day: str = ENDS_ON) -> OutboxItem:
    payload = {"tip": tip.id, "day": day}
    return OutboxRow(id="1", kind="w", address=UNIT.encode(), payload=payload, attempts=1)


async def test_the_unit_is_warned_under_the_card_and_sees_the_card_end(
    staff_bot: StaffBot,
) -> None:
    tip, _card = await staff_bot.tip_with_card(CANARY)
    await live_to(staff_bot, 351)
    early = await staff_bot.li.sees(
        f"线索 {tip.number} 还有 14 天到期（{ENDS_ON}）", chat=staff_bot.group
    )
    assert (
        early["reply_to_message"]["message_id"]
        == (await staff_bot.services.tip(tip.id)).card_message_id
    )
    await live_to(staff_bot, 362)
    await staff_bot.li.sees(f"线索 {tip.number} 还有 3 天到期（{ENDS_ON}）", chat=staff_bot.group)
    assert tip.number in await staff_bot.li.transcript(staff_bot.group)
    await live_to(staff_bot, 365)
    ended = await staff_bot.li.sees("保存期限已到", chat=staff_bot.group)
    assert tip.number in words_of(ended)
    assert "园林" not in words_of(ended)
    assert list(inline_buttons(ended)) == []
    everything = await staff_bot.li.transcript(staff_bot.group)
    assert CANARY not in everything


async def test_a_warning_that_no_longer_holds_is_not_sent(staff_bot: StaffBot) -> None:
    tip, _card = await staff_bot.tip_with_card()
    before = len(await staff_bot.li.messages(staff_bot.group))
    send = staff_bot.staff.senders["end_warning"]
    await send(item(tip))
    async with staff_bot.services.house.work() as work:
        await work.lifetimes.announce(tip.id, (NOON + timedelta(days=90)).date(), 14)
        await work.commit()
    await send(item(tip))
    await send(item(tip, (NOON + timedelta(days=90)).date().isoformat()))
    await send(
        OutboxRow(
            id="1", kind="w", address=b"", payload={"tip": "0" * 32, "day": ENDS_ON}, attempts=1
        )
    )
    assert len(await staff_bot.li.messages(staff_bot.group)) == before


async def test_the_day_before_is_called_tomorrow(staff_bot: StaffBot) -> None:
    tip, _card = await staff_bot.tip_with_card()
    async with staff_bot.services.house.work() as work:
        await work.lifetimes.announce(tip.id, (NOON + timedelta(days=365)).date(), 3)
        await work.commit()
    staff_bot.services.house.clock.now = NOON + timedelta(days=364)
    await staff_bot.staff.senders["end_warning"](item(tip))
    await staff_bot.li.sees(f"线索 {tip.number} 明天到期", chat=staff_bot.group)


async def test_a_card_that_is_gone_or_a_unit_without_a_chat_does_no_harm(
    staff_bot: StaffBot,
) -> None:
    tip, card = await staff_bot.tip_with_card()
    await staff_bot.li.delete(card, chat=staff_bot.group)
    payload = {"number": tip.number, "message": card["message_id"]}
    send = staff_bot.staff.senders["ended_card"]
    for address in (UNIT.encode(), b"nobody"):
        await send(OutboxRow(id="1", kind="e", address=address, payload=payload, attempts=1))
    assert "保存期限已到" not in await staff_bot.li.transcript(staff_bot.group)


async def test_in_a_forum_the_warning_comes_to_the_reports_topic_which_ends_with_it(
    staff_bot: StaffBot,
) -> None:
    chat = staff_bot.chat(staff_bot.group)
    chat.is_forum = True
    chat.statuses[BOT] = "administrator"
    tip, card = await staff_bot.tip_with_card(CANARY)
    thread = card["message_thread_id"]
    await live_to(staff_bot, 351)
    early = await staff_bot.li.sees(f"线索 {tip.number} 还有 14 天到期", chat=staff_bot.group)
    assert early["message_thread_id"] == thread
    await live_to(staff_bot, 362)
    await live_to(staff_bot, 365)
    await staff_bot.li.no_longer_sees(tip.number, chat=staff_bot.group)
    assert thread not in chat.topics
