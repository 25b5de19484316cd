"""Builds the report of a place and period from the months that were counted."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass

from bot.reports.insight.rules.figures import Counted, Figures, Frame, Report
from bot.reports.insight.rules.periods import LENGTHS, Period, period_of
from bot.reports.insight.rules.tables import Subject, cells_of
from bot.reports.insight.service.base import InsightUseCase
from bot.reports.staff.service import Post
from bot.reports.triage.rules import Outcome
from storage.reports.insight import MonthlyFigure


@dataclass(frozen=True, slots=True, kw_only=True)
class Scope:
    """Which places and periods somebody may ask for; the newest periods stand first."""

    region_id: str
    places: tuple[str, ...]
    periods: tuple[Period, ...]


class FindScope(InsightUseCase):
    """Finds what a unit may see: its own region with the places in it, and what is counted."""

    async def __call__(self, post: Post) -> Scope:
        async with self.unit_of_work() as work:
            unit = await work.units.get(post.unit_id)
            first, last = await work.insight.first_month(), await work.insight.last_month()
        below = (region.id for region in self.regions.children(unit.region_id))
        return Scope(
            region_id=unit.region_id,
            places=(unit.region_id, *below),
            periods=() if first is None or last is None else _whole_periods(first, last),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class BuildReport(InsightUseCase):
    """Builds a report, for the region of the unit and what lies in it only."""

    categories: tuple[str, ...]

    async def __call__(self, post: Post, place: str, period: Period) -> Report | None:
        """Return None for a place that is not the unit's."""
        async with self.unit_of_work() as work:
            unit = await work.units.get(post.unit_id)
            places = await self._places(work)
            first, last = await work.insight.first_month(), await work.insight.last_month()
            rows = await work.insight.list_figures()
        if first is None or last is None or not places.holds(place):
            return None
        if unit.region_id not in places.path(place):
            return None
        counted = [_counted(row) for row in rows]
        cells = cells_of(self.categories, [outcome.value for outcome in Outcome])
        frame = Frame(places=places, span=range(first, last + 1), cells=cells)
        figures = await asyncio.to_thread(Figures, counted, frame)
        return figures.report(place, period)


def _counted(row: MonthlyFigure) -> Counted:
    return Counted(
        month=row.month,
        subject=Subject(row.subject),
        region_id=row.region_id,
        cell=row.cell,
        count=row.count,
        fen=row.fen,
    )


def _whole_periods(first: int, last: int) -> tuple[Period, ...]:
    """Return the months, quarters and years of which every month is counted."""
    found = {period_of(month, length) for month in range(first, last + 1) for length in LENGTHS}
    whole = [each for each in found if first <= each.first and each.months[-1] <= last]
    return tuple(sorted(whole, key=lambda each: (each.length, -each.first)))
