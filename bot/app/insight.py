"""Figures for the office, put together."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime, tzinfo
from typing import Any

from aiogram import Router

from bot.chat.i18n import Catalogues
from bot.reports.insight import router as insight_router
from bot.reports.insight.router import InsightDesk
from bot.reports.insight.service.counting import CountMonths
from bot.reports.insight.service.reporting import BuildReport, FindScope
from bot.reports.insight.service.watching import FindLookouts
from bot.reports.insight.wording import InsightWording
from bot.reports.staff.access import StaffAccess
from content.library import Library
from content.schema.outcomes import OutcomeLists
from storage.reports.unit_of_work import ReportsUnitOfWork


@dataclass(frozen=True, slots=True, kw_only=True)
class InsightParts:
    """What insight is built from."""

    unit_of_work: Callable[[], ReportsUnitOfWork]
    clock: Callable[[], datetime]
    zone: tzinfo
    library: Library
    outcomes: OutcomeLists
    i18n: Catalogues
    access: StaffAccess


@dataclass(frozen=True, slots=True, kw_only=True)
class InsightSide:
    """What the staff bot needs of insight; `chore` wants a call every hour or so."""

    router: Router
    workflow: dict[str, Any]
    chore: Callable[[], Awaitable[None]]


def build_insight(parts: InsightParts) -> InsightSide:
    shared: dict[str, Any] = {
        "unit_of_work": parts.unit_of_work,
        "clock": parts.clock,
        "zone": parts.zone,
        "regions": parts.library.regions,
    }
    categories = tuple(each.id for each in parts.library.tip_form.categories)
    desk = InsightDesk(
        access=parts.access,
        find_scope=FindScope(**shared),
        build=BuildReport(**shared, categories=categories),
        find_lookouts=FindLookouts(**shared),
        wording=InsightWording(library=parts.library, outcomes=parts.outcomes, i18n=parts.i18n),
    )
    count_months = CountMonths(**shared)

    async def chore() -> None:
        await count_months()

    return InsightSide(
        router=insight_router.create_router(), workflow={"insight_desk": desk}, chore=chore
    )
