"""When cards are told together, and what becomes of the digest."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from bot.reports.triage.digest.rules import Step, is_backlog, next_slot, next_step

NOON = datetime(2026, 11, 21, 12, tzinfo=UTC)
BEFORE = NOON - timedelta(hours=1)


@pytest.mark.parametrize(("cards", "is_told_together"), [(0, False), (20, False), (21, True)])
def test_more_cards_than_a_group_takes_in_a_minute_are_told_together(
    cards: int, *, is_told_together: bool
) -> None:
    assert is_backlog(cards) is is_told_together


@pytest.mark.parametrize("seconds", [0, 1, 59.9])
def test_a_digest_is_due_at_the_next_full_minute(seconds: float) -> None:
    assert next_slot(NOON + timedelta(seconds=seconds)) == NOON + timedelta(minutes=1)


@pytest.mark.parametrize(
    ("waiting", "shown_in", "step"),
    [
        (0, None, Step.NOTHING),
        (0, NOON, Step.END),
        (0, BEFORE, Step.END),
        (1, None, Step.POST),
        (1, NOON, Step.EDIT),
        (9, BEFORE, Step.POST),
    ],
)
def test_a_digest_is_posted_once_an_hour_and_edited_within_it(
    waiting: int, shown_in: datetime | None, step: Step
) -> None:
    assert next_step(waiting, shown_in, NOON) is step
