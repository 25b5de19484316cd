"""What the use cases of insight share: the database, the clock, the zone and the places."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, tzinfo

from bot.reports.insight.rules.withholding import Places
from content.schema.regions import Regions
from storage.reports.unit_of_work import ReportsUnitOfWork


@dataclass(frozen=True, slots=True, kw_only=True)
class InsightUseCase:
    """A use case of insight; calling it opens a unit of work."""

    unit_of_work: Callable[[], ReportsUnitOfWork]
    clock: Callable[[], datetime]
    zone: tzinfo
    regions: Regions

    @property
    def today(self) -> date:
        return self.clock().astimezone(self.zone).date()

    async def _places(self, work: ReportsUnitOfWork) -> Places:
        """Return the tree below the highest unit: what lies above it gets no tips."""
        paths = [self.regions.path(unit.region_id) for unit in await work.units.list_all()]
        steps = zip(*([region.id for region in path] for path in paths), strict=False)
        shared = [step[0] for step in steps if len(set(step)) == 1]
        top = shared[-1] if shared else self.regions.home.id
        return Places(dict(self._below(top, None)))

    def _below(self, region_id: str, parent: str | None) -> list[tuple[str, str | None]]:
        found: list[tuple[str, str | None]] = [(region_id, parent)]
        for child in self.regions.children(region_id):
            found += self._below(child.id, region_id)
        return found
