"""The board in the admin chat: what it says, and what befalls it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest

from bot.reports.staff.rules import Role
from bot.reports.triage.board.rules import wait_after
from storage.reports.kinds import TipStatus, Urgency
from tests.company import logging_to
from tests.databases import Database
from tests.reports.duty import TOWN, open_duty
from tests.reports.room import BOT, Room, open_room


@pytest.fixture
async def room(sqlite: Database, tmp_path: Path) -> AsyncIterator[Room]:
    duty = await open_duty(await sqlite("reports"), "2026-11-24T10:20:30")
    await duty.add_person("Li", TOWN, Role.TRIAGE)
    with logging_to(tmp_path / "humen.log"):
        async with open_room(duty) as opened:
            yield opened


async def take(room: Room, tip_id: str) -> None:
    async with room.duty.work() as work:
        tip = await work.tips.get_for_update(tip_id)
        tip.holder_id, tip.status = room.duty.people["Li"], TipStatus.TAKEN
        await work.commit()


async def the_board(room: Room) -> str:
    boards = await room.boards()
    assert len(boards) == 1
    return str(boards[0]["text"])


async def test_the_board_counts_what_is_open_and_stands_pinned(room: Room) -> None:
    await room.side.boards()
    assert await the_board(room) == "📌 值班板 · 园林街道\n没有未办结的线索。"
    for urgency in (Urgency.URGENT, Urgency.ROUTINE, Urgency.ROUTINE):
        await take(room, await room.duty.add_tip(urgency=urgency))
    await room.duty.add_tip(urgency=Urgency.URGENT)
    await room.side.keep_clock()
    room.duty.clock.advance(hours=3)
    await room.side.boards()
    text = await the_board(room)
    assert "未办结：4 条\n待接手：1\n" in text
    assert "🔴 紧急：2\n⏰ 超时：2\n时间最长：" in text
    assert text.endswith("11-24 10:00 起")
    pinned = room.chat.pinned_message()
    assert pinned is not None
    assert [pinned.id] == [board["message_id"] for board in await room.boards()]


async def test_a_board_that_says_the_same_is_left_alone_also_after_a_restart(room: Room) -> None:
    await room.side.boards()
    for _ in range(3):
        room.restart()
        await room.side.boards()
    assert len(await room.boards()) == 1
    assert room.requests("editMessageText") == []
    assert len(room.requests("pinChatMessage")) == 2


async def test_a_report_without_a_card_yet_is_not_counted_unless_it_is_urgent(room: Room) -> None:
    """Else the board would tell the minute in which somebody wrote."""
    tip_id, wait = await room.duty.add_tip(), timedelta(minutes=20)
    async with room.duty.work() as work:
        work.outbox.add("card", TOWN.encode(), {"tip": tip_id}, room.duty.clock() + wait)
        await work.commit()
    await room.side.boards()
    assert "没有未办结的线索" in await the_board(room)
    await room.duty.add_tip(urgency=Urgency.URGENT)
    await room.side.boards()
    assert "未办结：1 条" in await the_board(room)
    room.duty.clock.advance(minutes=20)
    await room.side.boards()
    assert "未办结：2 条" in await the_board(room)


async def test_a_deleted_board_is_posted_and_pinned_anew(room: Room) -> None:
    await room.side.boards()
    first = (await room.boards())[0]["message_id"]
    await room.play("delete", user=room.li.id, chat=room.group, message_ids=[first])
    await room.duty.add_tip(urgency=Urgency.URGENT)
    await room.side.boards()
    assert "未办结：1 条" in await the_board(room)
    assert (await room.boards())[0]["message_id"] != first
    assert room.chat.pinned_message() is not None


async def test_a_deleted_board_comes_back_though_nothing_changes(room: Room) -> None:
    await room.side.boards()
    first = (await room.boards())[0]["message_id"]
    await room.play("delete", user=room.li.id, chat=room.group, message_ids=[first])
    await room.side.boards()
    assert await room.boards() == []
    room.duty.clock.advance(minutes=11)
    await room.side.boards()
    assert len(await room.boards()) == 1


async def test_an_unpinned_board_is_pinned_again(room: Room) -> None:
    await room.side.boards()
    room.chat.pinned.clear()
    room.duty.clock.advance(minutes=11)
    await room.side.boards()
    assert room.chat.pinned == [(await room.boards())[0]["message_id"]]


async def test_what_the_staff_pinned_over_it_stays(room: Room) -> None:
    await room.side.boards()
    sent = await room.li.send(room.group, "本周值班表")
    room.chat.pinned.append(int(sent["message_id"]))
    room.duty.clock.advance(minutes=11)
    await room.side.boards()
    assert room.chat.pinned[-1] == sent["message_id"]


async def test_a_bot_that_may_not_pin_still_keeps_its_board(room: Room) -> None:
    await room.play("role", chat=room.group, user=BOT, role="member")
    await room.side.boards()
    await room.duty.add_tip(urgency=Urgency.URGENT)
    await room.side.boards()
    assert "未办结：1 条" in await the_board(room)


@pytest.mark.parametrize("changes", [True, False])
async def test_an_upgraded_group_gets_its_board_where_it_is_now(room: Room, changes: bool) -> None:  # noqa: FBT001
    await room.side.boards()
    upgraded = await room.play("upgrade", user=room.li.id, chat=room.group)
    if changes:
        await room.duty.add_tip(urgency=Urgency.URGENT)
    for _ in range(3):
        room.duty.clock.advance(minutes=11)
        await room.side.boards()
    boards = await room.boards(int(upgraded["id"]))
    assert len(boards) == 1
    assert ("未办结：1 条" in boards[0]["text"]) == changes
    async with room.duty.work() as work:
        assert (await work.units.get(TOWN)).chat_id == int(upgraded["id"])


async def test_a_bot_put_out_tries_ever_more_seldom_and_goes_on_once_it_is_back(
    room: Room,
) -> None:
    await room.side.boards()
    await room.play("leave", chat=room.group, user=BOT)
    await room.duty.add_tip(urgency=Urgency.URGENT)
    before = len(room.world.requests.select(None, "editMessageText"))
    for _ in range(80):
        room.duty.clock.advance(seconds=15)
        await room.side.boards()
    tried = len(room.world.requests.select(None, "editMessageText")) - before
    assert 2 <= tried <= 8
    await room.play("join", chat=room.group, user=BOT)
    await room.play("role", chat=room.group, user=BOT, role="administrator")
    room.duty.clock.advance(minutes=10)
    await room.side.boards()
    assert "未办结：1 条" in (await room.boards())[-1]["text"]


async def test_a_chat_that_is_lost_keeps_no_other_from_its_board(room: Room) -> None:
    await room.play("leave", chat=room.group, user=BOT)
    await room.side.boards()
    city = room.world.groups[room.above]
    assert len([m for m in city.messages.values() if not m.is_service]) == 1


def test_waiting_grows_and_ends_at_ten_minutes() -> None:
    waits = [wait_after(failures).total_seconds() for failures in range(1, 30)]
    assert waits[:6] == [30, 60, 120, 240, 480, 600]
    assert set(waits[5:]) == {600}
