"""The demo: a gateway, both bots and a cast of four, on one page and without Telegram."""

from __future__ import annotations

import asyncio
import secrets
import shutil
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import aiohttp
import typer
from pydantic import AnyHttpUrl, SecretStr

from bot.app.application import Application, open_application
from bot.app.commands import binding_code, call_on_signals
from bot.app.shared import Clock, utc_now
from bot.app.staff_commands import invitation
from bot.app.stage import Director, Stage
from bot.app.verification import verification_beside
from bot.chat.logs import configure_logs
from bot.errors import PortTakenError
from bot.gateway.cast import DEMO, Cast
from bot.gateway.server import serve
from bot.gateway.world.world import World
from bot.reports.staff.rules import Role
from bot.settings import Settings, load_settings

COLLEAGUE = frozenset({Role.APPROVER, Role.PAYER})


def run_demo(port: int, *, keep: bool) -> None:
    """Serve the page until Ctrl-C; the data folder is a fresh one each time."""
    folder = Path(tempfile.mkdtemp(prefix="humen-demo-"))
    configure_logs(folder / "humen.log")
    try:
        asyncio.run(_demo(port, folder))
    except OSError as error:
        raise PortTakenError(port) from error
    finally:
        if keep:
            typer.echo(f"The demo's data is in {folder}")
        else:
            shutil.rmtree(folder, ignore_errors=True)


async def _demo(port: int, folder: Path) -> None:
    async with (
        verification_beside(folder) as page,
        serve(World(), port, pages=[page.route]) as base_url,
        performing(base_url, folder, DEMO) as (application, _stage),
    ):
        typer.echo(f"\n  Humen: four phones are waiting at  {base_url}\n  Ctrl-C ends it.\n")
        call_on_signals(application.stop)
        await application.finished.wait()


@asynccontextmanager
async def performing(
    base_url: str, folder: Path, cast: Cast, clock: Clock = utc_now
) -> AsyncIterator[tuple[Application, Stage]]:
    """Set the stage on a gateway and run both bots on it."""
    async with aiohttp.ClientSession() as session:
        director = Director(base_url, session)
        stage = await director.set_up(cast)
        await director.hand_out_phones(stage)
        settings = demo_settings(stage, folder)
        async with open_application(settings, clock) as application:
            running = asyncio.create_task(application.run())
            try:
                await director.open(stage, await binding_code(settings, settings.unit))
                if stage.colleague is not None:
                    await director.join(stage, await invitation(settings, COLLEAGUE))
                yield application, stage
            finally:
                application.stop()
                await running


def demo_settings(stage: Stage, folder: Path) -> Settings:
    """Return settings for one process that plays both roles; cards come at once."""
    return load_settings(
        bot_token=stage.public_token,
        staff_bot_token=stage.staff_token,
        telegram_api=AnyHttpUrl(stage.base_url),
        data_dir=folder,
        staff_passphrase=SecretStr(secrets.token_urlsafe(24)),
        card_delay_minutes=0,
        # With a colleague on stage a reward can be seen, which follows once a close is final.
        undo_minutes=1 if stage.colleague else 10,
        education_database_url="",
        reports_database_url="",
        operator_key="",
        webhook_url=None,
    )


def run_gateway(port: int) -> None:
    """Serve an empty world until Ctrl-C."""
    configure_logs()
    try:
        asyncio.run(_gateway(port))
    except OSError as error:
        raise PortTakenError(port) from error


async def _gateway(port: int) -> None:
    async with serve(World(), port) as base_url:
        finished = asyncio.Event()
        call_on_signals(finished.set)
        typer.echo(f"Bot API at {base_url}/bot<token>/<method>, the simulation at {base_url}/sim")
        await finished.wait()
