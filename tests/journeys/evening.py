"""One student's phone on the page, with a clock that is turned by hand."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from playwright.async_api import Browser, Locator, expect

from tests.journeys.beholder import Beholder, open_page
from tests.journeys.conftest import open_town
from tests.journeys.hand import PATIENCE_MS, Hand
from tests.journeys.memory_words import CHINESE, ENGLISH
from tests.journeys.test_memory import Calendar, following
from tests.lessons import lesson_card, next_move
from tests.whole_app import WholeApp

DRAWN = "(image) => image.complete && image.naturalWidth > 0"


@dataclass(kw_only=True)
class Evening:
    """A student who taps and sees by the names of words; every screen is looked at."""

    yu: Hand
    says: Mapping[str, str]
    app: WholeApp
    calendar: Calendar
    disk: Path
    saved: Path
    look: Beholder

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
        """Go to the end of the attempt; its questions are clicked in the story."""
        student, bot = self.app.student, self.app.public
        card = await lesson_card(student, bot)
        while (data := next_move(card)) is not None:
            await student.tap_data(data, card, chat=bot)
            card = await following(student, bot, card)

    async def begin_anew(self) -> None:
        """Clear the screen, so that nothing that is seen from now on is of before."""
        student, bot = self.app.student, self.app.public
        await student.delete(*await student.messages(bot), chat=bot)
        await expect(self.yu.screen.locator(".bubble")).to_have_count(0, timeout=PATIENCE_MS)
        await self.ask("/start", "menu")

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
        path = self.saved / f"{number}-{name}"
        await saved.save_as(path)
        return path


@asynccontextmanager
async def open_evening(browser: Browser, locale: str, folder: Path) -> AsyncIterator[Evening]:
    """Open the page; what the application writes lies apart from what is saved off it."""
    disk, saved, calendar = folder / "disk", folder / "saved", Calendar()
    disk.mkdir()
    saved.mkdir()
    async with (
        open_town(disk, locale, calendar) as app,
        open_page(browser, app.stage.base_url, locale) as (page, behold),
    ):
        yield Evening(
            yu=Hand(page=page, phone="student"),
            says=CHINESE if locale == "zh_Hans" else ENGLISH,
            app=app,
            calendar=calendar,
            disk=disk,
            saved=saved,
            look=behold,
        )
