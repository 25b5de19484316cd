"""Memory on the page, on a 390-pixel phone: consent, practice, progress, data and help by taps."""

from __future__ import annotations

import asyncio
import re
import sqlite3
from contextlib import closing
from datetime import datetime
from pathlib import Path

import pytest
from playwright.async_api import expect

from bot.education.learning.service.reminders import PlanReminders
from tests.browser import chromium, font_settings
from tests.journeys.browser_evening import (
    DRAWN,
    Evening,
    calendar,
    company,
    disk,
    evening,
    locale,
)
from tests.journeys.hand import PATIENCE_MS

__all__ = ["calendar", "chromium", "company", "disk", "evening", "font_settings", "locale"]

pytestmark = pytest.mark.browser


@pytest.fixture(autouse=True)
def planned(monkeypatch: pytest.MonkeyPatch) -> list[datetime]:
    """Return the moments for which reminders have been planned, whether any was written or not."""
    moments: list[datetime] = []
    plan = PlanReminders.__call__

    async def plan_and_tell(self: PlanReminders) -> int:
        now = self.clock()
        count = await plan(self)
        moments.append(now)
        return count

    monkeypatch.setattr(PlanReminders, "__call__", plan_and_tell)
    return moments


def reminded_days(data: Path) -> list[str | None]:
    """Return for each learner with habits the last day on which a reminder was written."""
    with closing(sqlite3.connect(data / "education.sqlite3", timeout=20)) as database:
        return [day for (day,) in database.execute("SELECT reminded_on FROM habits")]


async def test_memory_is_lived_by_taps(evening: Evening, planned: list[datetime]) -> None:
    await consent(evening)
    await be_reminded(evening, planned)
    await practise(evening)
    await clear_help(evening)
    await evening.ask("/mydata", "data")
    await evening.tap("withdraw", "withdrawn")
    await evening.end()


async def consent(evening: Evening) -> None:
    await evening.learn("learn", "lesson")
    await evening.tap("child", "ask_consent")
    await evening.tap("guardian", "law")
    await evening.tap("agree", "kept")


async def be_reminded(evening: Evening, planned: list[datetime]) -> None:
    """Choose an hour; the next day neither the night nor an earlier hour brings a reminder."""
    await evening.ask("/reminders", "when")
    await evening.yu.tap("17:00")
    await evening.sees("set")
    await evening.look("set")
    for days, hour in ((1, 3), (0, 16)):
        evening.calendar.turn(days, hour)
        async with asyncio.timeout(PATIENCE_MS / 1000):
            while evening.calendar.now not in planned:  # noqa: ASYNC110 - it is told nowhere else
                await asyncio.sleep(0.05)
        assert reminded_days(evening.company.folder) == [None], f"at {hour} o'clock"
        await evening.yu.not_sees(evening.says["reminder"])
    evening.calendar.turn(0, 17)
    await evening.sees("reminder")
    await evening.look("reminder")
    assert reminded_days(evening.company.folder) == [str(evening.calendar.now.date())]


async def practise(evening: Evening) -> None:
    await evening.tap("practise", "question")
    await evening.answer_all()
    await evening.sees("practised")
    await evening.yu.say("/progress")
    words = re.compile(evening.says["progress"])
    bubble = evening.yu.screen.locator(".bubble:has(img)").filter(has_text=words).last
    await expect(bubble.locator("img")).to_be_visible(timeout=PATIENCE_MS)
    image = await bubble.locator("img").element_handle()
    await evening.yu.page.wait_for_function(DRAWN, arg=image)
    await evening.look("progress")


async def clear_help(evening: Evening) -> None:
    await evening.tap("help", "numbers")
    await evening.yu.tap(evening.says["clear"])
    await evening.yu.not_sees(evening.says["numbers"])
