"""A report: what may be shown of one region and period, and of the parts of both; pure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from bot.reports.insight.rules.periods import LENGTHS, Period, period_of
from bot.reports.insight.rules.tables import ONE, Subject
from bot.reports.insight.rules.withholding import ALL, Box, Disclosure, Places


@dataclass(frozen=True, slots=True, kw_only=True)
class Counted:
    """What one month brought in one region and one cell of a subject's table."""

    month: int
    subject: Subject
    region_id: str
    cell: str
    count: int
    fen: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """A count, and money with it where the subject has any; None where it is withheld."""

    count: int | None
    fen: int = 0

    @property
    def is_withheld(self) -> bool:
        return self.count is None


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A shown figure of a part of the report, for the tables that go with it."""

    subject: Subject
    box: Box
    figure: Figure


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """The figures of one place and one period."""

    place: str
    period: Period
    totals: Mapping[Subject, Figure]
    cells: Mapping[Subject, Mapping[str, Figure]]
    lines: Sequence[Line] = field(default_factory=tuple)

    def share(self, subject: Subject, *cells: str) -> float | None:
        """Return the part that these cells have of the total, where all of them are shown."""
        total = self.totals[subject].count
        counts = [self.cells[subject][cell].count for cell in cells if cell in self.cells[subject]]
        shown = [count for count in counts if count is not None]
        if not total or len(shown) < len(counts):
            return None
        return sum(shown) / total


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """What can be counted at all: the places, the months, and every cell there is.

    The cells do not follow what was counted: one that is left out would say that it has nothing.
    """

    places: Places
    span: range
    cells: Mapping[Subject, Collection[str]]


class Figures:
    """All that was counted, each subject judged as a table of its own."""

    def __init__(self, counted: Iterable[Counted], frame: Frame) -> None:
        self._places = places = frame.places
        atoms: dict[Subject, dict[tuple[str, int, str], int]] = defaultdict(dict)
        self._fen: dict[tuple[Subject, Box], int] = defaultdict(int)
        for each in counted:
            if not places.holds(each.region_id):
                continue
            atoms[each.subject][each.region_id, each.month, each.cell] = each.count
            for box in _boxes(each, places) if each.fen else ():
                self._fen[each.subject, box] += each.fen
        self._tables = {
            subject: Disclosure(atoms[subject], places, frame.cells[subject], frame.span)
            for subject in Subject
        }

    def report(self, place: str, period: Period) -> Report:
        return Report(
            place=place,
            period=period,
            totals={subject: self._figure(subject, Box(place, period)) for subject in Subject},
            cells={
                subject: {
                    cell: self._figure(subject, Box(place, period, cell))
                    for cell in table.cells
                    if cell != ONE
                }
                for subject, table in self._tables.items()
            },
            lines=[line for subject in Subject for line in self._lines(subject, place, period)],
        )

    def _figure(self, subject: Subject, box: Box) -> Figure:
        count = self._tables[subject].figure(box)
        return Figure(count=count, fen=0 if count is None else self._fen[subject, box])

    def _lines(self, subject: Subject, place: str, period: Period) -> list[Line]:
        within = [
            box
            for box in self._tables[subject].shown
            if place in self._places.path(box.place)
            and set(box.period.months) <= set(period.months)
        ]
        within.sort(key=lambda box: (box.place, box.period.first, -box.period.length, box.cell))
        return [
            Line(subject=subject, box=box, figure=self._figure(subject, box)) for box in within
        ]


def _boxes(each: Counted, places: Places) -> Iterable[Box]:
    for place in places.path(places.leaf(each.region_id)):
        for length in LENGTHS:
            for cell in (each.cell, ALL):
                yield Box(place, period_of(each.month, length), cell)
