"""Weekly counts per place and category, each event counted once; pure."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from bot.reports.insight.rules.early_warning import BASELINE, GUARD, Signal, find_signal
from bot.reports.insight.rules.withholding import Places

WEEK: Final = timedelta(days=7)
WEEKS: Final = BASELINE + GUARD + 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Sighting:
    """A tip that was screened: where, what about, and on which day it came."""

    tip_id: str
    region_id: str
    category: str
    day: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Lookout:
    """A place and category worth a look, with the weeks that say so, the newest last."""

    place: str
    category: str
    signal: Signal
    weeks: tuple[int, ...]


def monday_of(day: date) -> date:
    return day - timedelta(days=day.weekday())


def first_of_each(
    sightings: Sequence[Sighting], same: Iterable[tuple[str, str]]
) -> list[Sighting]:
    """Return the first tip of each event; `same` are pairs found to tell of one event.

    `sightings` are in the order of acceptance.
    """
    known: dict[str, str] = {}
    for one, other in same:
        _join(known, one, other)
    seen: set[str] = set()
    firsts = []
    for sighting in sightings:
        event = _find(known, sighting.tip_id)
        if event not in seen:
            seen.add(event)
            firsts.append(sighting)
    return firsts


def find_lookouts(
    sightings: Iterable[Sighting], places: Places, wanted: Sequence[str], this_monday: date
) -> list[Lookout]:
    """Judge the last full week of each wanted place; the strongest come first."""
    counts = _count(sightings, places, this_monday)
    found = []
    for place in wanted:
        for category, weeks in sorted(counts[place].items()):
            line = tuple(weeks[number] for number in range(WEEKS))
            signal = find_signal(line)
            if signal is not None:
                found.append(Lookout(place=place, category=category, signal=signal, weeks=line))
    return sorted(found, key=lambda each: (-each.signal.score, each.place, each.category))


def since(this_monday: date) -> date:
    """Return the first day that the judgement of the last full week looks at."""
    return this_monday - WEEKS * WEEK


def _count(
    sightings: Iterable[Sighting], places: Places, this_monday: date
) -> Mapping[str, Mapping[str, Counter[int]]]:
    counts: dict[str, dict[str, Counter[int]]] = defaultdict(lambda: defaultdict(Counter))
    first = since(this_monday)
    for sighting in sightings:
        week = (monday_of(sighting.day) - first) // WEEK
        if 0 <= week < WEEKS and places.holds(sighting.region_id):
            for place in places.path(sighting.region_id):
                counts[place][sighting.category][week] += 1
    return counts


def _find(known: dict[str, str], tip: str) -> str:
    while tip in known:
        tip = known[tip]
    return tip


def _join(known: dict[str, str], one: str, other: str) -> None:
    first, second = _find(known, one), _find(known, other)
    if first != second:
        known[second] = first
