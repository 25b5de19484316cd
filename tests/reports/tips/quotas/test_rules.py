"""Pauses, rushes and the draw, as tables."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from bot.chat.state import KEPT_SECONDS
from bot.reports.tips.quotas import rules
from storage.reports.kinds import Urgency

NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("sent", "minutes"),
    [(0, 0), (1, 0), (2, 0), (3, 5), (4, 10), (5, 20), (6, 30), (7, 30), (5000, 30)],
)
def test_the_first_tips_pass_at_once_and_pauses_grow_to_a_limit(sent: int, minutes: int) -> None:
    assert rules.pause_after(sent) == timedelta(minutes=minutes)


def test_no_pause_outlives_the_draft_that_waits_for_it() -> None:
    assert rules.LONGEST_PAUSE.total_seconds() * 2 <= KEPT_SECONDS


@pytest.mark.parametrize(
    ("seconds_ago", "left"), [(0, 5), (1, 5), (60, 4), (299, 1), (300, 0), (301, 0), (9000, 0)]
)
def test_what_is_left_of_a_pause_is_told_in_whole_minutes(seconds_ago: int, left: int) -> None:
    assert rules.minutes_left(3, NOW - timedelta(seconds=seconds_ago), NOW) == left


def test_a_class_of_thirty_makes_no_rush() -> None:
    assert not rules.is_rush(30)
    assert rules.is_rush(rules.RUSH_TIPS)


@pytest.mark.parametrize(
    ("chance", "is_anyone_muted", "is_drawn"),
    [(0.0, True, True), (0.24, True, True), (0.25, True, False), (0.0, False, False)],
)
def test_a_quarter_of_all_tips_is_drawn_while_anyone_is_muted(
    chance: float, *, is_anyone_muted: bool, is_drawn: bool
) -> None:
    assert rules.is_drawn(chance, is_anyone_muted=is_anyone_muted) is is_drawn


def test_what_happens_now_is_never_held() -> None:
    assert not rules.may_be_held(Urgency.URGENT)
    assert rules.may_be_held(Urgency.ROUTINE)
