"""Reminders as they arrive: in private to people, in the chat to units, each once."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.reports.staff.rules import Role
from bot.reports.triage.clock.rules import ClockEvent
from storage.reports.kinds import TipStatus, Urgency
from storage.reports.tips import Tip
from tests.databases import Database
from tests.logs import logging_to
from tests.phone import call
from tests.reports.admin_chat import BOT, AdminChat, open_admin_chat
from tests.reports.tables import CITY, TOWN, open_tables


@pytest.fixture
async def admin_chat(sqlite: Database, tmp_path: Path) -> AsyncIterator[AdminChat]:
    """Li holds tips, Zhao leads the unit above; both have opened the private chat."""
    tables = await open_tables(await sqlite("reports"), "2026-11-24T10:20:30")
    await tables.add_person("Li", TOWN, Role.TRIAGE)
    await tables.add_person("Zhao", CITY, Role.SUPERVISOR)
    with logging_to(tmp_path / "humen.log"):
        async with open_admin_chat(tables) as opened:
            for name, player in (("Li", opened.li), ("Zhao", opened.zhao)):
                async with tables.work() as work:
                    (await work.staff.get(tables.people[name])).chat_id = player.id
                    await work.commit()
                await player.send(BOT, "/start")
            yield opened


async def let_pass(admin_chat: AdminChat, hours: int) -> None:
    for _ in range(hours):
        admin_chat.tables.clock.advance(hours=1)
        await admin_chat.side.chore()
        await admin_chat.serve_outbox()


async def heard(admin_chat: AdminChat, player: object, chat: int) -> list[str]:
    """Return what the clock has said in a chat."""
    params = {"user": getattr(player, "id"), "chat": chat}  # noqa: B009
    state = await call(admin_chat.base_url, "GET", "/sim/state", params=params)
    found = next(each for each in state["chats"] if each["id"] == chat)
    return [str(m["text"]) for m in found["messages"] if "⏰" in str(m.get("text"))]


async def taken(admin_chat: AdminChat, urgency: Urgency = Urgency.ROUTINE) -> str:
    """Let Li hold a tip, and return its number."""
    tip_id = await admin_chat.tables.add_tip(urgency=urgency)

    def take(tip: Tip) -> None:
        tip.holder_id, tip.status = admin_chat.tables.people["Li"], TipStatus.TAKEN

    await admin_chat.tables.note(tip_id, ClockEvent.ACKNOWLEDGED, take)
    async with admin_chat.tables.work() as work:
        return (await work.tips.get(tip_id)).number


async def test_the_holder_hears_in_private_and_the_unit_above_in_its_chat(
    admin_chat: AdminChat,
) -> None:
    number = await taken(admin_chat, Urgency.URGENT)
    await let_pass(admin_chat, 7)
    assert await heard(admin_chat, admin_chat.li, BOT) == [
        f"⏰ 线索 {number}：“首次阅读”应在 11-24 13:00 前完成，现在还没有做。"
    ]
    assert await heard(admin_chat, admin_chat.zhao, admin_chat.above) == [
        f"⏰ “园林街道”的线索 {number}：“首次阅读”应在 11-24 13:00 前完成，现在还没有做。"
    ]
    assert await heard(admin_chat, admin_chat.li, admin_chat.group) == [
        f"⏰ 线索 {number}：“首次阅读”应在 11-24 13:00 前完成，现在还没有做，请您督办。"
    ], "the unit has no supervisor"


async def test_whoever_has_shut_the_private_chat_hears_in_the_units(admin_chat: AdminChat) -> None:
    number = await taken(admin_chat, Urgency.URGENT)
    await admin_chat.play("block", user=admin_chat.li.id, bot=BOT)
    await let_pass(admin_chat, 3)
    assert f"⏰ 线索 {number}：“首次阅读”应在 11-24 13:00 前完成，现在还没有做。" in await heard(
        admin_chat, admin_chat.li, admin_chat.group
    )


async def test_a_transfer_is_reminded_of_as_a_question_with_its_source(
    admin_chat: AdminChat,
) -> None:
    number = await taken(admin_chat)
    await let_pass(admin_chat, 23)
    (said,) = await heard(admin_chat, admin_chat.li, BOT)
    assert said == (
        f"⏰ 线索 {number}：如果不归本单位管，请在 11-25 11:00 前移送有管辖权的单位。\n"
        "《公安机关办理行政案件程序规定》第六十一条 · 公安部"
    )


async def test_what_was_settled_between_planning_and_sending_is_not_said(
    admin_chat: AdminChat,
) -> None:
    tip_id = await admin_chat.tables.add_tip(urgency=Urgency.URGENT)
    admin_chat.tables.clock.advance(hours=3)
    await admin_chat.side.chore()
    await admin_chat.tables.note(tip_id, ClockEvent.READ)
    await admin_chat.serve_outbox()
    assert await heard(admin_chat, admin_chat.li, admin_chat.group) == []


async def test_a_tip_that_ended_meanwhile_is_passed_over(admin_chat: AdminChat) -> None:
    tip_id = await admin_chat.tables.add_tip(urgency=Urgency.URGENT)
    admin_chat.tables.clock.advance(hours=3)
    await admin_chat.side.chore()
    async with admin_chat.tables.work() as work:
        await work.lifetimes.delete_tip(tip_id)
        await work.commit()
    await admin_chat.serve_outbox()
    assert await heard(admin_chat, admin_chat.li, admin_chat.group) == []
