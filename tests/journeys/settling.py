"""Lets the ten minutes go by in which a close can be undone."""

from __future__ import annotations

import asyncio
import sqlite3
from contextlib import closing

from tests.phone import inline_buttons
from tests.player import Player
from tests.whole_app import WholeApp

REOPEN = "tip:reopen:"


async def settle(app: WholeApp, officer: Player, admin_chat: int) -> None:
    """Make what waits due now, and wait until the newest card can be opened again."""
    await asyncio.to_thread(_hasten, app)
    async with asyncio.timeout(20):
        while not await _is_settled(officer, admin_chat):  # noqa: ASYNC110 - nobody tells
            await asyncio.sleep(0.1)


async def _is_settled(officer: Player, admin_chat: int) -> bool:
    return any(
        button.get("callback_data", "").startswith(REOPEN)
        for message in await officer.messages(admin_chat)
        for button in inline_buttons(message)
    )


def _hasten(app: WholeApp) -> None:
    path = app.folder / "reports.sqlite3"
    with closing(sqlite3.connect(path, timeout=20)) as database, database:
        rows = "UPDATE outbox SET due_at = '2020-01-01 00:00:00.000000' WHERE kind = ?"
        changed = database.execute(rows, ("settle_close",))
        assert changed.rowcount == 1, "one close waits"
