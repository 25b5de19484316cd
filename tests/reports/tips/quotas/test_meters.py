"""The rush of the last minutes, and sums that are written by the hour."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from structlog.testing import capture_logs

from bot.chat.logs import ALLOWED_FIELDS
from bot.reports.tips.quotas.meters import HourlySums, Kind, RushMeter
from bot.reports.tips.quotas.rules import RUSH_MINUTES, RUSH_TIPS
from tests.clock import Clock


@pytest.fixture
def clock() -> Clock:
    return Clock(datetime(2026, 11, 21, 12, 34, 56, tzinfo=UTC))


def test_many_tips_in_a_few_minutes_are_a_rush_until_they_are_past(clock: Clock) -> None:
    meter = RushMeter(clock)
    for _ in range(RUSH_TIPS - 1):
        meter.add("qianjiang")
    assert not meter.is_rush("qianjiang")
    clock.now += timedelta(minutes=5)
    meter.add("qianjiang")
    assert meter.is_rush("qianjiang")
    assert not meter.is_rush("xiantao")
    clock.now += timedelta(minutes=RUSH_MINUTES - 4)
    assert not meter.is_rush("qianjiang")


def test_as_many_over_a_day_are_none(clock: Clock) -> None:
    meter = RushMeter(clock)
    for _ in range(200):
        meter.add("qianjiang")
        assert not meter.is_rush("qianjiang")
        clock.now += timedelta(minutes=7)


def test_the_meter_holds_a_few_minutes_however_many_tips_come(clock: Clock) -> None:
    meter = RushMeter(clock)
    for _ in range(5000):
        meter.add("qianjiang")
        clock.now += timedelta(seconds=7)
    assert len(meter._units["qianjiang"]) <= RUSH_MINUTES


def test_sums_are_written_when_their_hour_is_over_and_never_before(clock: Clock) -> None:
    sums = HourlySums(clock)
    with capture_logs() as logs:
        for _ in range(3):
            sums.add(Kind.ACCEPTED)
        sums.add(Kind.PAUSED)
        clock.now += timedelta(minutes=25)
        sums.turn()
        assert logs == []
        clock.now += timedelta(minutes=1)
        sums.turn()
        sums.turn()
    assert [(each["kind"], each["count"]) for each in logs] == [
        ("tip_accepted", 3),
        ("tip_paused", 1),
    ]


def test_a_sum_says_nothing_but_kind_and_count(clock: Clock) -> None:
    sums = HourlySums(clock)
    sums.add(Kind.WAITING)
    clock.now += timedelta(hours=1)
    with capture_logs() as logs:
        sums.add(Kind.ACCEPTED)
    (entry,) = logs
    entry.pop("log_level")
    assert entry == {
        "event": "sum_of_the_hour",
        "house": "reports",
        "kind": "tip_waiting",
        "count": 1,
    }
    assert set(entry) <= ALLOWED_FIELDS


def test_tips_of_the_muted_are_not_counted_apart() -> None:
    assert {kind.value for kind in Kind} == {
        "tip_accepted",
        "tip_urgent",
        "tip_waiting",
        "tip_paused",
    }
