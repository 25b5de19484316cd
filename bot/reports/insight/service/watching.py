"""Looks for weeks that stand out, over tips that were screened and counted once."""

from __future__ import annotations

from datetime import datetime, time
from typing import Final

from bot.reports.insight.rules.weeks import (
    Lookout,
    Sighting,
    find_lookouts,
    first_of_each,
    monday_of,
    since,
)
from bot.reports.insight.service.base import InsightUseCase
from bot.reports.staff.service import Post
from bot.reports.triage.duplicates.rules import Verdict
from bot.reports.triage.rules import Outcome

# Tips that say nothing of what happens in a place.
WANTING: Final = tuple(
    outcome.value
    for outcome in (
        Outcome.UNVERIFIED,
        Outcome.DUPLICATE,
        Outcome.ELSEWHERE,
        Outcome.HELP,
        Outcome.PROTECTION,
    )
)


class FindLookouts(InsightUseCase):
    """Finds what is worth a look to a unit: its own region, and the level below it."""

    async def __call__(self, post: Post) -> list[Lookout]:
        monday = monday_of(self.today)
        begins = datetime.combine(since(monday), time(), self.zone)
        async with self.unit_of_work() as work:
            unit = await work.units.get(post.unit_id)
            places = await self._places(work)
            screened = await work.insight.list_screened(begins, WANTING)
            same = await work.insight.list_same(Verdict.SAME.value)
        sightings = [
            Sighting(
                tip_id=tip.tip_id,
                region_id=tip.region_id,
                category=tip.category,
                day=tip.hour.astimezone(self.zone).date(),
            )
            for tip in screened
        ]
        below = (region.id for region in self.regions.children(unit.region_id))
        wanted = [unit.region_id, *below]
        return find_lookouts(first_of_each(sightings, same), places, wanted, monday)
