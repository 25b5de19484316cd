"""Reminders as they arrive: in private to people, in the chat to units, each once."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.reports.staff.rules import Role
from bot.reports.triage.clock.rules import ClockEvent
from storage.reports.kinds import TipStatus, Urgency
from storage.reports.tips import Tip
from tests.company import logging_to
from tests.databases import Database
from tests.phone import call
from tests.reports.duty import CITY, TOWN, open_duty
from tests.reports.room import BOT, Room, open_room


@pytest.fixture
async def room(sqlite: Database, tmp_path: Path) -> AsyncIterator[Room]:
    """Li holds tips, Zhao leads the unit above; both have opened the private chat."""
    duty = await open_duty(await sqlite("reports"), "2026-11-24T10:20:30")
    await duty.add_person("Li", TOWN, Role.TRIAGE)
    await duty.add_person("Zhao", CITY, Role.SUPERVISOR)
    with logging_to(tmp_path / "humen.log"):
        async with open_room(duty) as opened:
            for name, player in (("Li", opened.li), ("Zhao", opened.zhao)):
                async with duty.work() as work:
                    (await work.staff.get(duty.people[name])).chat_id = player.id
                    await work.commit()
                await player.send(BOT, "/start")
            yield opened


async def let_pass(room: Room, hours: int) -> None:
    for _ in range(hours):
        room.duty.clock.advance(hours=1)
        await room.side.chore()
        await room.serve_outbox()


async def heard(room: Room, player: object, chat: int) -> list[str]:
    """Return what the clock has said in a chat."""
    params = {"user": getattr(player, "id"), "chat": chat}  # noqa: B009
    state = await call(room.base_url, "GET", "/sim/state", params=params)
    found = next(each for each in state["chats"] if each["id"] == chat)
    return [str(m["text"]) for m in found["messages"] if "⏰" in str(m.get("text"))]


async def taken(room: Room, urgency: Urgency = Urgency.ROUTINE) -> str:
    """Let Li hold a tip, and return its number."""
    tip_id = await room.duty.add_tip(urgency=urgency)

    def take(tip: Tip) -> None:
        tip.holder_id, tip.status = room.duty.people["Li"], TipStatus.TAKEN

    await room.duty.note(tip_id, ClockEvent.ACKNOWLEDGED, take)
    async with room.duty.work() as work:
        return (await work.tips.get(tip_id)).number


async def test_the_holder_hears_in_private_and_the_unit_above_in_its_chat(room: Room) -> None:
    number = await taken(room, Urgency.URGENT)
    await let_pass(room, 7)
    assert await heard(room, room.li, BOT) == [
        f"⏰ 线索 {number}：“首次阅读”应在 11-24 13:00 前完成，现在还没有做。"
    ]
    assert await heard(room, room.zhao, room.above) == [
        f"⏰ “园林街道”的线索 {number}：“首次阅读”应在 11-24 13:00 前完成，现在还没有做。"
    ]
    assert await heard(room, room.li, room.group) == [
        f"⏰ 线索 {number}：“首次阅读”应在 11-24 13:00 前完成，现在还没有做，请您督办。"
    ], "the unit has no supervisor"


async def test_whoever_has_shut_the_private_chat_hears_in_the_units(room: Room) -> None:
    number = await taken(room, Urgency.URGENT)
    await room.play("block", user=room.li.id, bot=BOT)
    await let_pass(room, 3)
    assert f"⏰ 线索 {number}：“首次阅读”应在 11-24 13:00 前完成，现在还没有做。" in await heard(
        room, room.li, room.group
    )


async def test_a_transfer_is_reminded_of_as_a_question_with_its_source(room: Room) -> None:
    number = await taken(room)
    await let_pass(room, 23)
    (said,) = await heard(room, room.li, BOT)
    assert said == (
        f"⏰ 线索 {number}：如果不归本单位管，请在 11-25 11:00 前移送有管辖权的单位。\n"
        "《公安机关办理行政案件程序规定》第六十一条 · 公安部"
    )


async def test_what_was_settled_between_planning_and_sending_is_not_said(room: Room) -> None:
    tip_id = await room.duty.add_tip(urgency=Urgency.URGENT)
    room.duty.clock.advance(hours=3)
    await room.side.chore()
    await room.duty.note(tip_id, ClockEvent.READ)
    await room.serve_outbox()
    assert await heard(room, room.li, room.group) == []


async def test_a_tip_that_ended_meanwhile_is_passed_over(room: Room) -> None:
    tip_id = await room.duty.add_tip(urgency=Urgency.URGENT)
    room.duty.clock.advance(hours=3)
    await room.side.chore()
    async with room.duty.work() as work:
        await work.lifetimes.delete_tip(tip_id)
        await work.commit()
    await room.serve_outbox()
    assert await heard(room, room.li, room.group) == []
