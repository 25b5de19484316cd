"""Memories by whole days, and states that outlive a version of the scheduler."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta

import pytest
from fsrs import Scheduler
from fsrs.scheduler import DEFAULT_PARAMETERS

from bot.education.learning.rules.scheduling import (
    LONGEST_DAYS,
    Memory,
    Recall,
    Reviewed,
    Schedule,
    current_schedule,
)

DAY = date(2026, 11, 21)
NOW = current_schedule()
LATER = Schedule(
    version="fsrs-99/1",
    scheduler=Scheduler(
        parameters=[*(each * 1.1 for each in DEFAULT_PARAMETERS[:4]), *DEFAULT_PARAMETERS[4:]],
        desired_retention=0.85,
        learning_steps=(),
        relearning_steps=(),
        maximum_interval=120,
        enable_fuzzing=False,
    ),
)


def random_memories(schedule: Schedule, count: int) -> Iterator[Memory]:
    """Yield memories of learners who come on their day, late, or the same day again."""
    chance = random.Random(1839)
    for _ in range(count):
        memory, day = schedule.review(None, Recall.KNOWN, DAY), DAY
        for _review in range(chance.randint(0, 14)):
            day = max(day, memory.due_on + timedelta(days=chance.choice([-1, 0, 0, 0, 3, 40])))
            recall = chance.choices(list(Recall), [2, 1, 7])[0]
            memory = schedule.review(memory, recall, day)
        yield memory


@pytest.mark.parametrize(
    ("first", "days"), [(Recall.FORGOTTEN, 1), (Recall.GUESSED, 1), (Recall.KNOWN, 2)]
)
def test_after_a_lesson_a_point_is_due_within_two_days(first: Recall, days: int) -> None:
    assert NOW.review(None, first, DAY).due_on == DAY + timedelta(days=days)


def test_intervals_grow_with_each_success_and_never_beyond_half_a_year() -> None:
    memory, intervals = NOW.review(None, Recall.KNOWN, DAY), []
    for _ in range(10):
        intervals.append((memory.due_on - memory.reviewed_on).days)
        memory = NOW.review(memory, Recall.KNOWN, memory.due_on)
    assert intervals == sorted(intervals)
    assert intervals[:2] == [2, 11]
    assert intervals[-1] == LONGEST_DAYS


def test_what_is_forgotten_comes_back_soon_and_counts_as_a_lapse() -> None:
    memory = NOW.review(None, Recall.KNOWN, DAY)
    memory = NOW.review(memory, Recall.KNOWN, memory.due_on)
    forgotten = NOW.review(memory, Recall.FORGOTTEN, memory.due_on)
    assert (forgotten.due_on - memory.due_on).days <= 3
    assert (memory.lapses, forgotten.lapses, forgotten.repetitions) == (0, 1, 3)


def test_a_guess_comes_back_sooner_than_knowledge_and_later_than_a_mistake() -> None:
    memory = NOW.review(None, Recall.KNOWN, DAY)
    due = [NOW.review(memory, recall, memory.due_on).due_on for recall in Recall]
    assert due[0] < due[1] < due[2]


def test_confessing_a_guess_afterwards_is_the_same_as_having_guessed() -> None:
    memory = NOW.review(None, Recall.KNOWN, DAY)
    known = NOW.review(memory, Recall.KNOWN, memory.due_on)
    guessed = NOW.review(memory, Recall.GUESSED, memory.due_on)
    assert NOW.correct(known, Recall.GUESSED) == guessed


def test_the_state_is_what_its_history_says() -> None:
    for memory in random_memories(NOW, 100):
        assert NOW.replay(memory.history) == memory


def test_a_memory_has_at_least_one_review() -> None:
    with pytest.raises(ValueError, match="at least one"):
        NOW.replay([])


@pytest.mark.parametrize(("older", "newer"), [(NOW, LATER), (LATER, NOW)])
def test_a_state_survives_a_change_of_version(older: Schedule, newer: Schedule) -> None:
    for memory in random_memories(older, 200):
        brought = newer.bring(memory)
        assert brought.scheduler == newer.version
        assert brought.history == memory.history
        again = newer.replay(memory.history)
        assert (brought.stability, brought.difficulty) == (again.stability, again.difficulty)
        assert newer.bring(brought) == brought


@pytest.mark.parametrize(("older", "newer"), [(NOW, LATER), (LATER, NOW)])
def test_a_change_of_version_keeps_the_promised_day_within_its_limits(
    older: Schedule, newer: Schedule
) -> None:
    longest = newer.scheduler.maximum_interval
    shortened = 0
    for memory in random_memories(older, 200):
        brought = newer.bring(memory)
        assert 1 <= (brought.due_on - brought.reviewed_on).days <= longest
        promised = (memory.due_on - memory.reviewed_on).days
        shortened += promised > longest
        assert brought.due_on == memory.due_on or promised > longest
    assert shortened < 100, "most keep their day to the letter"


def test_a_state_with_a_broken_day_gets_a_sane_one() -> None:
    memory = replace(NOW.review(None, Recall.KNOWN, DAY), scheduler="fsrs-0/0")
    assert NOW.bring(replace(memory, due_on=DAY - timedelta(days=900))).due_on > DAY
    assert (NOW.bring(replace(memory, due_on=date.max)).due_on - DAY).days == LONGEST_DAYS


def test_a_review_under_a_newer_version_goes_on_from_the_replayed_state() -> None:
    for memory in random_memories(NOW, 50):
        after = LATER.review(memory, Recall.KNOWN, memory.due_on)
        reviews = [*memory.history, Reviewed(memory.due_on, Recall.KNOWN)]
        assert after == LATER.replay(reviews)


def test_the_version_names_the_release_of_fsrs() -> None:
    assert NOW.version.startswith("fsrs-6.")
    assert len(NOW.version) <= 40


def test_retrievability_falls_from_one_to_nine_tenths_on_the_day_it_is_due() -> None:
    memory = NOW.review(None, Recall.KNOWN, DAY)
    for _ in range(3):
        memory = NOW.review(memory, Recall.KNOWN, memory.due_on)
    days = [memory.reviewed_on, memory.due_on, memory.due_on + timedelta(days=100)]
    fresh, due, late = (NOW.retrievability(memory, day) for day in days)
    assert fresh == 1
    assert due == pytest.approx(0.9, abs=0.01)
    assert late < due
