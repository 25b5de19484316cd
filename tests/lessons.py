"""Goes through a lesson without knowing it: any answer will do."""

from __future__ import annotations

import asyncio
import secrets
import sqlite3
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

from tests.phone import JSON, inline_buttons
from tests.player import Player

# Whatever ends a step comes before what only goes on within it.
MOVES = ("su:", "go:", "an:", "ma:", "ch:")


def next_move(card: JSON) -> str | None:
    """Return the callback data of the tap that goes on, or None at the end of a lesson."""
    offered = [str(each.get("callback_data", "")) for each in inline_buttons(card)]
    for prefix in MOVES:
        for data in offered:
            if data.startswith(prefix):
                return data
    return None


async def lesson_card(student: Player, bot: int) -> JSON:
    """Return the newest message that carries a lesson's buttons."""
    cards = [card for card in await student.messages(bot) if _is_lesson(card)]
    return cards[-1]


def _is_lesson(card: JSON) -> bool:
    prefixes = (*MOVES, "at:")
    return any(str(b.get("callback_data", "")).startswith(prefixes) for b in inline_buttons(card))


async def changed(student: Player, bot: int, card: JSON, within: float = 15.0) -> JSON:
    """Wait until the card has other words or buttons, or a newer one in its place; return it."""
    async with asyncio.timeout(within):
        while True:
            messages = await student.messages(bot)
            found = [each for each in messages if each["message_id"] == card["message_id"]]
            if found and not _is_same(found[0], card):
                return found[0]
            newer = [each for each in messages if each["message_id"] > card["message_id"]]
            if not found and any(_is_lesson(each) for each in newer):
                return await lesson_card(student, bot)
            await asyncio.sleep(0.03)


def _is_same(one: JSON, other: JSON) -> bool:
    return all(one.get(key) == other.get(key) for key in ("text", "caption", "reply_markup"))


async def remember(data: Path, chat_id: int) -> None:
    """Let somebody be a learner who is kept: guests are in memory, and end with the process.

    In a thread, since whoever holds the database just then may need this loop to let go of it.
    """
    await asyncio.to_thread(_add_learner, data, chat_id)


def _add_learner(data: Path, chat_id: int) -> None:
    now = datetime.now(UTC).strftime("%Y-%m-%d %H:00:00.000000")
    values = (secrets.token_hex(16), chat_id, now)
    with closing(sqlite3.connect(data / "education.sqlite3", timeout=20)) as house, house:
        house.execute(
            "INSERT INTO learners (id, channel, chat_id, is_active, age_band, seen_at)"
            " VALUES (?, 'telegram', ?, 1, '18-plus', ?)",
            values,
        )


async def begin_lesson(student: Player, bot: int, first: str = "学一课") -> JSON:
    """Start the first lesson from the menu and return its card."""
    await student.tap(first, chat=bot)
    await student.tap("开始第 1 课")
    await student.sees("▱")
    return await lesson_card(student, bot)


async def finish_lesson(student: Player, bot: int) -> JSON:
    """Tap on until the result, and return its card."""
    card = await lesson_card(student, bot)
    while (data := next_move(card)) is not None:
        await student.tap_data(data, card, chat=bot)
        card = await changed(student, bot, card)
    return card
