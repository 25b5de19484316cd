"""What a sitting asks, how streaks rest, when nobody is disturbed, what a probe may say."""

from __future__ import annotations

import itertools
from collections import Counter
from datetime import date, datetime, timedelta
from random import Random

import pytest

from bot.chat.notices import MOST_COUNTED
from bot.education.learning.rules.habits import (
    HOURS,
    REST_DAYS,
    Streak,
    count_day,
    days_standing,
    hours_to_serve,
    is_night,
)
from bot.education.learning.rules.practice import (
    MOST_QUESTIONS,
    Standing,
    choose_points,
    choose_question,
    mix,
    standing_of,
)
from bot.education.learning.rules.probing import FEWEST, ProbeResult, kind_due, measure
from bot.education.learning.rules.scheduling import Memory, Recall, current_schedule
from bot.education.learning.rules.slips import create_number, read_number, show_number
from content.loader import load
from content.schema.facts import CHINA
from storage.education.kinds import AttemptKind

DAY = date(2026, 11, 21)
NOW = current_schedule()
LIBRARY = load()
BEFORE, AFTER, LATER = (
    AttemptKind.PROBE_BEFORE,
    AttemptKind.PROBE_AFTER,
    AttemptKind.PROBE_LATER,
)


def at(hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 11, 21, hour, minute, tzinfo=CHINA)


def learnt(days_ago: int, recall: Recall = Recall.KNOWN) -> Memory:
    return NOW.review(None, recall, DAY - timedelta(days=days_ago))


def lesson_of(point: str) -> str:
    return point[0]


def test_a_sitting_asks_what_is_due_and_no_more_than_a_few() -> None:
    memories = {f"a-{n}": learnt(10) for n in range(9)} | {f"b-{n}": learnt(0) for n in range(9)}
    chosen = choose_points(memories, DAY, NOW, lesson_of)
    assert len(chosen) == MOST_QUESTIONS
    assert all(point.startswith("a-") for point in chosen)
    assert choose_points({"b-1": learnt(0)}, DAY, NOW, lesson_of) == []


def test_the_likeliest_to_be_forgotten_come_first() -> None:
    memories = {f"a-{days}": learnt(days) for days in range(2, 12)}
    chosen = choose_points(memories, DAY, NOW, lesson_of)
    assert chosen == [f"a-{days}" for days in (11, 10, 9, 8, 7)]


def test_neighbours_come_from_different_lessons_as_long_as_there_are_any() -> None:
    for seed in range(50):
        points = [f"{Random(seed + n).choice('abc')}-{n}" for n in range(8)]
        mixed = mix(points, lesson_of)
        assert sorted(mixed) == sorted(points)
        most = max(Counter(map(lesson_of, points)).values())
        pairs = itertools.pairwise(mixed)
        repeats = sum(lesson_of(one) == lesson_of(other) for one, other in pairs)
        assert repeats == max(0, 2 * most - 1 - len(points))


def test_a_question_asked_last_is_not_asked_again_where_there_is_another() -> None:
    for course in LIBRARY.courses:
        for lesson in course.lessons:
            for point in {question.point for question in lesson.questions}:
                variants = LIBRARY.variants(point, DAY)
                for last in (None, *(each.id for each in variants)):
                    chosen = {choose_question(variants, last, Random(n)) for n in range(40)}
                    wanted = {each.id for each in variants} - {last} or {last}
                    assert chosen == wanted


def test_standing_tells_strong_from_fading_and_unseen() -> None:
    assert standing_of(None, DAY) is Standing.UNSEEN
    assert standing_of(learnt(0), DAY) is Standing.STRONG
    assert standing_of(learnt(2), DAY) is Standing.FADING
    assert standing_of(learnt(0, Recall.FORGOTTEN), DAY) is Standing.FADING


def test_a_notice_counts_as_much_as_a_sitting_asks() -> None:
    assert MOST_COUNTED == MOST_QUESTIONS


def practise(*days: int, due_after: int = 1) -> Streak:
    streak = Streak(days=0, practised_on=None, open_until=None)
    for day in days:
        today = DAY + timedelta(days=day)
        streak = count_day(streak, today, today + timedelta(days=due_after))
    return streak


