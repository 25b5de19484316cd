"""Memory on the page, on a 390-pixel phone: consent, practice, progress, data and help by taps."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from playwright.async_api import Browser, ViewportSize, expect

from bot.gateway.cast import CHINESE as CHINESE_CAST
from bot.gateway.cast import ENGLISH as ENGLISH_CAST
from tests.browser import chromium, font_settings, record_complaints
from tests.company import Company, perform
from tests.journeys.hand import PATIENCE_MS, Hand
from tests.journeys.memory_words import CHINESE, ENGLISH
from tests.journeys.test_browser_story import OVERFLOWING
from tests.journeys.test_memory import Calendar, following
from tests.lessons import lesson_card, next_move
from tests.player import Player

__all__ = ["chromium", "font_settings"]

pytestmark = pytest.mark.browser

POCKET: ViewportSize = {"width": 390, "height": 844}


@pytest.fixture(params=["zh_Hans", "en"])
def locale(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def calendar() -> Calendar:
    return Calendar()


@pytest.fixture
async def company(locale: str, calendar: Calendar, tmp_path: Path) -> AsyncIterator[Company]:
    cast = CHINESE_CAST if locale == "zh_Hans" else ENGLISH_CAST
    async with perform(tmp_path, cast, calendar) as performing:
        yield performing


async def answer_all(student: Player, bot: int) -> None:
    """Go to the end of the attempt; its questions are clicked in other journeys."""
    card = await lesson_card(student, bot)
    while (data := next_move(card)) is not None:
        await student.tap_data(data, card, chat=bot)
        card = await following(student, bot, card)


@dataclass(kw_only=True)
class Evening:
    """One student's phone on the page, and what is wrong with it."""

    yu: Hand
    says: Mapping[str, str]
    company: Company
    calendar: Calendar
    folder: Path
    faults: list[str] = field(default_factory=list)

    async def look(self, name: str) -> None:
        page = self.yu.page
        await page.screenshot(path=self.folder / f"{name}.png")
        self.faults += [f"{name}: {each}" for each in await page.evaluate(OVERFLOWING)]

    async def tap(self, name: str, seen: str) -> None:
        await self.yu.tap(self.says[name])
        await self.yu.sees(self.says[seen])
        await self.look(seen)

    async def consent(self) -> None:
        await self.yu.tap(self.says["learn"])
        await self.yu.tap(self.says["lesson"])
        await self.yu.sees("▱")
        await answer_all(self.company.student, self.company.public)
        await self.tap("child", "ask_consent")
        await self.tap("guardian", "law")
        await self.tap("agree", "kept")

    async def be_reminded(self) -> None:
        await self.yu.say("/reminders")
        await self.yu.sees(self.says["when"])
        await self.yu.tap("17:00")
        await self.yu.sees(self.says["set"])
        await self.look("set")
        self.calendar.turn(2, 3)
        await self.yu.page.wait_for_timeout(1500)
        await self.yu.not_sees(self.says["reminder"])
        self.calendar.turn(0, 17)
        await self.yu.sees(self.says["reminder"])
        await self.look("reminder")

    async def practise(self) -> None:
        await self.tap("practise", "question")
        await answer_all(self.company.student, self.company.public)
        await self.yu.sees(self.says["practised"])
        await self.yu.say("/progress")
        words = re.compile(self.says["progress"])
        bubble = self.yu.screen.locator(".bubble:has(img)").filter(has_text=words).last
        await expect(bubble.locator("img")).to_be_visible(timeout=PATIENCE_MS)
        await self.look("progress")

    async def clear_help(self) -> None:
        await self.tap("help", "numbers")
        await self.yu.tap(self.says["clear"])
        await self.yu.not_sees(self.says["numbers"])

    async def withdraw(self) -> None:
        await self.yu.say("/mydata")
        await self.yu.sees(self.says["data"])
        await self.look("data")
        await self.tap("withdraw", "withdrawn")


async def test_memory_is_lived_by_taps(
    locale: str, calendar: Calendar, company: Company, chromium: Browser, tmp_path: Path
) -> None:
    page = await chromium.new_page(viewport=POCKET, reduced_motion="reduce")
    page.set_default_timeout(PATIENCE_MS)
    complaints = record_complaints(page)
    await page.goto(f"{company.stage.base_url}/?lang={locale}")
    evening = Evening(
        yu=Hand(page=page, phone="student"),
        says=CHINESE if locale == "zh_Hans" else ENGLISH,
        company=company,
        calendar=calendar,
        folder=tmp_path,
    )
    await evening.consent()
    await evening.be_reminded()
    await evening.practise()
    await evening.clear_help()
    await evening.withdraw()
    await page.close()
    assert complaints == []
    assert evening.faults == []
