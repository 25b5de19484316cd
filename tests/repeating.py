"""Delivers every update five times and repeats every tap, and looks whether that changed anything."""

from __future__ import annotations

import asyncio
import sqlite3
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from tests.phone import JSON, call, find_button, inline_buttons, words_of
from tests.player import Player
from tests.whole_app import WholeApp

COPIES, TAPS = 5, 3
HOUSES = ("education", "reports")
# When somebody was last here, and which updates came, is no effect of theirs.
# Clock, board and head of the audit follow what stands in the queue, a little later.
NO_EFFECT = {
    "applied_updates",
    "attempts_refused",
    "audit_heads",
    "boards",
    "tip_promises",
    "tip_reminders",
}
# What the office does by the clock, whatever anybody taps meanwhile.
BY_THE_CLOCK = "'audit_head'"
# The head of the audit, and the board.
TOLD_BY_THE_CLOCK = ("🔏", "📌")
SERVICE = {"delete_chat_photo", "pinned_message"}
NO_EFFECT_COLUMNS = {"seen_at"}

Screen = list[tuple[str, tuple[str, ...]]]
Tables = dict[str, list[str]]


@dataclass(frozen=True)
class Moment:
    """What stands in the databases and on somebody's screen."""

    tables: Tables
    screen: Screen


@dataclass(frozen=True)
class Repeater:
    """Plays an application in which nothing arrives just once."""

    app: WholeApp

    async def tap(
        self,
        player: Player,
        words: str,
        *,
        chat: int | None = None,
        message: JSON | None = None,
        adds: int = 0,
    ) -> None:
        """Tap three times, the first tap delivered five times over; `adds` messages each time."""
        chat = self.app.public if chat is None else chat
        card, data = await self._button(player, chat, words, message)
        await self._deliver_repeatedly("callback_query")
        await player.tap_data(data, card, chat=chat)
        first = await self.moment(player, chat)
        for _ in range(TAPS - 1):
            if not await _stands(player, chat, card):
                break
            await player.tap_data(data, card, chat=chat)
        again = await self.moment(player, chat)
        assert again.tables == first.tables, f"{words}: another effect"
        repeated = first.screen[len(first.screen) - adds :]
        assert again.screen[: len(first.screen)] == first.screen, f"{words}: another answer"
        rest = again.screen[len(first.screen) :]
        assert rest == repeated * (len(rest) // max(adds, 1)), f"{words}: another answer"

    async def say(self, player: Player, text: str, chat: int | None = None) -> Moment:
        """Write a message that is delivered five times."""
        chat = self.app.public if chat is None else chat
        await self._deliver_repeatedly("message")
        await player.send(chat, text)
        return await self.moment(player, chat)

    async def photos(self, player: Player, *photos: bytes, caption: str | None = None) -> Moment:
        """Send an album of which each part is delivered five times."""
        for _ in photos:
            await self._deliver_repeatedly("message")
        await player.photo(self.app.public, *photos, caption=caption)
        return await self.moment(player, self.app.public)

    async def moment(self, player: Player, chat: int) -> Moment:
        """Return what stands once the bots have nothing left to do."""
        await self.quiet()
        return Moment(tables(self.app.folder), await _screen(player, chat))

    async def quiet(self) -> None:
        queues = [bot.updates for bot in self.app.world.bots.values()]
        async with asyncio.timeout(60):
            while any(each.pending_count for each in queues) or self._owes():  # noqa: ASYNC110
                # The gateway tells nobody when a bot has confirmed.
                await asyncio.sleep(0.05)

    async def _button(
        self, player: Player, chat: int, words: str, message: JSON | None
    ) -> tuple[JSON, str]:
        async with asyncio.timeout(15):
            while True:
                wanted = None if message is None else message["message_id"]
                found = find_button(await player.view(chat), words, wanted)
                if found is not None and found[0] is not None:
                    return found[0], str(found[1]["callback_data"])
                await asyncio.sleep(0.05)

    async def _deliver_repeatedly(self, kind: str) -> None:
        body = {"kind": "duplicate", "method": kind, "copies": COPIES}
        await call(self.app.stage.base_url, "POST", "/sim/faults", json=body)

    def _owes(self) -> bool:
        rows = tables(self.app.folder)["reports.outbox"]
        # A close is settled only after the ten minutes in which it can be undone.
        return any("'settle_close'" not in row for row in rows)


def tables(folder: Path) -> Tables:
    """Return every row of both databases that is somebody's effect."""
    found: Tables = {}
    for house in HOUSES:
        address = f"file:{folder / house}.sqlite3?mode=ro"
        with closing(sqlite3.connect(address, uri=True, timeout=20)) as connection:
            connection.row_factory = sqlite3.Row
            names = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
            for (name,) in names.fetchall():
                if name not in NO_EFFECT:
                    rows = connection.execute(f"SELECT * FROM {name}").fetchall()  # noqa: S608
                    listed = sorted(_row(row) for row in rows)
                    found[f"{house}.{name}"] = [row for row in listed if BY_THE_CLOCK not in row]
    return found


def _row(row: sqlite3.Row) -> str:
    return repr([(key, row[key]) for key in row.keys() if key not in NO_EFFECT_COLUMNS])  # noqa: SIM118


async def _stands(player: Player, chat: int, card: JSON) -> bool:
    return any(m["message_id"] == card["message_id"] for m in await player.messages(chat))


async def _screen(player: Player, chat: int) -> Screen:
    return [
        (words_of(each), tuple(button["text"] for button in inline_buttons(each)))
        for each in await player.messages(chat)
        if not each["out"]
        and not SERVICE & each.keys()
        and not words_of(each).startswith(TOLD_BY_THE_CLOCK)
    ]
