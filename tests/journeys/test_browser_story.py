"""The whole story by clicking the page on a telephone, in both languages."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.async_api import Browser

from tests.browser import font_settings, in_browser, shared_chromium
from tests.journeys.beholder import open_page
from tests.journeys.conftest import open_town
from tests.journeys.page_story import PageStory
from tests.journeys.page_words import IN_CHINESE, IN_ENGLISH, Script
from tests.journeys.six_kinds import KINDS, ask_one_of_each
from tests.languages import in_each_language

__all__ = ["font_settings", "shared_chromium"]

pytestmark = in_browser


@pytest.mark.parametrize("script", in_each_language(IN_CHINESE, IN_ENGLISH))
async def test_the_whole_story_is_clicked(
    script: Script, shared_chromium: Browser, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ask_one_of_each(monkeypatch)
    async with (
        open_town(tmp_path, script.locale) as app,
        open_page(shared_chromium, app.stage.base_url, script.locale) as (page, behold),
    ):
        story = PageStory(page=page, app=app, script=script, snap=behold, questions=len(KINDS))
        await story.play()
