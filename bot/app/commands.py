"""What the commands of `humen` do with the application."""

from __future__ import annotations

import asyncio
import gc
import logging
import signal
from collections.abc import Callable
from contextlib import AsyncExitStack

import structlog
import typer
from aiogram.exceptions import TelegramUnauthorizedError
from sqlalchemy.exc import SQLAlchemyError

from bot.app.application import open_application
from bot.app.process import close_to_others, running_alone
from bot.app.steady import SteadyClock
from bot.chat.logs import configure_logs, positions
from bot.errors import HumenError, SettingsError, StartError, TokenRefusedError
from bot.settings import Settings, load_settings
from content.errors import ContentErrors
from storage.errors import StorageError

log = structlog.get_logger(__name__)


def run_application() -> None:
    """Run until a signal; what is in flight is finished first."""
    settings = load_settings()
    close_to_others()
    try:
        configure_logs(settings.log_file)
    except OSError:
        raise SettingsError(["HUMEN_LOG_FILE: this file cannot be written"]) from None
    try:
        with running_alone(settings):
            asyncio.run(_run(settings))
    except Exception as error:  # noqa: BLE001 - the last one who can keep its words off the screen
        foreseen = _find_foreseen(error)
        if foreseen is None:
            # Python would print the words of the error, which may quote anybody's.
            log.critical("crashed", trace=positions(error))
            foreseen = StartError("something unforeseen happened; the log says where")
        raise foreseen from None


def _find_foreseen(error: BaseException) -> HumenError | StorageError | ContentErrors | None:
    """Return what the command line has a sentence for, also out of a group of errors."""
    if isinstance(error, HumenError | StorageError | ContentErrors):
        return error
    if isinstance(error, TelegramUnauthorizedError):
        return TokenRefusedError()
    if isinstance(error, SQLAlchemyError | OSError):
        return StartError()
    members = error.exceptions if isinstance(error, ExceptionGroup) else ()
    return next((found for each in members if (found := _find_foreseen(each))), None)


async def _run(settings: Settings) -> None:
    async with open_application(settings, SteadyClock()) as application:
        call_on_signals(application.stop)
        # What is there now stays: to look through it again and again would stop everybody.
        gc.collect()
        gc.freeze()
        await application.run()


def call_on_signals(stop: Callable[[], None]) -> None:
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, stop)


def print_binding_code(unit: str) -> None:
    """Print a code for `/bind` that only its digest is kept of."""
    settings = load_settings()
    logging.disable(logging.WARNING)
    code = asyncio.run(binding_code(settings, unit or settings.unit))
    typer.echo(f"/bind {code}")


async def binding_code(settings: Settings, unit: str) -> str:
    from bot.app.reports_staff import (  # noqa: PLC0415 - imports aiogram
        create_binding_code,
        ensure_unit,
    )
    from bot.app.shared import open_reports  # noqa: PLC0415 - the same

    async with AsyncExitStack() as stack:
        engine = await open_reports(settings, stack)
        if unit != settings.unit:
            await ensure_unit(engine, unit)
        return await create_binding_code(engine, unit, settings.region)
