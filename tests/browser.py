"""Headless Chromium for every test that looks at the page."""

from __future__ import annotations

import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from importlib.util import find_spec
from pathlib import Path

import pytest
import pytest_asyncio
from playwright.async_api import Browser, ConsoleMessage, Page, async_playwright

# Tests with this mark share the loop in which the browser was started.
in_browser = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]
DEFAULT_CHROMIUM = "/usr/bin/chromium"
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]
FONT_PACKAGES = ("manimgx_fonts_cjk", "manimgx_fonts")
FONTS = """<?xml version="1.0"?>
<fontconfig>
  <include ignore_missing="yes">/etc/fonts/fonts.conf</include>
  {folders}
  <cachedir>{cache}</cachedir>
</fontconfig>
"""


def chromium_path() -> Path:
    """Find the browser; without one the test is skipped on a desk and fails in CI."""
    path = Path(os.environ.get("HUMEN_CHROMIUM", DEFAULT_CHROMIUM))
    if path.is_file():
        return path
    reason = f"no Chromium at {path}; set HUMEN_CHROMIUM to the path of one"
    if os.environ.get("CI") == "true":
        pytest.fail(reason)
    pytest.skip(reason)


@pytest.fixture(scope="session")
def font_settings(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Lend Chinese letters (and emoji, where installed) to a machine that has none."""
    return write_font_settings(tmp_path_factory.mktemp("fonts"))


def write_font_settings(folder: Path) -> Path:
    """Write fontconfig's settings into the folder and return their path."""
    settings = folder / "fonts.conf"
    found = [spec for name in FONT_PACKAGES if (spec := find_spec(name)) and spec.origin]
    folders = "".join(f"<dir>{Path(spec.origin or '').parent}</dir>" for spec in found)
    text = FONTS.format(folders=folders, cache=folder / "cache")
    settings.write_text(text, encoding="utf-8")
    return settings


@asynccontextmanager
async def launch(font_settings: Path) -> AsyncIterator[Browser]:
    path = chromium_path()
    environment: dict[str, str | float | bool] = {
        **os.environ,
        "FONTCONFIG_FILE": str(font_settings),
    }
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(
            executable_path=path, args=ARGUMENTS, env=environment
        )
        yield browser
        await browser.close()


@pytest.fixture
async def chromium(font_settings: Path) -> AsyncIterator[Browser]:
    """Start a browser for one test that has a loop of its own."""
    async with launch(font_settings) as browser:
        yield browser


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def shared_chromium(font_settings: Path) -> AsyncIterator[Browser]:
    """Start a browser once for all tests marked `in_browser`; each opens a context of its own."""
    async with launch(font_settings) as browser:
        yield browser


def record_complaints(page: Page) -> list[str]:
    """Collect what the page complains about: console errors and uncaught exceptions.

    A slow page asks for a picture whose message the bot has deleted meanwhile: no complaint.
    """
    complaints: list[str] = []

    def note(line: ConsoleMessage) -> None:
        is_gone = " 404 " in line.text and "/sim/files/" in line.location["url"]
        if line.type == "error" and not is_gone:
            complaints.append(f"{line.text} {line.location['url']}")

    page.on("console", note)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    return complaints
