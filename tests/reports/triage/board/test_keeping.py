"""The board in the admin chat: what it says, and what befalls it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest

from bot.reports.staff.rules import Role
from bot.reports.triage.board.rules import wait_after
from storage.reports.kinds import TipStatus, Urgency
from tests.databases import Database
from tests.logs import logging_to
from tests.reports.admin_chat import BOT, AdminChat, open_admin_chat
from tests.reports.tables import TOWN, open_tables


@pytest.fixture
async def admin_chat(sqlite: Database, tmp_path: Path) -> AsyncIterator[AdminChat]:
    tables = await open_tables(await sqlite("reports"), "2026-11-24T10:20:30")
    await tables.add_person("Li", TOWN, Role.TRIAGE)
    with logging_to(tmp_path / "humen.log"):
        async with open_admin_chat(tables) as opened:
            yield opened


async def take(admin_chat: AdminChat, tip_id: str) -> None:
    async with admin_chat.tables.work() as work:
        tip = await work.tips.get_for_update(tip_id)
        tip.holder_id, tip.status = admin_chat.tables.people["Li"], TipStatus.TAKEN
        await work.commit()


async def the_board(admin_chat: AdminChat) -> str:
    boards = await admin_chat.boards()
    assert len(boards) == 1
    return str(boards[0]["text"])


async def test_the_board_counts_what_is_open_and_stands_pinned(admin_chat: AdminChat) -> None:
    await admin_chat.side.boards()
    assert await the_board(admin_chat) == "📌 值班板 · 园林街道\n没有未办结的线索。"
    for urgency in (Urgency.URGENT, Urgency.ROUTINE, Urgency.ROUTINE):
        await take(admin_chat, await admin_chat.tables.add_tip(urgency=urgency))
    await admin_chat.tables.add_tip(urgency=Urgency.URGENT)
    await admin_chat.side.keep_clock()
    admin_chat.tables.clock.advance(hours=3)
    await admin_chat.side.boards()
    text = await the_board(admin_chat)
    assert "未办结：4 条\n待接手：1\n" in text
    assert "🔴 紧急：2\n⏰ 超时：2\n时间最长：" in text
    assert text.endswith("11-24 10:00 起")
    pinned = admin_chat.chat.pinned_message()
    assert pinned is not None
    assert [pinned.id] == [board["message_id"] for board in await admin_chat.boards()]


async def test_a_board_that_says_the_same_is_left_alone_also_after_a_restart(
    admin_chat: AdminChat,
) -> None:
    await admin_chat.side.boards()
    for _ in range(3):
        admin_chat.restart()
        await admin_chat.side.boards()
    assert len(await admin_chat.boards()) == 1
    assert admin_chat.requests("editMessageText") == []
    assert len(admin_chat.requests("pinChatMessage")) == 2


async def test_a_report_without_a_card_yet_is_not_counted_unless_it_is_urgent(
    admin_chat: AdminChat,
) -> None:
    """Else the board would tell the minute in which somebody wrote."""
    tip_id, wait = await admin_chat.tables.add_tip(), timedelta(minutes=20)
    async with admin_chat.tables.work() as work:
        work.outbox.add("card", TOWN.encode(), {"tip": tip_id}, admin_chat.tables.clock() + wait)
        await work.commit()
    await admin_chat.side.boards()
    assert "没有未办结的线索" in await the_board(admin_chat)
    await admin_chat.tables.add_tip(urgency=Urgency.URGENT)
    await admin_chat.side.boards()
    assert "未办结：1 条" in await the_board(admin_chat)
    admin_chat.tables.clock.advance(minutes=20)
    await admin_chat.side.boards()
    assert "未办结：2 条" in await the_board(admin_chat)


async def test_a_deleted_board_is_posted_and_pinned_anew(admin_chat: AdminChat) -> None:
    await admin_chat.side.boards()
    first = (await admin_chat.boards())[0]["message_id"]
    await admin_chat.play(
        "delete", user=admin_chat.li.id, chat=admin_chat.group, message_ids=[first]
    )
    await admin_chat.tables.add_tip(urgency=Urgency.URGENT)
    await admin_chat.side.boards()
    assert "未办结：1 条" in await the_board(admin_chat)
    assert (await admin_chat.boards())[0]["message_id"] != first
    assert admin_chat.chat.pinned_message() is not None


async def test_a_deleted_board_comes_back_though_nothing_changes(admin_chat: AdminChat) -> None:
    await admin_chat.side.boards()
    first = (await admin_chat.boards())[0]["message_id"]
    await admin_chat.play(
        "delete", user=admin_chat.li.id, chat=admin_chat.group, message_ids=[first]
    )
    await admin_chat.side.boards()
    assert await admin_chat.boards() == []
    admin_chat.tables.clock.advance(minutes=11)
    await admin_chat.side.boards()
    assert len(await admin_chat.boards()) == 1


async def test_an_unpinned_board_is_pinned_again(admin_chat: AdminChat) -> None:
    await admin_chat.side.boards()
    admin_chat.chat.pinned.clear()
    admin_chat.tables.clock.advance(minutes=11)
    await admin_chat.side.boards()
    assert admin_chat.chat.pinned == [(await admin_chat.boards())[0]["message_id"]]


async def test_what_the_staff_pinned_over_it_stays(admin_chat: AdminChat) -> None:
    await admin_chat.side.boards()
    sent = await admin_chat.li.send(admin_chat.group, "本周值班表")
    admin_chat.chat.pinned.append(int(sent["message_id"]))
    admin_chat.tables.clock.advance(minutes=11)
    await admin_chat.side.boards()
    assert admin_chat.chat.pinned[-1] == sent["message_id"]


async def test_a_bot_that_may_not_pin_still_keeps_its_board(admin_chat: AdminChat) -> None:
    await admin_chat.play("role", chat=admin_chat.group, user=BOT, role="member")
    await admin_chat.side.boards()
    await admin_chat.tables.add_tip(urgency=Urgency.URGENT)
    await admin_chat.side.boards()
    assert "未办结：1 条" in await the_board(admin_chat)


@pytest.mark.parametrize("changes", [True, False])
async def test_an_upgraded_group_gets_its_board_where_it_is_now(
    admin_chat: AdminChat, *, changes: bool
) -> None:
    await admin_chat.side.boards()
    upgraded = await admin_chat.play("upgrade", user=admin_chat.li.id, chat=admin_chat.group)
    if changes:
        await admin_chat.tables.add_tip(urgency=Urgency.URGENT)
    for _ in range(3):
        admin_chat.tables.clock.advance(minutes=11)
        await admin_chat.side.boards()
    boards = await admin_chat.boards(int(upgraded["id"]))
    assert len(boards) == 1
    assert ("未办结：1 条" in boards[0]["text"]) == changes
    async with admin_chat.tables.work() as work:
        assert (await work.units.get(TOWN)).chat_id == int(upgraded["id"])


async def test_a_bot_put_out_tries_ever_more_seldom_and_goes_on_once_it_is_back(
    admin_chat: AdminChat,
) -> None:
    await admin_chat.side.boards()
    await admin_chat.play("leave", chat=admin_chat.group, user=BOT)
    await admin_chat.tables.add_tip(urgency=Urgency.URGENT)
    before = len(admin_chat.world.requests.select(None, "editMessageText"))
    for _ in range(80):
        admin_chat.tables.clock.advance(seconds=15)
        await admin_chat.side.boards()
    tried = len(admin_chat.world.requests.select(None, "editMessageText")) - before
    assert 2 <= tried <= 8
    await admin_chat.play("join", chat=admin_chat.group, user=BOT)
    await admin_chat.play("role", chat=admin_chat.group, user=BOT, role="administrator")
    admin_chat.tables.clock.advance(minutes=10)
    await admin_chat.side.boards()
    assert "未办结：1 条" in (await admin_chat.boards())[-1]["text"]


async def test_a_chat_that_is_lost_keeps_no_other_from_its_board(admin_chat: AdminChat) -> None:
    await admin_chat.play("leave", chat=admin_chat.group, user=BOT)
    await admin_chat.side.boards()
    city = admin_chat.world.groups[admin_chat.above]
    assert len([m for m in city.messages.values() if not m.is_service]) == 1


def test_waiting_grows_and_ends_at_ten_minutes() -> None:
    waits = [wait_after(failures).total_seconds() for failures in range(1, 30)]
    assert waits[:6] == [30, 60, 120, 240, 480, 600]
    assert set(waits[5:]) == {600}
