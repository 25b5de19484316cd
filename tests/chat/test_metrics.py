"""What is counted by the hour moves at its turn alone, and shows nothing of the hour that runs."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime, timedelta

import pytest
from prometheus_client import generate_latest

from bot.chat.metrics import Metrics, Series

TEN = datetime(2026, 11, 22, 10, 0, 0, tzinfo=UTC)


class Clock:
    """A clock that a test moves."""

    def __init__(self) -> None:
        self.now = TEN + timedelta(minutes=20)

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def totals() -> Counter[str]:
    return Counter()


@pytest.fixture
def metrics(clock: Clock, totals: Counter[str]) -> Metrics:
    metrics = Metrics(clock)
    metrics.by_the_hour(Series("humen_reports", "Reports.", lambda: totals))
    return metrics


def page(metrics: Metrics) -> str:
    return generate_latest(metrics.registry).decode()


async def test_nothing_moves_within_the_hour(
    metrics: Metrics, clock: Clock, totals: Counter[str]
) -> None:
    await metrics.tick()
    before = page(metrics)
    for second in range(0, 2400, 20):
        clock.now = TEN + timedelta(minutes=20, seconds=second - second % 20)
        totals["tip_accepted"] += 1
        await metrics.tick()
        assert page(metrics) == before
    clock.now = TEN + timedelta(hours=1)
    await metrics.tick()
    assert 'humen_reports_total{kind="tip_accepted"} 120.0' in page(metrics)


async def test_what_comes_just_after_the_turn_waits_for_the_next_one(
    metrics: Metrics, clock: Clock, totals: Counter[str]
) -> None:
    totals["tip_accepted"] += 1
    clock.now = TEN + timedelta(minutes=59, seconds=55)
    await metrics.tick()
    clock.now = TEN + timedelta(hours=1, seconds=5)
    totals["tip_accepted"] += 1
    await metrics.tick()
    assert 'humen_reports_total{kind="tip_accepted"} 1.0' in page(metrics)
    shown = page(metrics)
    clock.now = TEN + timedelta(hours=1, minutes=59, seconds=50)
    await metrics.tick()
    assert page(metrics) == shown
    clock.now = TEN + timedelta(hours=2, seconds=5)
    await metrics.tick()
    assert 'humen_reports_total{kind="tip_accepted"} 2.0' in page(metrics)


def test_no_series_tells_when_it_began(metrics: Metrics) -> None:
    metrics.at_once(Series("humen_education_events", "Events.", lambda: {"learn_command": 2}))
    assert 'humen_education_events_total{kind="learn_command"} 2.0' in page(metrics)
    assert "_created" not in page(metrics)
