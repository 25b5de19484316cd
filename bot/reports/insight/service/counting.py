"""Counts each month once, when it has been over for a while."""

from __future__ import annotations

from collections import Counter
from collections.abc import AsyncIterator
from datetime import date, datetime, time, timedelta
from typing import Final

from bot.reports.insight.rules.periods import MONTH, Period, month_number
from bot.reports.insight.rules.tables import ENDED, ONE, REWARDS, WAITS, Subject, wait_of
from bot.reports.insight.service.base import InsightUseCase
from storage.reports.insight import MonthlyFigure, Span
from storage.reports.unit_of_work import ReportsUnitOfWork

# Undoing a close and late rows are over by then.
SETTLED_AFTER: Final = timedelta(days=2)
# How far back a process that stood still looks; tips end no sooner than after thirty days.
LOOK_BACK: Final = 12


class CountMonths(InsightUseCase):
    """Counts what is over and not yet counted; what is counted stays as it is."""

    async def __call__(self) -> int:
        """Return how many months were counted now."""
        counted = 0
        newest = month_number(self.today - SETTLED_AFTER) - 1
        for month in range(await self._first(newest), newest + 1):
            counted += await self._count(month)
        return counted

    async def _first(self, newest: int) -> int:
        """Return the month to begin with: that of the very first tip, if it is not long past."""
        async with self.unit_of_work() as work:
            earliest = await work.insight.earliest_hour()
        if earliest is None:
            return newest + 1
        month = month_number(earliest.astimezone(self.zone).date())
        return max(month, newest - LOOK_BACK + 1)

    async def _count(self, month: int) -> bool:
        async with self.unit_of_work() as work:
            if await work.insight.is_counted(month):
                return False
            last = await work.insight.last_month()
            if last is not None and last > month:
                # A gap in the past is not filled: what was shown since was judged without it.
                return False
            figures = [each async for each in _figures(work, month, self._span(month), self._top)]
            await work.insight.keep(month, figures)
            await work.commit()
        return True

    @property
    def _top(self) -> str:
        return self.regions.home.id

    def _span(self, month: int) -> Span:
        period = Period(month, MONTH)
        return Span(
            begins=self._midnight(period.start),
            ends=self._midnight(period.end),
            first_day=period.start,
            next_day=period.end,
        )

    def _midnight(self, day: date) -> datetime:
        return datetime.combine(day, time(), self.zone)


async def _figures(
    work: ReportsUnitOfWork, month: int, span: Span, top: str
) -> AsyncIterator[MonthlyFigure]:
    received = Counter(await work.insight.count_received(span))
    ended = await work.insight.count_ended(span)
    if ended:
        received[top, ENDED] += ended
    tables = {Subject.RECEIVED: received, Subject.CLOSED: await work.insight.count_closed(span)}
    for subject in WAITS:
        waits = await work.insight.list_waits(span, subject.value)
        tables[subject] = Counter((region, wait_of(hours).value) for region, hours in waits)
    for subject, cells in tables.items():
        for (region, cell), count in cells.items():
            yield _figure(month, subject, (region, cell), count)
    for subject in REWARDS:
        steps = await work.insight.list_reward_steps(span, subject.value)
        counts: Counter[str] = Counter(region for region, _amount in steps)
        for region, count in counts.items():
            fen = sum(amount for place, amount in steps if place == region)
            yield _figure(month, subject, (region, ONE), count, fen)


def _figure(
    month: int, subject: Subject, place: tuple[str, str], count: int, fen: int = 0
) -> MonthlyFigure:
    region, cell = place
    return MonthlyFigure(
        month=month, subject=subject.value, region_id=region, cell=cell, count=count, fen=fen
    )
