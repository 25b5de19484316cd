"""What the commands of `humen` do with the application."""

from __future__ import annotations

import asyncio
import logging
import signal
from contextlib import AsyncExitStack

import typer
from aiogram.exceptions import TelegramUnauthorizedError
from sqlalchemy.exc import SQLAlchemyError

from bot.app.application import Application, open_application
from bot.app.keys import make_all_keys
from bot.app.shared import utc_now
from bot.chat.logs import configure_logs
from bot.errors import StartError, TokenRefusedError
from bot.settings import Settings, load_settings


def run_application() -> None:
    """Run until a signal; what is in flight is finished first."""
    settings = load_settings()
    configure_logs(settings.log_file)
    try:
        asyncio.run(_run(settings))
    except* TelegramUnauthorizedError as refused:
        raise TokenRefusedError from refused
    except* (SQLAlchemyError, OSError) as broken:
        raise StartError from broken


async def _run(settings: Settings) -> None:
    async with open_application(settings) as application:
        stop_on_signals(application)
        await application.run()


def stop_on_signals(application: Application) -> None:
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, application.stop)


def make_keys() -> None:
    """Make the missing keys and print the operator's public key, which the settings can pin."""
    settings = load_settings()
    key_list = make_all_keys(settings, utc_now())
    typer.echo(f"HUMEN_OPERATOR_KEY={key_list.pin}")


def print_binding_code(unit: str) -> None:
    """Print a code for `/bind` that only its digest is kept of."""
    settings = load_settings()
    logging.disable(logging.WARNING)
    code = asyncio.run(binding_code(settings, unit or settings.unit))
    typer.echo(f"/bind {code}")


async def binding_code(settings: Settings, unit: str) -> str:
    from bot.app.reports_staff import create_binding_code  # noqa: PLC0415 - imports aiogram
    from bot.app.shared import open_reports  # noqa: PLC0415 - the same

    async with AsyncExitStack() as stack:
        engine = await open_reports(settings, stack)
        return await create_binding_code(engine, unit, settings.region)
