"""Looks at the page after each scene, as wide as a telephone and as wide as a desk."""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from playwright.async_api import Browser, Page, ViewportSize

from tests.browser import record_complaints
from tests.journeys.hand import PATIENCE_MS

POCKET: ViewportSize = {"width": 390, "height": 844}
DESKTOP: ViewportSize = {"width": 1440, "height": 900}
LAYOUT = "layout => document.documentElement.dataset.layout === layout"
OVERFLOWING = """() => [document.documentElement, document.body,
  ...document.querySelectorAll("[data-phone]:not([hidden]), .screen, .log, .bubble, .keyboard, .key")]
  .filter((node) => node.scrollWidth > node.clientWidth)
  .map((node) => `${node.tagName}.${node.className} ${node.innerText.slice(0, 60)}`)"""
WORDS = """() => [document.body.innerText,
  ...[...document.querySelectorAll("[aria-label], [title], [placeholder], [alt]")].flatMap((node) =>
    ["aria-label", "title", "placeholder", "alt"].map((name) => node.getAttribute(name) ?? ""))]
  .join("\\n")"""
BUTTONS = """() => [...document.querySelectorAll("[data-phone]:not([hidden]) button[data-button]")]
  .filter((node) => node.offsetParent)
  .map((node) => { const box = node.getBoundingClientRect();
    return [node.innerText, box.left, box.right, box.height]; })"""
THUMB = 32
ENGLISH_SENTENCE = re.compile(r"\b[A-Za-z']{2,}(?:[ ,]+[A-Za-z']{2,}){2,}")
CHINESE_WORDS = re.compile(r"[\u3001-\u9fff\uff01-\uff5e]+")
FOREIGN = {"zh_Hans": ENGLISH_SENTENCE, "en": CHINESE_WORDS}
# Names, and a command of the auditor's, which is no sentence.
NAMES = {"虎门", "中文", "简体中文", "语言", "humen audit verify"}


class Beholder:
    """Finds what overflows, what is untranslated, and buttons that no thumb hits."""

    def __init__(self, page: Page, locale: str) -> None:
        self._page, self._foreign = page, FOREIGN[locale]
        self.complaints = record_complaints(page)
        self.faults: list[str] = []

    async def __call__(self, name: str) -> None:
        await self._look(name)
        for text, left, right, height in await self._page.evaluate(BUTTONS):
            if left < 0 or right > POCKET["width"] or height < THUMB:
                self.faults.append(f"{name}: the button {text!r} is out of reach")
        await self._resize(DESKTOP, "wide")
        await self._look(f"{name}, on a desk")
        await self._resize(POCKET, "narrow")

    async def _look(self, name: str) -> None:
        foreign = set(self._foreign.findall(await self._page.evaluate(WORDS))) - NAMES
        self.faults += [f"{name}: untranslated: {each}" for each in foreign]
        self.faults += [f"{name}: overflows: {each}" for each in await self._overflowing()]

    async def _overflowing(self) -> list[str]:
        """Let the page arrange itself; what overflows after a second stays so."""
        for _ in range(10):
            if not (found := list(await self._page.evaluate(OVERFLOWING))):
                break
            await asyncio.sleep(0.1)
        return found

    async def _resize(self, size: ViewportSize, layout: str) -> None:
        await self._page.set_viewport_size(size)
        await self._page.wait_for_function(LAYOUT, arg=layout)


@asynccontextmanager
async def open_page(
    browser: Browser, url: str, locale: str
) -> AsyncIterator[tuple[Page, Beholder]]:
    """Open the page in a telephone's size; at the end nothing may have been wrong with it."""
    context = await browser.new_context(viewport=POCKET, reduced_motion="reduce")
    try:
        page = await context.new_page()
        page.set_default_timeout(PATIENCE_MS)
        behold = Beholder(page, locale)
        await page.goto(f"{url}/?lang={locale}")
        yield page, behold
    finally:
        await context.close()
    # Said in the message, as pytest explains no assertion outside a test file.
    wrong = behold.complaints + behold.faults
    assert not wrong, "\n".join(wrong)
