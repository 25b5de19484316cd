"""What both bots stand on: content, languages, the guard and the databases."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AsyncExitStack
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from sqlalchemy import URL
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.app import shelves
from bot.chat.guard import DangerGuard
from bot.chat.i18n import Catalogues
from bot.chat.metrics import Metrics
from bot.errors import SettingsError
from bot.settings import Settings
from content.library import Library
from storage.education.models import Base as EducationBase
from storage.kit.engine import create_engine
from storage.kit.memory import open_in_memory
from storage.kit.migrate import upgrade
from storage.vault.files import SealedFiles

Clock = Callable[[], datetime]


def utc_now() -> datetime:
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class Shared:
    """Opened once per process."""

    settings: Settings
    library: Library
    i18n: Catalogues
    guard: DangerGuard
    clock: Clock
    files: SealedFiles
    education: AsyncEngine
    guests: AsyncEngine
    reports: AsyncEngine
    metrics: Metrics

    def local_clock(self) -> datetime:
        """Return the moment in the installation's time zone, whose dates people live by."""
        return self.clock().astimezone(self.zone)

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.settings.time_zone)


async def open_shared(settings: Settings, stack: AsyncExitStack, clock: Clock) -> Shared:
    """Open the content and both databases, brought up to date; the stack closes them."""
    library = shelves.library()
    if settings.region not in library.regions.by_id:
        raise SettingsError(["HUMEN_REGION: the content knows no region of this code"])
    library = replace(library, regions=replace(library.regions, home_id=settings.region))
    settings.data_dir.mkdir(parents=True, exist_ok=True, mode=0o700)
    return Shared(
        settings=settings,
        library=library,
        i18n=Catalogues(),
        guard=shelves.guard(),
        clock=clock,
        files=SealedFiles(settings.files_dir),
        education=await _open_database(settings.education_url, "education", stack),
        guests=await stack.enter_async_context(open_in_memory(EducationBase.metadata)),
        reports=await open_reports(settings, stack),
        metrics=Metrics(clock),
    )


async def open_reports(settings: Settings, stack: AsyncExitStack) -> AsyncEngine:
    """Open the reports database alone."""
    settings.data_dir.mkdir(parents=True, exist_ok=True, mode=0o700)
    return await _open_database(settings.reports_url, "reports", stack)


async def _open_database(url: URL, house: str, stack: AsyncExitStack) -> AsyncEngine:
    engine = create_engine(url)
    stack.push_async_callback(engine.dispose)
    await upgrade(engine, house)
    return engine
