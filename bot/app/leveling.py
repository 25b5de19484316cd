"""The hourly levelling of both houses: rows and sealed files tell no order and no moment."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

import structlog
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.app.shared import Shared
from storage.kit.leveling import level, shorten_log
from storage.vault.files import SealedFiles

log = structlog.get_logger(__name__)


def create_chore(shared: Shared) -> Callable[[], Awaitable[None]]:
    """Return what levels everything that this process has opened."""

    async def chore() -> None:
        await level_all(shared.education, shared.reports, shared.files)

    return chore


async def level_all(education: AsyncEngine, reports: AsyncEngine, files: SealedFiles) -> None:
    """Level both databases and the files; where somebody is in the way, the next hour does it."""
    for house, engine in (("education", education), ("reports", reports)):
        if not await level(engine):
            log.info("rows_not_levelled", house=house)
        if not await shorten_log(engine):
            log.info("log_not_shortened", house=house)
    await asyncio.to_thread(files.level)