@pytest.mark.parametrize(
    ("days", "due_after", "streak"),
    [
        ((0,), 1, 1),
        ((0, 1, 2), 1, 3),
        ((0, 0, 0), 1, 1),
        ((0, 1 + REST_DAYS), 1, 2),
        ((0, 2 + REST_DAYS), 1, 1),
        ((0, 30 + REST_DAYS), 30, 2),
        ((0, 31 + REST_DAYS), 30, 1),
    ],
)
def test_days_of_rest_and_days_without_anything_due_are_free(
    days: tuple[int, ...], due_after: int, streak: int
) -> None:
    assert practise(*days, due_after=due_after).days == streak


def test_a_streak_that_has_ended_is_not_mentioned() -> None:
    streak = practise(0, 1)
    assert days_standing(streak, DAY + timedelta(days=2 + REST_DAYS)) == 2
    assert days_standing(streak, DAY + timedelta(days=3 + REST_DAYS)) == 0


@pytest.mark.parametrize("hour", range(24))
def test_nobody_is_reminded_at_night(hour: int) -> None:
    moment = at(hour, 59)
    served = hours_to_serve(moment)
    if is_night(moment):
        assert served == ()
    assert (hour >= 21 or hour < 8) == is_night(moment)
    assert all(8 <= each <= hour for each in served)


def test_every_hour_on_offer_is_served_within_that_hour() -> None:
    for hour in HOURS:
        assert hour in hours_to_serve(at(hour))
        assert hour not in hours_to_serve(at(hour - 1, 59))


def result(learner: int, kind: AttemptKind, right: int, day: int = 0) -> ProbeResult:
    return ProbeResult(
        learner_id=str(learner), kind=kind, right=right, asked=3, day=DAY + timedelta(days=day)
    )


def test_gain_is_told_of_five_people_or_more() -> None:
    results = [result(n, BEFORE, 1) for n in range(9)]
    results += [result(n, AFTER, 3) for n in range(FEWEST - 1)]
    assert measure(results) is None
    gain = measure([*results, result(FEWEST - 1, AFTER, 3)])
    assert gain is not None
    assert gain.learners == FEWEST
    assert (gain.before, gain.after, gain.gain) == pytest.approx((1 / 3, 1, 2 / 3))
    assert (gain.later, gain.came_back) == (None, 0)


def test_retention_is_told_of_five_who_came_back() -> None:
    results = [result(n, kind, 3) for n in range(7) for kind in (BEFORE, AFTER)]
    results += [result(n, LATER, 2) for n in range(4)]
    gain = measure(results)
    assert gain is not None
    assert gain.later is None
    gain = measure([*results, result(4, LATER, 2)])
    assert gain is not None
    assert gain.later == pytest.approx(2 / 3)


def test_a_learner_counts_by_the_first_probe_of_each_kind() -> None:
    results = [result(n, kind, 1) for n in range(5) for kind in (BEFORE, AFTER)]
    gain = measure([*results, *(result(n, AFTER, 3, day=1) for n in range(5))])
    assert gain is not None
    assert gain.gain == 0


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


def test_a_slip_s_number_is_read_however_it_is_typed() -> None:
    chance = Random(7)
    for _ in range(200):
        number = create_number(chance)
        for typed in (show_number(number), number.lower(), f" {number[:4]} {number[4:]} "):
            assert read_number(typed) == number


def test_a_slip_s_number_mistyped_is_nearly_always_noticed() -> None:
    chance, unnoticed = Random(8), 0
    for _ in range(1000):
        number = create_number(chance)
        place = chance.randrange(7)
        other = chance.choice([c for c in "23456789ABCDEFGH" if c != number[place]])
        unnoticed += read_number(number[:place] + other + number[place + 1 :]) is not None
    assert unnoticed < 60


@pytest.mark.parametrize("text", ["", "ABCD", "ABCD-EFGH-12", "*" * 8, "虎门" * 4, "A" * 5000])
def test_what_is_no_number_is_refused(text: str) -> None:
    assert read_number(text) is None
