"""What the form lacks, what fits, and when the unit hears of it."""

from __future__ import annotations

import random
from datetime import UTC, datetime, timedelta

import pytest

from bot.reports.tips import rules
from bot.reports.tips.rules import Step
from storage.reports.kinds import TipStatus, Urgency

NOW = datetime(2026, 11, 21, 12, 34, 56, 789, tzinfo=UTC)


@pytest.mark.parametrize(
    ("category", "region", "text", "step"),
    [
        (None, None, "", Step.CATEGORY),
        (None, "429005", "words", Step.CATEGORY),
        ("other", None, "", Step.REGION),
        ("other", None, "words", Step.REGION),
        ("other", "429005", "", Step.TEXT),
        ("other", "429005", "words", Step.REVIEW),
    ],
)
def test_the_form_asks_the_first_thing_that_is_missing(
    category: str | None, region: str | None, text: str, step: Step
) -> None:
    assert rules.next_step(category, region, text) is step


@pytest.mark.parametrize(
    ("before", "added", "joined"),
    [
        ("", "words", "words"),
        ("first", "second", "first\nsecond"),
        ("", "x" * 4000, "x" * 4000),
        ("", "x" * 4001, None),
        ("x" * 3998, "yy", None),
        ("x" * 3998, "y", "x" * 3998 + "\ny"),
    ],
)
def test_texts_are_joined_while_they_fit(before: str, added: str, joined: str | None) -> None:
    assert rules.join_text(before, added) == joined


def test_two_different_words_of_the_receipt_are_asked_in_order_and_all_of_them_at_times() -> None:
    source = random.Random(7)
    asked = [rules.ask_positions(source) for _ in range(400)]
    assert all(1 <= first < second <= 12 for first, second in asked)
    assert {place for pair in asked for place in pair} == set(range(1, 13))


def test_an_urgent_card_is_due_at_once_and_does_not_tell_the_minute() -> None:
    due_at = rules.card_due(Urgency.URGENT, NOW, timedelta(minutes=20))
    assert due_at <= NOW
    assert (due_at.minute, due_at.second, due_at.microsecond) == (0, 0, 0)


def test_a_routine_card_waits_and_does_not_tell_the_second() -> None:
    due_at = rules.card_due(Urgency.ROUTINE, NOW, timedelta(minutes=7))
    assert due_at == datetime(2026, 11, 21, 12, 41, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "shown"),
    [("short", "short"), ("exactly 10", "exactly 10"), ("more than 10", "more than…")],
)
def test_a_long_text_is_cut_to_its_place(text: str, shown: str) -> None:
    assert rules.cut_text(text, 10) == shown


@pytest.mark.parametrize(
    ("status", "authors", "told"),
    [
        (TipStatus.ASKED, ["tipster", "staff"], TipStatus.ASKED),
        (TipStatus.ASKED, ["tipster", "staff", "tipster"], TipStatus.ANSWERED),
        (TipStatus.ASKED, ["tipster", "staff", "tipster", "note"], TipStatus.ANSWERED),
        (TipStatus.ASKED, ["tipster", "staff", "tipster", "staff"], TipStatus.ASKED),
        (TipStatus.TAKEN, ["tipster", "tipster"], TipStatus.TAKEN),
        (TipStatus.CLOSED, ["tipster", "staff", "tipster"], TipStatus.CLOSED),
        (TipStatus.ASKED, [], TipStatus.ASKED),
    ],
)
def test_only_words_after_a_question_answer_it(
    status: TipStatus, authors: list[str], told: TipStatus
) -> None:
    assert rules.status_told(status, authors) is told
