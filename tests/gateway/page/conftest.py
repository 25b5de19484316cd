"""The page in a browser, before a real gateway."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack

import aiohttp
import pytest_asyncio
from playwright.async_api import Browser, Page

from bot.gateway.server import serve
from bot.gateway.world.world import World
from tests.browser import font_settings, record_complaints, shared_chromium
from tests.gateway.page.line import Line, open_line
from tests.gateway.page.town import Town

__all__ = ["font_settings", "shared_chromium"]

DESKTOP = (1440, 900)
NETWORK = "Failed to load resource"
OpenPage = Callable[..., Awaitable[Page]]


@pytest_asyncio.fixture(loop_scope="session")
async def town() -> AsyncIterator[Town]:
    async with serve(World()) as url, aiohttp.ClientSession() as client:
        made = Town(url=url, client=client)
        await made.settle()
        yield made


@pytest_asyncio.fixture(loop_scope="session")
async def started(town: Town) -> Town:
    """Let the student and the citizen press Start beforehand."""
    await town.write(town.student, "/start")
    await town.write(town.citizen, "/start")
    return town


@pytest_asyncio.fixture(loop_scope="session")
async def open_page(shared_chromium: Browser, town: Town) -> AsyncIterator[OpenPage]:
    """Open the page; at the end none may have complained, but of a line that was cut."""
    complaints: list[list[str]] = []
    flaky: list[list[str]] = []
    async with AsyncExitStack() as stack:

        async def open_(
            size: tuple[int, int] = DESKTOP,
            lang: str = "zh_Hans",
            url: str | None = None,
            *,
            is_flaky: bool = False,
        ) -> Page:
            viewport = {"width": size[0], "height": size[1]}
            context = await shared_chromium.new_context(viewport=viewport)  # type: ignore[arg-type]
            stack.push_async_callback(context.close)
            await context.grant_permissions(["clipboard-read", "clipboard-write"])
            page = await context.new_page()
            page.set_default_timeout(8000)
            (flaky if is_flaky else complaints).append(record_complaints(page))
            await page.goto(f"{url or town.url}/?lang={lang}")
            await page.locator("[data-composer], [data-start]").first.wait_for(state="attached")
            return page

        yield open_
    assert [each for each in complaints if each] == []
    assert [line for each in flaky for line in each if not line.startswith(NETWORK)] == []


@pytest_asyncio.fixture(loop_scope="session")
async def line(town: Town) -> AsyncIterator[tuple[Line, str]]:
    async with open_line(town.url) as opened:
        yield opened
