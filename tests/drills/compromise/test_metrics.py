"""A scrape of the metrics holds nothing of anybody, whatever was done before it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.app.shared import utc_now
from bot.gateway.cast import CHINESE
from tests.app.test_metrics import free_port, page, send_tip
from tests.reports.tipster import CHINESE as WORDS
from tests.reports.tipster import Tipster
from tests.traces import Traces
from tests.whole_app import WholeApp, run_whole_app


@pytest.fixture
def port(monkeypatch: pytest.MonkeyPatch) -> int:
    port = free_port()
    monkeypatch.setenv("HUMEN_METRICS_PORT", str(port))
    return port


@pytest.fixture
async def app(tmp_path: Path, port: int) -> AsyncIterator[WholeApp]:
    now = utc_now()
    async with run_whole_app(tmp_path, CHINESE, lambda: now) as app:
        yield app


async def test_a_scrape_names_nobody_and_quotes_nothing(app: WholeApp, port: int) -> None:
    zhou = Tipster(player=app.citizen, says=WORDS)
    await zhou.player.send(app.public, "/start")
    await zhou.sees("menu")
    await send_tip(zhou)
    scraped = (await page(port)).encode()
    assert b"humen_" in scraped, "there is something to look at"
    traces = Traces()
    for player in (app.citizen, app.student, app.officer):
        traces.number("an id", player.id)
        traces.text("a name", player.name)
    traces.text("the words", "昨晚九点半")
    traces.text("the category", "trafficking")
    assert traces.found_in(scraped) == set()
