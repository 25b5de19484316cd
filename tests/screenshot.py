"""Plays the story in Chromium and renews the README's pictures: `python -m tests.screenshot`."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory, mkdtemp

from PIL import Image
from playwright.async_api import Browser, Page, expect

from tests.browser import launch, write_font_settings
from tests.journeys.page_story import PageStory
from tests.journeys.page_words import IN_CHINESE, IN_ENGLISH, Script
from tests.reports.insight.quarter import draw_quarter
from tests.whole_app import run_whole_app

PICTURES = Path(__file__).parent.parent / ".github"
LIMIT = 600 * 1024


async def main() -> None:
    PICTURES.mkdir(exist_ok=True)
    await asyncio.to_thread((PICTURES / "report.png").write_bytes, _smaller(draw_quarter()))
    with TemporaryDirectory() as name:
        folder = Path(name)
        async with launch(write_font_settings(folder)) as browser:
            await _three_phones(browser, Path(mkdtemp(dir=folder)))
            await _phone(browser, Path(mkdtemp(dir=folder)))


def _smaller(picture: bytes) -> bytes:
    """Return the drawing at half its size, in few colours: it is shown no larger."""
    with Image.open(BytesIO(picture)) as drawn:
        half = drawn.resize((drawn.width // 2, drawn.height // 2), Image.Resampling.LANCZOS)
    stream = BytesIO()
    half.quantize(64).save(stream, "PNG", optimize=True)
    return stream.getvalue()


async def _three_phones(browser: Browser, folder: Path) -> None:
    """Show the certificate, the staff's question in the mailbox, and the card taken."""
    async with _stage(browser, folder, IN_CHINESE, (1440, 900)) as story:
        await story.reach_a_question()
        await story.read_the_cards()
        await story.finish_the_lesson()
        await story.hold_the_certificate()
        receipt = await story.send_a_tip()
        await story.take_and_ask()
        await story.open_the_mailbox(receipt)
        await _save(story.page, PICTURES / "three-phones.png")


async def _phone(browser: Browser, folder: Path) -> None:
    """Show the moment of the scene in which a student practises to refuse."""
    async with _stage(browser, folder, IN_ENGLISH, (390, 844)) as story:
        await story.reach_a_question()
        await story.read_the_cards()
        await _save(story.page, PICTURES / "phone.png")


@asynccontextmanager
async def _stage(
    browser: Browser, folder: Path, script: Script, size: tuple[int, int]
) -> AsyncIterator[PageStory]:
    async with run_whole_app(folder, script.cast) as app:
        page = await browser.new_page(
            viewport={"width": size[0], "height": size[1]},
            device_scale_factor=2 if size[0] < 500 else 1.25,
            reduced_motion="reduce",
            color_scheme="light",
            timezone_id="Asia/Shanghai",
        )
        await page.goto(f"{app.stage.base_url}/?lang={script.locale}")
        yield PageStory(page=page, app=app, script=script, snap=_look_away)
        await page.close()


async def _look_away(_name: str) -> None:
    """Take no picture of this scene."""


async def _save(page: Page, path: Path) -> None:
    """Wait until what was said in passing has gone, and take the picture."""
    await expect(page.locator(".toast")).to_have_count(0, timeout=20_000)
    await page.evaluate("document.activeElement?.blur()")
    picture = await page.screenshot()
    if len(picture) > LIMIT:
        raise SystemExit(f"{path.name} has {len(picture)} bytes; {LIMIT} are allowed")
    await asyncio.to_thread(path.write_bytes, picture)


if __name__ == "__main__":
    asyncio.run(main())
