"""Which unit a tip is sealed to: the one that owns the region, or the one above it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime

from bot.reports.tips.messages import month_of
from bot.reports.tips.rules import unit_for
from content.schema.regions import Regions
from storage.errors import UnknownKeyError
from storage.reports.unit_of_work import ReportsUnitOfWork
from storage.reports.units import Unit
from storage.vault.keys import PublicKeys


@dataclass(frozen=True, slots=True, kw_only=True)
class HomeUnit:
    """The unit of this installation, as it is first written down."""

    id: str
    region_id: str
    locale: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RoutedUnit:
    """The unit that will read a tip; `is_above` if it stands above the region's own."""

    id: str
    is_above: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class FindUnit:
    """Finds the unit for a tip among those that can read: with a key, and with an admin chat.

    The home unit counts without a chat: cards wait for it until one is bound.
    """

    unit_of_work: Callable[[], ReportsUnitOfWork]
    clock: Callable[[], datetime]
    keys: PublicKeys
    regions: Regions
    home: HomeUnit

    async def __call__(self, region_id: str, *, about_official: bool) -> RoutedUnit:
        async with self.unit_of_work() as work:
            units = self._by_region(await work.units.list_all())
        path = [region.id for region in self.regions.path(region_id)]
        owner = unit_for(path, units, about_official=False) or self.home.id
        reader = unit_for(path, units, about_official=about_official) or owner
        return RoutedUnit(id=reader, is_above=reader != owner)

    def _by_region(self, units: Iterable[Unit]) -> dict[str, str]:
        """Map regions to units; where two have one region, the home unit or the first keeps it."""
        found = {self.home.region_id: self.home.id}
        for unit in units:
            if unit.id != self.home.id and unit.chat_id is not None and self._has_key(unit.id):
                found.setdefault(unit.region_id, unit.id)
        return found

    def _has_key(self, unit_id: str) -> bool:
        try:
            self.keys.unit_key(unit_id, month_of(self.clock()))
        except UnknownKeyError:
            return False
        return True
