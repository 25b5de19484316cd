"""One student's phone of 390 pixels on the page, and whatever is wrong with what it shows."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from playwright.async_api import Browser, Locator, ViewportSize, expect

from bot.gateway.cast import CHINESE as CHINESE_CAST
from bot.gateway.cast import ENGLISH as ENGLISH_CAST
from tests.browser import record_complaints
from tests.company import Company, perform
from tests.journeys.hand import PATIENCE_MS, Hand
from tests.journeys.memory_words import CHINESE, ENGLISH
from tests.journeys.test_browser_story import OVERFLOWING
from tests.journeys.test_memory import Calendar, following
from tests.lessons import lesson_card, next_move

POCKET: ViewportSize = {"width": 390, "height": 844}
DRAWN = "(image) => image.complete && image.naturalWidth > 0"


@pytest.fixture(params=["zh_Hans", "en"])
def locale(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def calendar() -> Calendar:
    return Calendar()


@pytest.fixture
def disk(tmp_path: Path) -> Path:
    """Return a folder for what the application writes, apart from the pictures of it."""
    folder = tmp_path / "disk"
    folder.mkdir()
    return folder


@pytest.fixture
async def company(locale: str, calendar: Calendar, disk: Path) -> AsyncIterator[Company]:
    cast = CHINESE_CAST if locale == "zh_Hans" else ENGLISH_CAST
    async with perform(disk, cast, calendar) as performing:
        yield performing


@dataclass(kw_only=True)
class Evening:
    """A student who taps and sees by the names of words; every screen is looked at."""

    yu: Hand
    says: Mapping[str, str]
    company: Company
    calendar: Calendar
    folder: Path
    complaints: list[str]
    faults: list[str] = field(default_factory=list)

    async def look(self, name: str) -> None:
        page = self.yu.page
        await page.screenshot(path=self.folder / f"{name}.png", animations="disabled")
        self.faults += [f"{name}: {each}" for each in await page.evaluate(OVERFLOWING)]

    async def sees(self, name: str) -> str:
        return await self.yu.sees(self.says[name])

    async def tap(self, name: str, seen: str) -> str:
        await self.yu.tap(self.says[name])
        said = await self.sees(seen)
        await self.look(seen)
        return said

    async def ask(self, command: str, seen: str) -> str:
        await self.yu.say(command)
        said = await self.sees(seen)
        await self.look(seen)
        return said

    async def learn(self, *buttons: str) -> None:
        """Take a lesson to its end: by these buttons, and then whatever is right."""
        for name in buttons:
            await self.yu.tap(self.says[name])
        await self.yu.sees("▱")
        await self.answer_all()
        await self.sees("finished")

    async def answer_all(self) -> None:
        """Go to the end of the attempt; its questions are clicked in other journeys."""
        student, bot = self.company.student, self.company.public
        card = await lesson_card(student, bot)
        while (data := next_move(card)) is not None:
            await student.tap_data(data, card, chat=bot)
            card = await following(student, bot, card)

    async def become_adult(self) -> None:
        await self.learn("learn", "lesson")
        await self.tap("adult", "kept")

    def files(self, name: str) -> Locator:
        """Return the files of this name that lie in the chat, to be downloaded."""
        return self.yu.screen.locator(f'.bubble a.file[download="{name}"]')

    async def save(self, name: str, number: int = 1) -> Path:
        """Wait for so many files of a name, tap the newest, and return where it was saved."""
        file = self.files(name)
        await expect(file).to_have_count(number, timeout=PATIENCE_MS)
        async with self.yu.page.expect_download() as waiting:
            await file.last.click()
        saved = await waiting.value
        assert saved.suggested_filename == name
        path = self.folder / f"{number}-{name}"
        await saved.save_as(path)
        return path

    async def end(self) -> None:
        await self.yu.page.close()
        assert (self.complaints, self.faults) == ([], [])


@pytest.fixture
async def evening(
    locale: str, calendar: Calendar, company: Company, chromium: Browser, tmp_path: Path
) -> Evening:
    """Open the page; a test ends the evening itself, so that what is wrong fails it."""
    folder = tmp_path / "pictures"
    folder.mkdir()
    page = await chromium.new_page(viewport=POCKET, reduced_motion="reduce")
    page.set_default_timeout(PATIENCE_MS)
    complaints = record_complaints(page)
    await page.goto(f"{company.stage.base_url}/?lang={locale}")
    return Evening(
        yu=Hand(page=page, phone="student"),
        says=CHINESE if locale == "zh_Hans" else ENGLISH,
        company=company,
        calendar=calendar,
        folder=folder,
        complaints=complaints,
    )
