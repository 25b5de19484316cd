"""What a thousand simulated learners keep, with reviews and without, over 180 virtual days.

They forget by ACT-R's base-level learning (Anderson and Schooler 1991; Pavlik and Anderson 2005),
a power law over every single practice whose decay grows where practice is crammed. It shares
neither formula nor parameter with FSRS, which decides when they are asked. The learners differ:
decay and threshold are drawn for each of them, difficulty for each pair of learner and point. The
mean threshold is set so that of a lesson learnt once somewhat less than half is left a month
later; no figure here was measured on people.

`reviewed`: a lesson a week, then what the real rules of a sitting ask, five questions a day at
most, on four days in five. `crammed`: the same lessons, and as many questions as the reviewed had
in all, on the day of the last lesson. `once`: the lessons alone.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random
from statistics import mean
from time import perf_counter

from bot.education.learning.rules.practice import choose_points
from bot.education.learning.rules.scheduling import Memory, Recall, current_schedule
from bot.education.learning.service.progress import points_of
from tests.library import library

LEARNERS = 1000
DAYS = 180
LESSON_EVERY_DAYS = 7
COMES = 0.8
START = date(2026, 9, 1)
MEASURED = (30, 180)
# Seconds of one sitting between two repetitions of a point, in days.
WITHIN_A_DAY = 1 / 24
NOISE = 0.35


@dataclass(slots=True)
class Trace:
    """One point in one head: when it was practised, and how fast each practice decays."""

    base: float
    scale: float
    threshold: float
    practices: list[tuple[float, float]] = field(default_factory=list)

    def activation(self, day: float) -> float:
        total = sum(max(day - at, 1e-3) ** -decay for at, decay in self.practices)
        return math.log(total) if total else -math.inf

    def chance(self, day: float) -> float:
        """Return the chance of recall at that time."""
        strength = self.activation(day)
        return 1 / (1 + math.exp((self.threshold - strength) / NOISE))

    def practise(self, day: float) -> None:
        """Practise; the stronger the trace is just now, the faster this practice decays."""
        strength = min(self.activation(day), 4.0)
        self.practices.append((day, self.base + self.scale * math.exp(strength)))


@dataclass(slots=True)
class Head:
    """A learner: the traces of all points, and what the scheduler believes of them."""

    traces: dict[str, Trace]
    chance: Random
    memories: dict[str, Memory] = field(default_factory=dict)
    asked: int = 0


def report() -> None:
    began = perf_counter()
    lessons = [list(points_of(lesson)) for lesson in library().courses[0].lessons]
    reviewed = [_review(lessons, seed) for seed in range(LEARNERS)]
    budgets = [head.asked for head in reviewed]
    crammed = [_cram(lessons, seed, budget) for seed, budget in enumerate(budgets)]
    once = [_cram(lessons, seed, 0) for seed in range(LEARNERS)]
    learnt = sum(map(len, lessons))
    end = _last_lesson(lessons)
    print(
        f"forgetting: {LEARNERS} learners, {learnt} points in {len(lessons)} lessons, {DAYS} days "
        f"({perf_counter() - began:.0f} s)"
    )
    for name, heads in (("reviewed", reviewed), ("crammed", crammed), ("once", once)):
        kept = " · ".join(
            f"day {day}: {mean(_kept(head, end + day) for head in heads):.0%}" for day in MEASURED
        )
        each = mean(head.asked for head in heads) / learnt
        print(f"  {name:9} {kept} · questions after the lesson, per point: {each:.1f}")


def _review(lessons: list[list[str]], seed: int) -> Head:
    head = _head(lessons, seed)
    schedule = current_schedule()
    lesson_of = _lessons_by_point(lessons).__getitem__
    last = _last_lesson(lessons) + DAYS
    for day in range(last):
        for point in _taught_on(lessons, day):
            head.traces[point].practise(day)
            head.memories[point] = schedule.review(None, Recall.KNOWN, _date(day))
        if head.chance.random() < COMES:
            for point in choose_points(head.memories, _date(day), schedule, lesson_of):
                trace, now = head.traces[point], day + 0.5
                knew = head.chance.random() < trace.chance(now)
                recall = Recall.KNOWN if knew else Recall.FORGOTTEN
                head.memories[point] = schedule.review(head.memories[point], recall, _date(day))
                trace.practise(now)
                head.asked += 1
    return head


def _cram(lessons: list[list[str]], seed: int, budget: int) -> Head:
    """Spend the same number of questions in one go, at the end of the last lesson."""
    head = _head(lessons, seed)
    for day in range(_last_lesson(lessons) + 1):
        for point in _taught_on(lessons, day):
            head.traces[point].practise(day)
    points = list(head.traces)
    for number in range(budget):
        round_, place = divmod(number, len(points))
        head.traces[points[place]].practise(_last_lesson(lessons) + (round_ + 1) * WITHIN_A_DAY)
        head.asked += 1
    return head


def _head(lessons: list[list[str]], seed: int) -> Head:
    chance = Random(seed)
    base, scale = chance.uniform(0.15, 0.3), chance.uniform(0.1, 0.25)
    threshold = chance.gauss(-0.75, 0.25)
    traces = {
        point: Trace(base=base, scale=scale, threshold=threshold + chance.gauss(0, 0.3))
        for lesson in lessons
        for point in lesson
    }
    return Head(traces=traces, chance=chance)


def _kept(head: Head, day: float) -> float:
    return mean(trace.chance(day) for trace in head.traces.values())


def _taught_on(lessons: list[list[str]], day: int) -> Iterator[str]:
    number, rest = divmod(day, LESSON_EVERY_DAYS)
    if rest == 0 and number < len(lessons):
        yield from lessons[number]


def _last_lesson(lessons: list[list[str]]) -> int:
    return LESSON_EVERY_DAYS * (len(lessons) - 1)


def _lessons_by_point(lessons: list[list[str]]) -> dict[str, str]:
    return {point: str(number) for number, lesson in enumerate(lessons) for point in lesson}


def _date(day: int) -> date:
    return START + timedelta(days=day)
