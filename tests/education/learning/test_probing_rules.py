"""What probes ask and when, and what may be said of them without telling of one person."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from bot.education.learning.rules.probing import (
    FEWEST,
    Gain,
    ProbeResult,
    choose_variant,
    kind_due,
    measure,
)
from content.schema.facts import CHINA
from storage.education.kinds import AttemptKind
from tests.library import library

DAY = date(2026, 11, 21)
LIBRARY = library()
BEFORE, AFTER, LATER = (
    AttemptKind.PROBE_BEFORE,
    AttemptKind.PROBE_AFTER,
    AttemptKind.PROBE_LATER,
)


def at(hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 11, 21, hour, minute, tzinfo=CHINA)


COURSE = {str(learner): at(10) for learner in range(20)}
HOURS_OF = {BEFORE: 9, AFTER: 11, LATER: 12}


def result(learner: int, kind: AttemptKind, right: int, days: int = 0) -> ProbeResult:
    moment = at(HOURS_OF[kind]) + timedelta(days=days + (30 if kind is LATER else 0))
    return ProbeResult(
        learner_id=str(learner), kind=kind, right=right, asked=3, began=moment, ended=moment
    )


def gain_of(results: list[ProbeResult]) -> Gain | None:
    return measure(results, COURSE, at(12) + timedelta(days=200))


def test_gain_is_told_of_five_people_or_more() -> None:
    results = [result(n, BEFORE, 1) for n in range(9)]
    results += [result(n, AFTER, 3) for n in range(FEWEST - 1)]
    assert gain_of(results) is None
    gain = gain_of([*results, result(FEWEST - 1, AFTER, 3)])
    assert gain is not None
    assert gain.learners == FEWEST
    assert (gain.before, gain.after, gain.gain) == pytest.approx((1 / 3, 1, 2 / 3))
    assert (gain.later, gain.came_back) == (None, 0)


def test_the_sixth_person_s_result_does_not_show_between_two_runs() -> None:
    five = [result(n, kind, 1) for n in range(FEWEST) for kind in (BEFORE, AFTER)]
    told = gain_of(five)
    for more in range(1, FEWEST):
        new = [
            result(FEWEST + n, kind, 3, days=1) for n in range(more) for kind in (BEFORE, AFTER)
        ]
        began = {**COURSE, **{str(FEWEST + n): at(10) + timedelta(days=1) for n in range(more)}}
        assert measure([*new, *five], began, at(12) + timedelta(days=200)) == told
    assert measure(five, COURSE, at(11, 59)) is None, "others may still join their hour"
    assert measure(five, COURSE, at(12)) == told


def test_a_probe_without_questions_counts_as_none_taken() -> None:
    results = [result(n, kind, 1) for n in range(FEWEST) for kind in (BEFORE, AFTER)]
    told = gain_of(results)
    empty = [replace(result(9, kind, 0), asked=0) for kind in (BEFORE, AFTER)]
    assert gain_of([*empty, *results]) == told


@pytest.mark.parametrize(("kind", "hour"), [(BEFORE, 11), (AFTER, 9)])
def test_a_probe_on_the_wrong_side_of_the_first_lesson_counts_nothing(
    kind: AttemptKind, hour: int
) -> None:
    results = [result(n, each, 1) for n in range(FEWEST) for each in (BEFORE, AFTER)]
    assert gain_of(results) is not None
    moved = [
        replace(each, began=at(hour), ended=at(hour)) if each.kind is kind else each
        for each in results
    ]
    assert gain_of(moved) is None
    assert measure(results, {}, at(12) + timedelta(days=200)) is None, "no lesson at all"


def test_retention_is_told_of_five_who_came_back_beside_their_own_after() -> None:
    results = [result(n, BEFORE, 1) for n in range(10)]
    results += [result(n, AFTER, 3 if n < FEWEST else 1) for n in range(10)]
    results += [result(n, LATER, 2) for n in range(4)]
    gain = gain_of(results)
    assert gain is not None
    assert (gain.later, gain.after_of_them, gain.came_back) == (None, None, 0)
    gain = gain_of([*results, result(4, LATER, 2)])
    assert gain is not None
    assert gain.came_back == FEWEST
    assert (gain.later, gain.after_of_them) == pytest.approx((2 / 3, 1))
    assert gain.after == pytest.approx(2 / 3)


def test_who_came_back_long_after_a_month_is_left_out() -> None:
    results = [result(n, kind, 3) for n in range(5) for kind in (BEFORE, AFTER)]
    late = [result(n, LATER, 2, days=40) for n in range(5)]
    gain = gain_of([*results, *late])
    assert gain is not None
    assert gain.came_back == 0


def test_a_learner_counts_by_the_first_probe_of_each_kind() -> None:
    results = [result(n, kind, 1) for n in range(5) for kind in (BEFORE, AFTER)]
    gain = gain_of([*results, *(result(n, AFTER, 3, days=1) for n in range(5))])
    assert gain is not None
    assert gain.gain == 0


def test_a_month_later_is_over_after_two() -> None:
    taken = {BEFORE: DAY, AFTER: DAY}
    for days, due in ((29, None), (30, LATER), (60, LATER), (61, None)):
        today = DAY + timedelta(days=days)
        assert kind_due(taken, has_begun=True, has_finished=True, today=today) is due


def test_variants_are_turned_by_the_learner_within_one_kind_where_it_has_several() -> None:
    lessons = (lesson for course in LIBRARY.courses for lesson in course.lessons)
    for lesson in lessons:
        for point in lesson.points:
            variants = LIBRARY.variants(point.id, DAY)
            kinds = Counter(each.kind for each in variants)
            firsts: set[str] = set()
            for learner in range(60):
                asked: list[str] = []
                for _probe in range(3):
                    asked.insert(0, choose_variant(variants, asked, f"{learner}"))
                firsts.add(asked[-1])
                assert asked[0] not in asked[1:2]
                used = {each.kind for each in variants if each.id in asked}
                assert len(used) == 1 or max(kinds.values()) == 1
            most = max(kinds.values())
            assert firsts == {each.id for each in variants if kinds[each.kind] == most}


@pytest.mark.parametrize(
    ("taken", "begun", "finished", "due"),
    [
        ({}, False, False, BEFORE),
        ({}, True, False, None),
        ({}, True, True, None),
        ({BEFORE: 0}, True, False, None),
        ({BEFORE: 0}, True, True, AFTER),
        ({BEFORE: 0, AFTER: 1}, True, True, None),
        ({BEFORE: 0, AFTER: 30}, True, True, None),
        ({BEFORE: 0, AFTER: 1}, True, True, LATER),
        ({BEFORE: 0, AFTER: 1, LATER: 40}, True, True, None),
    ],
)
def test_a_probe_comes_before_after_and_a_month_later(
    taken: dict[AttemptKind, int],
    begun: bool,  # noqa: FBT001 - a column of the table
    finished: bool,  # noqa: FBT001 - the same
    due: AttemptKind | None,
) -> None:
    days = {kind: DAY + timedelta(days=day) for kind, day in taken.items()}
    offset = 31 if due is LATER else 2
    today = DAY + timedelta(days=offset)
    assert kind_due(days, has_begun=begun, has_finished=finished, today=today) is due
