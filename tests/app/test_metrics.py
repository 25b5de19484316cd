"""What `/metrics` shows of a running application, before and after a report."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from pathlib import Path

import aiohttp
import pytest

from bot.app.metrics import serve_metrics
from bot.app.shared import utc_now
from bot.chat.metrics import Metrics
from bot.errors import SettingsError
from bot.gateway.cast import CHINESE
from tests.reports.tipster import CHINESE as CHINESE_WORDS
from tests.reports.tipster import Tipster
from tests.whole_app import WholeApp, run_whole_app


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        return int(listening.getsockname()[1])


@pytest.fixture
def port(monkeypatch: pytest.MonkeyPatch) -> int:
    port = free_port()
    monkeypatch.setenv("HUMEN_METRICS_PORT", str(port))
    return port


@pytest.fixture
async def app(tmp_path: Path, port: int) -> AsyncIterator[WholeApp]:
    # It stands still, so that no hour turns while a test runs.
    now = utc_now()
    async with run_whole_app(tmp_path, CHINESE, lambda: now) as app:
        yield app


async def send_tip(zhou: Tipster) -> None:
    """Send a report from the menu that is on the screen."""
    await zhou.tap("report")
    await zhou.tap("not_now")
    await zhou.tap("category")
    await zhou.tap("region")
    await zhou.sees("ask_text")
    await zhou.player.say("昨晚九点半")
    await zhou.tap("go_on")
    await zhou.sees("receipt")
    await zhou.tap("forget")
    await zhou.sees("sent")


async def page(port: int) -> str:
    async with (
        aiohttp.ClientSession() as session,
        session.get(f"http://127.0.0.1:{port}/metrics") as answer,
    ):
        return await answer.text()


async def test_nothing_on_the_page_moves_with_a_report(app: WholeApp, port: int) -> None:
    before = await page(port)
    zhou = Tipster(player=app.citizen, says=CHINESE_WORDS)
    await send_tip(zhou)
    assert await page(port) == before
    for series in ("humen_reports", "humen_public_updates", "humen_staff_updates"):
        assert f"# TYPE {series}_total counter" in before


async def test_what_learners_do_shows_at_once_and_without_them(app: WholeApp, port: int) -> None:
    before = await page(port)
    await app.student.tap("学一课")
    async with asyncio.timeout(10):
        while (after := await page(port)) == before:  # noqa: ASYNC110 - it is asked over HTTP
            await asyncio.sleep(0.05)
    assert "humen_education_events_total{kind=" in after
    assert str(app.student.id) not in after


async def test_the_page_is_shown_to_this_machine_alone() -> None:
    port = free_port()
    async with AsyncExitStack() as stack:
        serve_metrics(Metrics(utc_now), port, stack)
        with pytest.raises(OSError, match="refused"):
            socket.create_connection((_outer_address(), port), timeout=2).close()
        assert "process_" not in await page(port)


async def test_a_page_elsewhere_that_gives_this_address_its_own_name_is_refused() -> None:
    port = free_port()
    async with AsyncExitStack() as stack:
        serve_metrics(Metrics(utc_now), port, stack)
        for host, status in (
            ("evil.example", 421),
            (f"localhost:{port}", 200),
            ("127.0.0.1", 200),
        ):
            async with (
                aiohttp.ClientSession() as session,
                session.get(f"http://127.0.0.1:{port}/metrics", headers={"Host": host}) as answer,
            ):
                assert answer.status == status, host


def _outer_address() -> str:
    """Return another address of this machine than the one that is listened on."""
    return "127.0.0.2"


@pytest.mark.parametrize(("port", "listening"), [(None, 0), (0, 1)])
async def test_without_a_port_nothing_listens(
    monkeypatch: pytest.MonkeyPatch, port: int | None, listening: int
) -> None:
    opened: list[socket.socket] = []
    listen = socket.socket.listen

    def listen_and_tell(each: socket.socket, *backlog: int) -> None:
        opened.append(each)
        listen(each, *backlog)

    monkeypatch.setattr(socket.socket, "listen", listen_and_tell)
    async with AsyncExitStack() as stack:
        serve_metrics(Metrics(utc_now), port, stack)
        assert len(opened) == listening


async def test_a_port_that_is_taken_is_told() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        async with AsyncExitStack() as stack:
            with pytest.raises(SettingsError, match="HUMEN_METRICS_PORT"):
                serve_metrics(Metrics(utc_now), int(taken.getsockname()[1]), stack)
