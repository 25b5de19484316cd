"""When cards are told together, and what becomes of the digest."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from bot.reports.triage.digest.rules import (
    CARDS_AT_ONCE,
    Step,
    crowded_out,
    is_backlog,
    next_slot,
    next_step,
)

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


def _urgent(*places: str) -> list[tuple[str, str]]:
    return [(f"tip-{number}", place) for number, place in enumerate(places)]


def test_urgent_tips_that_a_chat_can_take_never_wait() -> None:
    assert crowded_out(_urgent(*["a"] * CARDS_AT_ONCE), set()) == set()


def test_of_a_flood_of_urgent_tips_the_first_of_each_place_keeps_its_card() -> None:
    urgent = _urgent(*["a"] * 15, "b", *["a"] * 15, "c", "b")
    waiting = crowded_out(urgent, {"c"})
    assert {place for tip, place in urgent if tip not in waiting} == {"a", "b"}
    assert len(urgent) - len(waiting) == 2


def test_a_place_that_has_an_urgent_card_already_waits_together() -> None:
    urgent = _urgent(*["a"] * 30)
    assert crowded_out(urgent, {"a"}) == {tip for tip, _place in urgent}


def test_a_digest_that_rings_is_posted_anew_within_its_hour() -> None:
    assert next_step(3, NOON, NOON, rings=True) is Step.POST
    assert next_step(3, NOON, NOON) is Step.EDIT
    assert next_step(0, None, NOON, rings=True) is Step.NOTHING
