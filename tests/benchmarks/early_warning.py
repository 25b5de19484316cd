"""How often EARS C2 finds a planted rise, and how often it cries wolf, on simulated weeks.

Weeks without a rise are Poisson counts, and overdispersed ones (a gamma mixture with shape 2), as
in a place where one event brings several tips. A rise adds to four weeks in a row; it counts as
found if one of the first two gives a signal.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import exp
from random import Random

from bot.reports.insight.rules.early_warning import BASELINE, GUARD, find_signal

WEEKS_A_YEAR = 52
YEARS = 400
RISES = 2_000
PAST = BASELINE + GUARD
SHAPE = 2.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A place's usual week, and what a rise adds to it on the mean."""

    usual: float
    added: float
    is_clustered: bool

    def count(self, random: Random, added: float = 0.0) -> int:
        mean = self.usual + added
        if self.is_clustered:
            mean *= random.gammavariate(SHAPE, 1 / SHAPE)
        return _poisson(mean, random)


PLACES = [
    Place(usual=usual, added=added, is_clustered=clustered)
    for clustered in (False, True)
    for usual, added in ((0.2, 4.0), (1.0, 5.0), (4.0, 10.0))
]


def report() -> None:
    for place in PLACES:
        random = Random(20260626)
        kind = "clustered" if place.is_clustered else "Poisson"
        print(
            f"early warning: {place.usual:g} a week ({kind}), a rise of {place.added:g} a week: "
            f"found {_found(place, random):.0%}, false alarms a year {_false(place, random):.2f}"
        )


def _found(place: Place, random: Random) -> float:
    found = 0
    for _rise in range(RISES):
        weeks = [place.count(random) for _week in range(PAST)]
        for _week in range(2):
            weeks.append(place.count(random, place.added))
            if find_signal(weeks) is not None:
                found += 1
                break
    return found / RISES


def _false(place: Place, random: Random) -> float:
    weeks = [place.count(random) for _week in range(PAST + YEARS * WEEKS_A_YEAR)]
    ends = range(PAST + 1, len(weeks) + 1)
    alarms = sum(find_signal(weeks[end - PAST - 1 : end]) is not None for end in ends)
    return alarms / YEARS


def _poisson(mean: float, random: Random) -> int:
    """Multiply uniform numbers until they fall below e to the minus mean (Knuth)."""
    limit, product, count = exp(-mean), random.random(), 0
    while product > limit:
        product *= random.random()
        count += 1
    return count
