"""The whole story by clicking the page, at two sizes and in both languages."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from playwright.async_api import Browser, Page

from tests.browser import chromium, font_settings, record_complaints
from tests.company import Company, perform
from tests.journeys.hand import PATIENCE_MS
from tests.journeys.page_story import PageStory
from tests.journeys.page_words import IN_CHINESE, IN_ENGLISH, Script

__all__ = ["chromium", "font_settings"]

pytestmark = pytest.mark.browser

DESKTOP, POCKET = (1440, 900), (390, 844)
OVERFLOWING = """() => [document.documentElement, document.body,
  ...document.querySelectorAll("[data-phone]:not([hidden]), .screen, .log, .bubble, .keyboard, .key")]
  .filter((node) => node.scrollWidth > node.clientWidth)
  .map((node) => `${node.tagName}.${node.className} ${node.innerText.slice(0, 60)}`)"""
WORDS = """() => [document.body.innerText,
  ...[...document.querySelectorAll("[aria-label], [title], [placeholder], [alt]")].flatMap((node) =>
    ["aria-label", "title", "placeholder", "alt"].map((name) => node.getAttribute(name) ?? ""))]
  .join("\\n")"""
ENGLISH_SENTENCE = re.compile(r"\b[A-Za-z']{2,}(?:[ ,]+[A-Za-z']{2,}){2,}")
CHINESE_WORDS = re.compile(r"[\u3001-\u9fff\uff01-\uff5e]+")
FOREIGN = {"zh_Hans": ENGLISH_SENTENCE, "en": CHINESE_WORDS}
PICTURED = {
    "menu",
    "explanation",
    "scene",
    "result",
    "certificate",
    "review",
    "receipt",
    "card taken",
    "reading",
    "mailbox",
    "outcomes",
    "closed",
}
NAMES = {"虎门", "中文", "简体中文", "语言", "humen audit verify"}


@pytest.fixture(params=[IN_CHINESE, IN_ENGLISH], ids=["zh_Hans", "en"])
def script(request: pytest.FixtureRequest) -> Script:
    return request.param  # type: ignore[no-any-return]


@pytest.fixture
async def company(script: Script, tmp_path: Path) -> AsyncIterator[Company]:
    async with perform(tmp_path, script.cast) as performing:
        yield performing


class Beholder:
    """Looks at the page after each scene: nothing overflows, nothing is untranslated."""

    def __init__(self, page: Page, locale: str, folder: Path) -> None:
        self._page, self._foreign, self._folder = page, FOREIGN[locale], folder
        self._count = 0
        self.faults: list[str] = []

    async def __call__(self, name: str) -> None:
        self._count += 1
        if name in PICTURED:
            await self._page.screenshot(path=self._folder / f"{self._count:02} {name}.png")
        overflowing = await self._page.evaluate(OVERFLOWING)
        foreign = set(self._foreign.findall(await self._page.evaluate(WORDS))) - NAMES
        self.faults += [f"{name}: overflows: {each}" for each in overflowing]
        self.faults += [f"{name}: untranslated: {each}" for each in foreign]


@pytest.mark.parametrize("size", [DESKTOP, POCKET], ids=["desktop", "pocket"])
async def test_the_whole_story_is_clicked(
    size: tuple[int, int], script: Script, company: Company, chromium: Browser, tmp_path: Path
) -> None:
    page = await chromium.new_page(
        viewport={"width": size[0], "height": size[1]}, reduced_motion="reduce"
    )
    page.set_default_timeout(PATIENCE_MS)
    complaints = record_complaints(page)
    await page.goto(f"{company.stage.base_url}/?lang={script.locale}")
    behold = Beholder(page, script.locale, tmp_path)
    await PageStory(page=page, company=company, script=script, snap=behold).play()
    await page.close()
    assert complaints == []
    assert behold.faults == []
