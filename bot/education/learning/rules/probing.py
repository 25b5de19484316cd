"""Probes: the same points asked before a course, after it and a month later, so that it shows."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from random import Random

from content.schema import Question
from storage.education.kinds import AttemptKind

LATER, LATEST = timedelta(days=30), timedelta(days=60)
FEWEST = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class ProbeResult:
    """How many of a probe's questions one learner answered right, and in which hours."""

    learner_id: str
    kind: AttemptKind
    right: int
    asked: int
    began: datetime
    ended: datetime

    @property
    def share(self) -> float:
        return self.right / self.asked


@dataclass(frozen=True, slots=True, kw_only=True)
class Gain:
    """What a course brought those who took both probes; shares are means from 0 to 1.

    `later` is None where fewer than five have come back after a month; `after_of_them` is what
    those who came back had known right after the course.
    """

    learners: int
    before: float
    after: float
    came_back: int = 0
    after_of_them: float | None = None
    later: float | None = None

    @property
    def gain(self) -> float:
        return self.after - self.before


def measure(
    results: Iterable[ProbeResult], course_began: Mapping[str, datetime], now: datetime
) -> Gain | None:
    """Return the gain, or None of fewer than five people: so few could be told apart.

    A learner counts by the first probe of each kind, and with a first lesson, whose hour
    `course_began` tells, between the probes. Five join at a time, and only once their hour is
    over: two figures one person apart would tell of that person.
    """
    known: dict[str, dict[AttemptKind, ProbeResult]] = {}
    hour = now.astimezone(UTC).replace(minute=0, second=0, microsecond=0)
    for result in sorted(results, key=lambda each: each.ended):
        if result.asked and result.ended < hour:
            known.setdefault(result.learner_id, {}).setdefault(result.kind, result)
    both = [each for learner, each in known.items() if _frames(each, course_began.get(learner))]
    told = _in_fives(both, AttemptKind.PROBE_AFTER)
    if not told:
        return None
    back = _in_fives([each for each in both if _is_a_month_later(each)], AttemptKind.PROBE_LATER)
    return Gain(
        learners=len(told),
        before=_mean(told, AttemptKind.PROBE_BEFORE),
        after=_mean(told, AttemptKind.PROBE_AFTER),
        came_back=len(back),
        after_of_them=_mean(back, AttemptKind.PROBE_AFTER) if back else None,
        later=_mean(back, AttemptKind.PROBE_LATER) if back else None,
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
    since = today - taken[AttemptKind.PROBE_AFTER]
    if AttemptKind.PROBE_LATER in taken or not LATER <= since <= LATEST:
        return None
    return AttemptKind.PROBE_LATER


def choose_variant(variants: Sequence[Question], asked: Sequence[str], seed: str) -> str:
    """Return the id of one of the questions on a point; `asked` were before, newest first.

    The learner's seed turns the variants, so that over many learners no variant stands for
    before or after. Where a kind has several, it is the only one asked, and what was asked
    longest ago comes back.
    """
    chance = Random(seed)  # noqa: S311 - an order, no secret
    kinds = Counter(each.kind for each in variants)
    most = max(kinds.values())
    kind = chance.choice(sorted(each for each in kinds if kinds[each] == most))
    pool = sorted(each.id for each in variants if most == 1 or each.kind == kind)
    chance.shuffle(pool)
    fresh = [each for each in pool if each not in asked]
    return fresh[0] if fresh else max(pool, key=asked.index)


Probed = Mapping[AttemptKind, ProbeResult]


def _frames(probed: Probed, course_began: datetime | None) -> bool:
    """Return whether the first lesson began after the one probe and before the other."""
    before = probed.get(AttemptKind.PROBE_BEFORE)
    after = probed.get(AttemptKind.PROBE_AFTER)
    if before is None or after is None or course_began is None:
        return False
    return before.ended <= course_began <= after.began


def _is_a_month_later(probed: Probed) -> bool:
    later = probed.get(AttemptKind.PROBE_LATER)
    if later is None:
        return False
    # A day more, since the days of a learner are those of local time.
    since = later.ended - probed[AttemptKind.PROBE_AFTER].ended
    return since <= LATEST + timedelta(days=1)


def _in_fives(people: Iterable[Probed], kind: AttemptKind) -> list[Probed]:
    """Return the people by the hour of this probe, without those who are not yet five."""
    listed = sorted(people, key=lambda each: each[kind].ended)
    return listed[: len(listed) // FEWEST * FEWEST]


def _mean(people: Sequence[Probed], kind: AttemptKind) -> float:
    return sum(each[kind].share for each in people) / len(people)
