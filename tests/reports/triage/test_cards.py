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
from tests.clock import NOON
from tests.injecting import migrate
from tests.keys import UNIT
from tests.phone import inline_buttons, words_of
from tests.reports.house import open_house
from tests.reports.services import written
from tests.reports.staff_bot import BOT, StaffBot, run_staff_bot

CANARY = "鑫燚矅卸货"


@pytest.fixture
async def staff_bot(tmp_path: Path) -> AsyncIterator[StaffBot]:
    async with open_house(tmp_path) as house, run_staff_bot(house) as opened:
        yield opened


async def outbox(staff_bot: StaffBot) -> list[Outbox]:
    async with staff_bot.services.house.work() as work:
        return list((await work.session.execute(select(Outbox))).scalars())


async def make_due(staff_bot: StaffBot) -> None:
    """Let the leases and pauses of all rows end."""
    async with staff_bot.services.house.work() as work:
        await work.session.execute(update(Outbox).values(due_at=NOON))
        await work.commit()


def item(tip_id: str, kind: str = "card") -> OutboxItem:
    return OutboxRow(id="1", kind=kind, address=UNIT.encode(), payload={"tip": tip_id}, attempts=1)


async def cards(staff_bot: StaffBot, number: str) -> list[str]:
    texts = [words_of(each) for each in await staff_bot.li.messages(staff_bot.group)]
    return [text for text in texts if f"线索 {number} · 未核实" in text]


async def test_a_card_says_what_the_queue_needs_and_no_word_of_the_tip(
    staff_bot: StaffBot,
) -> None:
    tip, card = await staff_bot.tip_with_card(CANARY)
    words = words_of(card)
    assert "贩卖、运输毒品 · 潜江市" in words
    assert "11-21 20" in words, "the hour of the installation's time zone"
    assert "34" not in words.replace(tip.number, "")
    assert [each["text"] for each in inline_buttons(card)] == ["✋ 接手"]
    await staff_bot.li.tap("接手", message=card)
    await staff_bot.li.sees("承办：李警官")
    await staff_bot.li.tap("阅读")
    await staff_bot.li.sees(CANARY, chat=BOT)
    await staff_bot.services.write(
        await staff_bot.services.post(staff_bot.li.id, staff_bot.group), written(tip, "颜色？")
    )
    everything = await staff_bot.wang.transcript(staff_bot.group)
    assert CANARY not in everything
    assert "颜色" not in everything
    assert CANARY not in await staff_bot.wang.transcript(BOT)


async def test_an_urgent_card_says_so(staff_bot: StaffBot) -> None:
    tip = await staff_bot.services.send_tip(urgency=Urgency.URGENT)
    await staff_bot.worker.serve_once()
    card = await staff_bot.li.sees(tip.number, chat=staff_bot.group)
    assert words_of(card).startswith("🔴")


async def test_a_row_served_twice_posts_one_card(staff_bot: StaffBot) -> None:
    tip = await staff_bot.services.send_tip()
    for _ in range(3):
        await staff_bot.staff.senders["card"](item(tip.id))
    assert len(await cards(staff_bot, tip.number)) == 1


async def test_a_row_is_let_go_only_once_its_card_is_there(staff_bot: StaffBot) -> None:
    tip = await staff_bot.services.send_tip()
    assert await staff_bot.worker.serve_once() == 1
    assert await outbox(staff_bot) == []
    assert await staff_bot.worker.serve_once() == 0
    assert len(await cards(staff_bot, tip.number)) == 1


async def test_a_tip_of_a_unit_without_a_chat_waits_for_it_however_long(
    staff_bot: StaffBot,
) -> None:
    async with staff_bot.services.house.work() as work:
        (await work.units.get(UNIT)).chat_id = None
        await work.commit()
    tip = await staff_bot.services.send_tip()
    for _ in range(25):
        assert await staff_bot.worker.serve_once() == 1
        (row,) = await outbox(staff_bot)
        assert row.due_at > NOON + timedelta(minutes=7)
        await make_due(staff_bot)
    await staff_bot.services.open(chat=staff_bot.group)
    await staff_bot.worker.serve_once()
    assert await outbox(staff_bot) == []
    assert len(await cards(staff_bot, tip.number)) == 1


async def test_a_chat_that_removed_the_bot_gets_its_cards_when_it_is_back(
    staff_bot: StaffBot,
) -> None:
    tip = await staff_bot.services.send_tip()
    chat = staff_bot.chat(staff_bot.group)
    chat.statuses[BOT] = "kicked"
    await staff_bot.worker.serve_once()
    assert len(await outbox(staff_bot)) == 1
    chat.statuses[BOT] = "member"
    await make_due(staff_bot)
    await staff_bot.worker.serve_once()
    assert len(await cards(staff_bot, tip.number)) == 1


async def test_a_card_that_was_deleted_is_posted_anew_when_it_changes(staff_bot: StaffBot) -> None:
    tip, card = await staff_bot.tip_with_card()
    await staff_bot.services.take(
        await staff_bot.services.post(staff_bot.li.id, staff_bot.group), tip.id
    )
    await staff_bot.li.delete(card, chat=staff_bot.group)
    await staff_bot.staff.senders["card"](item(tip.id))
    (text,) = await cards(staff_bot, tip.number)
    assert "承办：李警官" in text
    assert (await staff_bot.services.tip(tip.id)).card_message_id != card["message_id"]


async def test_word_of_an_answer_comes_even_where_the_card_was_deleted(
    staff_bot: StaffBot,
) -> None:
    tip, card = await staff_bot.tip_with_card()
    await staff_bot.li.delete(card, chat=staff_bot.group)
    await staff_bot.staff.senders["answer_card"](item(tip.id, "answer_card"))
    await staff_bot.li.sees(f"线索 {tip.number}：举报人有新的内容", chat=staff_bot.group)
    assert len(await cards(staff_bot, tip.number)) == 1


async def test_cards_follow_a_group_that_is_upgraded(staff_bot: StaffBot) -> None:
    tip, _card = await staff_bot.tip_with_card()
    world, old = staff_bot.world, staff_bot.chat(staff_bot.group)
    new = world.add_group("值班群", world.users[staff_bot.li.id])
    new.statuses.update(old.statuses)
    migrate(world, old.id, new.id)
    await staff_bot.quiet()
    await make_due(staff_bot)
    await staff_bot.worker.serve_once()
    card = await staff_bot.li.sees(f"线索 {tip.number} · 未核实", chat=new.id)
    await staff_bot.li.tap("接手", message=card, chat=new.id)
    await staff_bot.li.sees("承办：李警官", chat=new.id)
    assert (await staff_bot.services.tip(tip.id)).status is TipStatus.TAKEN


async def test_a_group_that_is_no_units_may_be_upgraded(staff_bot: StaffBot) -> None:
    group = staff_bot.world.add_group("别的群", staff_bot.world.users[staff_bot.sun.id])
    group.statuses[BOT] = "member"
    migrate(staff_bot.world, group.id, -1009999999999)
    await staff_bot.quiet()
    async with staff_bot.services.house.work() as work:
        assert (await work.units.get(UNIT)).chat_id == staff_bot.group
