"""However many reports come, the group hears no more than Telegram allows, and the last state."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from bot.gateway.world.flood import WindowLimits
from bot.gateway.world.world import World
from bot.reports.staff.rules import Role
from tests.databases import Backend, Database, SQLiteFiles
from tests.drills.sizes import share_of
from tests.logs import logging_to
from tests.reports.admin_chat import open_admin_chat
from tests.reports.tables import TOWN, open_tables
from tests.reports.triage.board.fast_loop import FastLoop, LoopClock
from tests.reports.triage.board.rush import (
    NotedPace,
    Rush,
    all_boards,
    board_as_it_should_be,
    edits_seen,
    most_in_a_minute,
)


@pytest.fixture(autouse=True)
def noted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.app.bots.Pace", NotedPace)
    NotedPace.passed.clear()


START = "2026-11-24T10:00:00"


async def rush_for(backend: Backend, folder: Path, seconds: float, drain: float) -> None:
    database = Database(backend)
    tables = await open_tables(await database("reports"), START)
    clock = LoopClock(tables.clock.now)
    tables.clock = clock  # type: ignore[assignment]
    await tables.add_person("Li", TOWN, Role.TRIAGE)
    world = World(clock, flood=WindowLimits())
    try:
        with logging_to(folder / "humen.log"):
            async with open_admin_chat(tables, world) as admin_chat:
                await Rush(admin_chat, seconds, drain).play()
                assert len(NotedPace.passed) > seconds / 7.2
                assert most_in_a_minute(NotedPace.passed) <= 20
                assert most_in_a_minute(edits_seen(admin_chat)) <= 20
                (board,) = all_boards(admin_chat)
                lines = await board_as_it_should_be(admin_chat)
                assert lines[0] == f"未办结：{round(seconds / 7.2)} 条\n"
                assert [line for line in lines if line not in board] == []
    finally:
        await database.close()


def test_some_minutes_of_five_hundred_an_hour(sqlite_backend: SQLiteFiles, tmp_path: Path) -> None:
    with asyncio.Runner(loop_factory=lambda: FastLoop(60)) as runner:
        runner.run(rush_for(sqlite_backend, tmp_path, 6 * 60, 900))


@pytest.mark.drill
@pytest.mark.timeout(300)
def test_an_hour_of_five_hundred_an_hour(sqlite_backend: SQLiteFiles, tmp_path: Path) -> None:
    with asyncio.Runner(loop_factory=lambda: FastLoop(40)) as runner:
        runner.run(rush_for(sqlite_backend, tmp_path, share_of(3600, least=720), 1200))
