"""Which figures may be shown, so that no two of them tell anything about fewer than five tips.

A figure counts the tips of one region, one period and one cell of a table (`ALL` for its total).
It is shown if it is at least five; if it differs from every shown figure that it lies in, or that
lies in it, by at least five; and if what a whole leaves beside its shown parts is at least five.
The last rule is complementary suppression (Willenborg and de Waal, "Elements of Statistical
Disclosure Control", 2001). Figures are judged in the order in which their periods end, so that
nothing that comes later changes what was shown before.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import product
from typing import Final

from bot.reports.insight.rules.periods import LENGTHS, Period, period_of

LEAST: Final = 5
ALL: Final = ""
# Tips that name a region, but none of the places in it, are a place of their own.
UNNAMED: Final = "*"

Atoms = Mapping[tuple[str, int, str], int]


@dataclass(frozen=True, slots=True, order=True)
class Box:
    """What a figure counts: a place, a period, and one cell of a table or `ALL` of them."""

    place: str
    period: Period
    cell: str = ALL


def region_of(place: str) -> str:
    """Return the region of a place, also of what is unnamed in it."""
    return place.removesuffix(UNNAMED)


@dataclass(frozen=True, slots=True)
class Places:
    """Regions as a tree whose leaves hold the tips; made of each region's parent."""

    parents: Mapping[str, str | None]
    _parts: dict[str, tuple[str, ...]] = field(default_factory=dict, init=False)

    def __post_init__(self) -> None:
        found: dict[str, list[str]] = defaultdict(list)
        for region, parent in self.parents.items():
            if parent is not None:
                found[parent].append(region)
        for region, parts in found.items():
            self._parts[region] = (*sorted(parts), region + UNNAMED)

    def holds(self, region: str) -> bool:
        return region in self.parents

    def parts(self, place: str) -> tuple[str, ...]:
        return self._parts.get(place, ())

    def leaf(self, region: str) -> str:
        """Return the leaf at which a tip of this region is counted."""
        return region + UNNAMED if region in self._parts else region

    def path(self, place: str) -> Iterator[str]:
        """Yield the place and all that it lies in."""
        if place.endswith(UNNAMED):
            yield place
            place = region_of(place)
        current: str | None = place
        while current is not None:
            yield current
            current = self.parents[current]

    def depth(self, place: str) -> int:
        return sum(1 for _step in self.path(place))


class Disclosure:
    """The figures of one table that may be shown."""

    def __init__(self, atoms: Atoms, places: Places, cells: Iterable[str], span: range) -> None:
        """Judge every figure of the periods that lie within the months of `span`.

        `atoms` counts tips by region, month number and cell; what it lacks is zero. Before the
        span nothing was counted, so that a period which began earlier has no figure.
        """
        self._places = places
        self._cells = tuple(sorted(cells))
        self._counts = _sum_up(atoms, places)
        self._shown: set[Box] = set()
        self._inside: dict[Box, set[Box]] = defaultdict(set)
        over = (
            box
            for box in self._counts
            if box.period.first >= span.start and box.period.months[-1] < span.stop
        )
        for box in sorted(over, key=self._turn):
            if self._may_show(box):
                self._show(box)

    @property
    def cells(self) -> tuple[str, ...]:
        return self._cells

    @property
    def shown(self) -> frozenset[Box]:
        return frozenset(self._shown)

    def figure(self, box: Box) -> int | None:
        """Return the count, or None where it is withheld."""
        return self._counts[box] if box in self._shown else None

    def _turn(self, box: Box) -> tuple[int, int, int, bool, str, str]:
        """Earlier periods first; of those that end together the longer, higher and total ones."""
        period = box.period
        end = period.first + period.length
        depth = self._places.depth(box.place)
        return (end, -period.length, depth, box.cell != ALL, box.place, box.cell)

    def _may_show(self, box: Box) -> bool:
        count = self._counts[box]
        if count < LEAST:
            return False
        wider = (each for each in self._around(box) if each in self._shown)
        if any(self._counts[each] - count < LEAST for each in wider):
            return False
        if any(count - self._counts[each] < LEAST for each in self._inside[box]):
            return False
        families = [self._families(box), *(self._families(each) for each in self._above(box))]
        return all(
            self._leaves_enough(whole, parts, box)
            for family in families
            for whole, parts in family
        )

    def _leaves_enough(self, whole: Box, parts: tuple[Box, ...], added: Box) -> bool:
        """Return whether what the whole leaves beside its shown parts is nothing or enough."""
        if whole != added and whole not in self._shown:
            return True
        hidden = [each for each in parts if each != added and each not in self._shown]
        if not hidden or len(hidden) == len(parts):
            return True
        return sum(self._counts.get(each, 0) for each in hidden) >= LEAST

    def _show(self, box: Box) -> None:
        self._shown.add(box)
        for each in self._around(box):
            self._inside[each].add(box)

    def _around(self, box: Box) -> Iterator[Box]:
        """Yield every other figure that this one lies in."""
        periods = [period_of(box.period.first, n) for n in LENGTHS if n >= box.period.length]
        cells = {box.cell, ALL}
        for place, period, cell in product(self._places.path(box.place), periods, cells):
            wider = Box(place, period, cell)
            if wider != box:
                yield wider

    def _above(self, box: Box) -> Iterator[Box]:
        """Yield the wholes of which this figure is a part, one step up in each direction."""
        for place in list(self._places.path(box.place))[1:2]:
            yield Box(place, box.period, box.cell)
        for length in [n for n in LENGTHS if n > box.period.length][:1]:
            yield Box(box.place, period_of(box.period.first, length), box.cell)
        if box.cell != ALL:
            yield Box(box.place, box.period, ALL)

    def _families(self, whole: Box) -> Iterator[tuple[Box, tuple[Box, ...]]]:
        """Yield a whole with its parts: by place, by time, and by cell."""
        place, period, cell = whole.place, whole.period, whole.cell
        yield whole, tuple(Box(each, period, cell) for each in self._places.parts(place))
        yield whole, tuple(Box(place, each, cell) for each in period.parts())
        if cell == ALL:
            yield whole, tuple(Box(place, period, each) for each in self._cells)


def _sum_up(atoms: Atoms, places: Places) -> dict[Box, int]:
    counts: dict[Box, int] = defaultdict(int)
    for (region, month, cell), count in atoms.items():
        periods = [period_of(month, length) for length in LENGTHS]
        for box in product(places.path(places.leaf(region)), periods, (cell, ALL)):
            counts[Box(*box)] += count
    return dict(counts)
