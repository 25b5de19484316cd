"""Probes: the same points asked before a course, after it and a month later, so that it shows."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from storage.education.kinds import AttemptKind

LATER = timedelta(days=30)
FEWEST = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class ProbeResult:
    """How many of a probe's questions one learner answered right, and on which day."""

    learner_id: str
    kind: AttemptKind
    right: int
    asked: int
    day: date

    @property
    def share(self) -> float:
        return self.right / self.asked if self.asked else 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Gain:
    """What a course brought those who took both probes; shares are means from 0 to 1.

    `later` is None where fewer than five have come back after a month.
    """

    learners: int
    before: float
    after: float
    came_back: int
    later: float | None

    @property
    def gain(self) -> float:
        return self.after - self.before


def measure(results: Iterable[ProbeResult]) -> Gain | None:
    """Return the gain, or None of fewer than five people: so few could be told apart.

    A learner counts by the first probe of each kind.
    """
    first: dict[tuple[str, AttemptKind], ProbeResult] = {}
    for result in sorted(results, key=lambda each: each.day):
        first.setdefault((result.learner_id, result.kind), result)
    both = [
        learner
        for learner, kind in first
        if kind is AttemptKind.PROBE_BEFORE and (learner, AttemptKind.PROBE_AFTER) in first
    ]
    if len(both) < FEWEST:
        return None
    back = [each for each in both if (each, AttemptKind.PROBE_LATER) in first]
    later = [first[each, AttemptKind.PROBE_LATER].share for each in back]
    is_enough = len(back) >= FEWEST
    return Gain(
        learners=len(both),
        before=_mean(first[each, AttemptKind.PROBE_BEFORE].share for each in both),
        after=_mean(first[each, AttemptKind.PROBE_AFTER].share for each in both),
        came_back=len(back) if is_enough else 0,
        later=_mean(later) if is_enough else None,
    )


def kind_due(
    taken: dict[AttemptKind, date], *, has_begun: bool, has_finished: bool, today: date
) -> AttemptKind | None:
    """Return which probe of a course a learner may be offered today, given those taken.

    Nobody who has begun the course is asked what was known before it.
    """
    if AttemptKind.PROBE_BEFORE not in taken:
        return None if has_begun else AttemptKind.PROBE_BEFORE
    if AttemptKind.PROBE_AFTER not in taken:
        return AttemptKind.PROBE_AFTER if has_finished else None
    if AttemptKind.PROBE_LATER in taken or today < taken[AttemptKind.PROBE_AFTER] + LATER:
        return None
    return AttemptKind.PROBE_LATER


def _mean(values: Iterable[float]) -> float:
    listed = list(values)
    return sum(listed) / len(listed)
