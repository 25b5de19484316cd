"""What is remembered of a sender: counted by person, muted by unit, gone at midnight."""

from __future__ import annotations

import gc
import tracemalloc
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.reports.tips.quotas.senders import SendersToday
from storage.reports.base import random_id
from tests.clock import Clock

SHANGHAI = ZoneInfo("Asia/Shanghai")
ZHOU, WU = 7_004_615_229, 7_004_615_230
UNIT, ABOVE = "qianjiang", "hubei"
EVENING = datetime(2026, 11, 21, 15, 30, tzinfo=UTC)


@pytest.fixture
def clock() -> Clock:
    return Clock(EVENING)


@pytest.fixture
def senders(clock: Clock) -> SendersToday:
    return SendersToday(clock, SHANGHAI)


def send(senders: SendersToday, chat_id: int) -> str:
    tip_id = random_id()
    assert senders.remember(chat_id, tip_id)
    return tip_id


def test_the_fourth_tip_of_a_sender_waits_and_nobody_elses(
    senders: SendersToday, clock: Clock
) -> None:
    for _ in range(3):
        assert senders.minutes_to_wait(ZHOU) == 0
        send(senders, ZHOU)
    assert senders.minutes_to_wait(ZHOU) == 5
    assert senders.minutes_to_wait(WU) == 0
    clock.now += timedelta(minutes=5)
    assert senders.minutes_to_wait(ZHOU) == 0
    send(senders, ZHOU)
    assert senders.minutes_to_wait(ZHOU) == 10


def test_a_tip_counts_once_however_often_it_is_sent(senders: SendersToday) -> None:
    tip_id = send(senders, ZHOU)
    for _ in range(10):
        assert not senders.remember(ZHOU, tip_id)
    assert senders.minutes_to_wait(ZHOU) == 0


def test_a_mute_by_one_tip_holds_for_all_of_the_sender_and_for_nobody_else(
    senders: SendersToday,
) -> None:
    tip_id = send(senders, ZHOU)
    send(senders, WU)
    assert senders.mute(tip_id, UNIT)
    assert senders.is_muted(ZHOU, UNIT)
    assert not senders.is_muted(WU, UNIT)
    assert senders.is_anyone_muted(UNIT)


def test_a_unit_cannot_mute_what_goes_to_the_unit_above_it(senders: SendersToday) -> None:
    assert senders.mute(send(senders, ZHOU), UNIT)
    assert not senders.is_muted(ZHOU, ABOVE)
    assert not senders.is_anyone_muted(ABOVE)


def test_a_unit_that_was_passed_a_tip_mutes_for_itself_alone(senders: SendersToday) -> None:
    assert senders.mute(send(senders, ZHOU), ABOVE)
    assert senders.is_muted(ZHOU, ABOVE)
    assert senders.is_anyone_muted(ABOVE)
    assert not senders.is_muted(ZHOU, UNIT)
    assert not senders.is_anyone_muted(UNIT)


def test_a_tip_that_nobody_sent_today_mutes_nobody(senders: SendersToday) -> None:
    assert not senders.mute(random_id(), UNIT)
    assert not senders.is_anyone_muted(UNIT)


def test_local_midnight_forgets_counts_tips_mutes_and_the_key(
    senders: SendersToday, clock: Clock
) -> None:
    tips = [send(senders, ZHOU) for _ in range(4)]
    senders.mute(tips[0], UNIT)
    key = senders._day.key
    clock.now = datetime(2026, 11, 21, 15, 59, 59, tzinfo=UTC)
    senders.forget_yesterday()
    assert senders.is_muted(ZHOU, UNIT)
    clock.now = datetime(2026, 11, 21, 16, tzinfo=UTC)
    senders.forget_yesterday()
    assert len(senders) == 0
    assert senders._day.key != key
    assert senders.minutes_to_wait(ZHOU) == 0
    assert not senders.is_muted(ZHOU, UNIT)
    assert not senders.is_anyone_muted(UNIT)
    assert not senders.mute(tips[0], UNIT)


def test_two_processes_know_a_sender_by_different_digests(clock: Clock) -> None:
    one, other = (SendersToday(clock, SHANGHAI) for _ in range(2))
    assert one._day.digest(ZHOU) != other._day.digest(ZHOU)


def test_no_id_is_held_as_it_is(senders: SendersToday) -> None:
    senders.mute(send(senders, ZHOU), UNIT)
    day = senders._day
    held = [day.sent, day.tips, day.muted]
    reached: list[object] = []
    for _ in range(6):
        reached += held
        held = [each for each in gc.get_referents(*held) if not isinstance(each, type)]
    assert ZHOU not in reached
    assert str(ZHOU).encode() not in repr(reached).encode()
    assert str(ZHOU) not in repr(senders._day)
    assert repr(day) == f"_Day(date={day.date!r})"


def test_the_maps_are_bounded_and_the_oldest_go_first(clock: Clock) -> None:
    senders = SendersToday(clock, SHANGHAI, capacity=100)
    first = send(senders, ZHOU)
    for chat_id in range(1, 1001):
        senders.mute(send(senders, chat_id), UNIT)
    assert len(senders) == 300
    assert not senders.mute(first, UNIT)
    assert senders.is_muted(1000, UNIT)


def test_ever_more_senders_cost_no_more_memory_than_the_maps_may_hold(clock: Clock) -> None:
    senders = SendersToday(clock, SHANGHAI, capacity=500)
    tracemalloc.start()
    try:
        for chat_id in range(5_000):
            send(senders, chat_id)
        before, _peak = tracemalloc.get_traced_memory()
        for chat_id in range(5_000, 20_000):
            send(senders, chat_id)
        after, _peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert len(senders) == 1_000
    assert after < before + 50_000
