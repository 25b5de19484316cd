"""A notice goes 10 to 120 minutes later, at a full minute."""

from __future__ import annotations

import random
from datetime import UTC, datetime, timedelta

import pytest

from bot.reports.push.rules import LEASE, lease_until, month_of, notice_due

START = datetime(2026, 11, 22, 9, 59, 0, tzinfo=UTC)


@pytest.mark.parametrize("second", [0, 1, 30, 59])
def test_a_notice_waits_ten_to_a_hundred_and_twenty_minutes(second: int) -> None:
    now = START + timedelta(seconds=second, microseconds=second * 1000)
    chance = random.Random(second)
    waits = [notice_due(now, chance) - now for _ in range(3000)]
    assert timedelta(minutes=10) < min(waits) < timedelta(minutes=12)
    assert timedelta(minutes=118) < max(waits) <= timedelta(minutes=120)


def test_every_moment_of_a_minute_gives_the_same_times() -> None:
    moments = [START + timedelta(seconds=second, microseconds=7) for second in (0, 13, 59)]
    assert len({notice_due(each, random.Random(5)) for each in moments}) == 1
    due = notice_due(moments[1], random.Random(5))
    assert (due.second, due.microsecond) == (0, 0)


def test_a_lease_ends_at_a_full_minute() -> None:
    until = lease_until(START + timedelta(seconds=59))
    assert until - START == LEASE


def test_the_month_turns_by_universal_time() -> None:
    assert month_of(datetime(2026, 12, 1, 7, 59, tzinfo=UTC) - timedelta(hours=8)) == "2026-11"
    assert month_of(datetime(2026, 12, 1, tzinfo=UTC)) == "2026-12"
