"""Early warning on weekly counts: EARS C2, with a floor for small numbers; pure.

C2 compares a week with the mean and standard deviation of the seven weeks before the two before
it (L. Hutwagner, W. Thompson, G. M. Seeman, T. Treadwell, "The bioterrorism preparedness and
response Early Aberration Reporting System (EARS)", Journal of Urban Health 80, 2003). Where tips
are few the sample's deviation is often near zero, so it is never taken below that of a Poisson
count with the same mean. A signal says "worth a look" to the staff and nothing more.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt
from statistics import fmean, stdev
from typing import Final

BASELINE: Final = 7
GUARD: Final = 2
THRESHOLD: Final = 3.0
# One tip, or two, are never a signal, however quiet a place was.
LEAST: Final = 3
_LEAST_MEAN: Final = 0.25


@dataclass(frozen=True, slots=True, kw_only=True)
class Signal:
    """A week that stands out, with the evidence: what was counted, and what was usual."""

    count: int
    mean: float
    deviation: float

    @property
    def score(self) -> float:
        """Return by how many deviations the week lies above the mean."""
        return (self.count - self.mean) / self.deviation


def find_signal(weeks: Sequence[int]) -> Signal | None:
    """Judge the last of the weekly counts; None where it is usual or the past is too short."""
    if len(weeks) < BASELINE + GUARD + 1:
        return None
    count = weeks[-1]
    past = weeks[-(BASELINE + GUARD + 1) : -(GUARD + 1)]
    mean = fmean(past)
    floor = sqrt(max(mean, _LEAST_MEAN))
    signal = Signal(count=count, mean=mean, deviation=max(stdev(past), floor))
    return signal if count >= LEAST and signal.score > THRESHOLD else None
