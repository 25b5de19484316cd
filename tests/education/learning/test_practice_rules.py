"""What a sitting asks, how streaks rest, when nobody is disturbed, what a probe may say."""

from __future__ import annotations

import itertools
from collections import Counter
from datetime import date, datetime, timedelta
from random import Random

import pytest

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
from bot.education.learning.rules.scheduling import Memory, Recall, current_schedule
from bot.education.learning.rules.slips import create_number, read_number, show_number
from content.schema.facts import CHINA
from tests.library import library
from tests.walking import each_of

DAY = date(2026, 11, 21)
NOW = current_schedule()
LIBRARY = library()


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


@each_of("hour", range(24))
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
        place = chance.randrange(len(number))
        other = chance.choice([c for c in "23456789ABCDEFGH" if c != number[place]])
        unnoticed += read_number(number[:place] + other + number[place + 1 :]) is not None
    assert unnoticed == 0


def test_a_slip_s_number_is_not_found_by_guessing_its_end() -> None:
    body, chance = create_number(Random(10))[:8], Random(9)
    ends = ("".join(chance.choices("0123456789ABCDEFGHJKMNPQRSTVWXYZ", k=4)) for _ in range(3000))
    assert sum(read_number(body + end) is not None for end in ends) <= 1


@each_of("text", ["", "ABCD", "ABCD-EFGH-12", "GP1X-F3A2", "*" * 12, "虎门" * 4, "A" * 5000])
def test_what_is_no_number_is_refused(text: str) -> None:
    assert read_number(text) is None
