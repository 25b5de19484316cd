"""When a tip ends: never unwarned, never earlier than announced, later where words came."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.reports.triage.retention.policy import RetentionPolicy
from bot.reports.triage.retention.rules import (
    EARLY,
    LATE,
    Announced,
    CategoryClass,
    End,
    Life,
    OutcomeClass,
    Warn,
    category_class,
    due_on,
    next_step,
    outcome_class,
)
from bot.reports.triage.rules import Outcome
from storage.reports.kinds import TipStatus
from tests.library import library

START = date(2026, 1, 1)
POLICY = RetentionPolicy(days=100, terms={("*", "closed"): 30})


def day(number: int) -> date:
    return START + timedelta(days=number)


def life(
    status: TipStatus = TipStatus.NEW, last_words: int = 0, closed: int | None = None
) -> Life:
    return Life(
        category="other",
        status=status,
        accepted_on=START,
        last_words_on=day(last_words),
        closed_on=None if closed is None else day(closed),
    )


@pytest.mark.parametrize(
    ("lived", "due"),
    [
        (life(), 100),
        (life(TipStatus.TAKEN), 100),
        (life(TipStatus.ANSWERED, last_words=40), 140),
        (life(TipStatus.CLOSED, closed=50), 80),
        (life(TipStatus.CLOSED, last_words=20, closed=50), 80),
        (life(TipStatus.CLOSED, last_words=60, closed=50), 90),
        (life(TipStatus.CLOSED, last_words=60), 90),
        (life(TipStatus.TAKEN, closed=50), 100),
    ],
)
def test_the_term_counts_from_the_last_words_or_the_closing(lived: Life, due: int) -> None:
    assert due_on(lived, POLICY) == day(due)


EARLY_AT_100 = Announced(ends_on=day(100), days_ahead=EARLY)
LATE_AT_100 = Announced(ends_on=day(100), days_ahead=LATE)


@pytest.mark.parametrize(
    ("announced", "today", "step"),
    [
        (None, 85, None),
        (None, 86, Warn(ends_on=day(100), days_ahead=EARLY)),
        (None, 96, Warn(ends_on=day(100), days_ahead=EARLY)),
        (None, 97, Warn(ends_on=day(100), days_ahead=LATE)),
        (None, 99, Warn(ends_on=day(102), days_ahead=LATE)),
        (None, 400, Warn(ends_on=day(403), days_ahead=LATE)),
        (EARLY_AT_100, 96, None),
        (EARLY_AT_100, 97, Warn(ends_on=day(100), days_ahead=LATE)),
        (EARLY_AT_100, 101, Warn(ends_on=day(104), days_ahead=LATE)),
        (LATE_AT_100, 99, None),
        (LATE_AT_100, 100, End()),
        (LATE_AT_100, 300, End()),
        (
            Announced(ends_on=day(90), days_ahead=LATE),
            95,
            Warn(ends_on=day(100), days_ahead=EARLY),
        ),
        (Announced(ends_on=day(90), days_ahead=EARLY), 80, None),
        (Announced(ends_on=day(120), days_ahead=EARLY), 101, None),
        (Announced(ends_on=day(103), days_ahead=LATE), 102, None),
        (Announced(ends_on=day(103), days_ahead=LATE), 103, End()),
    ],
)
def test_a_tip_due_on_day_100_takes_this_step(
    announced: Announced | None, today: int, step: Warn | End | None
) -> None:
    assert next_step(day(100), announced, day(today)) == step


@given(
    rounds=st.lists(st.integers(1, 40), min_size=1, max_size=40),
    words=st.dictionaries(st.integers(0, 39), st.integers(30, 200), max_size=4),
)
def test_nothing_ends_without_both_announcing_it_and_three_days_to_act(
    rounds: list[int], words: dict[int, int]
) -> None:
    """Whenever the process runs, and whatever is written between."""
    today, due, announced = START, day(60), None
    told: dict[date, date] = {}
    for index, pause in enumerate(rounds):
        today += timedelta(days=pause)
        if index in words:
            due = max(due, today + timedelta(days=words[index]))
        step = next_step(due, announced, today)
        if isinstance(step, Warn):
            assert announced is None or (step.ends_on, step.days_ahead) != (
                announced.ends_on,
                announced.days_ahead,
            )
            assert step.ends_on >= max(due, today + timedelta(days=LATE))
            announced = Announced(ends_on=step.ends_on, days_ahead=step.days_ahead)
            told.setdefault(step.ends_on, today)
        elif isinstance(step, End):
            assert announced is not None
            assert today >= announced.ends_on >= due
            assert told[announced.ends_on] + timedelta(days=LATE) <= announced.ends_on
            return


@pytest.mark.parametrize(
    ("category", "kind"),
    [
        ("trafficking", CategoryClass.SUPPLY),
        ("use-gathering", CategoryClass.USE),
        ("fugitive", CategoryClass.PERSON),
        ("unsure", CategoryClass.OTHER),
        ("one that was dropped", CategoryClass.OTHER),
    ],
)
def test_a_tombstone_names_a_class_and_no_category(category: str, kind: CategoryClass) -> None:
    assert category_class(category) is kind


def test_of_the_forms_categories_only_the_vague_ones_are_other() -> None:
    others = {
        c.id for c in library().tip_form.categories if category_class(c.id) is CategoryClass.OTHER
    }
    assert others == {"other", "unsure"}


def test_a_tombstone_does_not_tell_that_somebody_asked_for_help() -> None:
    classes = {outcome: outcome_class(outcome.value) for outcome in Outcome}
    assert classes[Outcome.VERIFIED] is OutcomeClass.VERIFIED
    assert {kind for outcome, kind in classes.items() if not outcome.is_verified} == {
        OutcomeClass.OTHERWISE
    }
    assert outcome_class(None) is OutcomeClass.UNDECIDED
