"""Retention as the settings and the tip form's categories make it, and its hourly chore."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncEngine

from bot.errors import SettingsError
from bot.reports.tips.orphans import OrphanSweep
from bot.reports.triage.retention.policy import RetentionPolicy, parse_terms
from bot.reports.triage.retention.service import KeepRetention, RetentionParts
from bot.settings import Settings
from content.library import Library
from storage.kit.scrubbing import scrub
from storage.kit.unit_of_work import create_sessions
from storage.reports.lifetimes import TABLES_OF_TIPS
from storage.reports.unit_of_work import ReportsUnitOfWork
from storage.vault.files import SealedFiles


def read_policy(settings: Settings, library: Library) -> RetentionPolicy:
    """Raise `SettingsError` naming the rule that is wrong."""
    categories = [category.id for category in library.tip_form.categories]
    try:
        terms = parse_terms(settings.retention_rules, categories)
    except ValueError as error:
        raise SettingsError([f"HUMEN_RETENTION_RULES: {error}"]) from None
    return RetentionPolicy(days=settings.retention_days, terms=terms)


def create_chore(
    engine: AsyncEngine,
    files: SealedFiles,
    clock: Callable[[], datetime],
    policy: RetentionPolicy,
    hide: Callable[[str], Awaitable[None]],
) -> Callable[[], Awaitable[None]]:
    """Return what ends tips; files that a crash left behind go at the second round after it.

    `hide` deletes what officers have of a tip on their screens.
    """
    sessions = create_sessions(engine)

    def work() -> ReportsUnitOfWork:
        return ReportsUnitOfWork(sessions)

    keep = KeepRetention(
        RetentionParts(
            unit_of_work=work,
            clock=clock,
            policy=policy,
            files=files,
            scrub=lambda: scrub(engine, TABLES_OF_TIPS),
            hide=hide,
        )
    )
    sweep = OrphanSweep(unit_of_work=work, files=files)

    async def chore() -> None:
        await keep()
        await sweep()

    return chore
