"""Wrong receipts make a chat wait, a right one ends it, and midnight forgets it all."""

from __future__ import annotations

from datetime import timedelta

from bot.reports.mailbox.tries import Tries
from tests.clock import Clock

CHAT, OTHER = 7100000001, 7100000002


def failing(count: int) -> tuple[Tries, Clock]:
    clock = Clock()
    tries = Tries(clock)
    for _ in range(count):
        tries.fail(CHAT)
    return tries, clock


def test_the_first_tries_are_free_and_the_next_ones_wait() -> None:
    assert failing(2)[0].seconds_to_wait(CHAT) == 0
    tries, clock = failing(4)
    assert tries.seconds_to_wait(CHAT) == 10
    assert tries.seconds_to_wait(OTHER) == 0
    clock.now += timedelta(seconds=9.5)
    assert tries.seconds_to_wait(CHAT) == 1
    clock.now += timedelta(seconds=0.5)
    assert tries.seconds_to_wait(CHAT) == 0


def test_a_right_receipt_ends_the_counting() -> None:
    tries, _clock = failing(9)
    tries.succeed(CHAT)
    tries.fail(CHAT)
    assert tries.seconds_to_wait(CHAT) == 0


def test_yesterdays_tries_are_forgotten() -> None:
    tries, clock = failing(9)
    tries.forget_yesterday()
    assert tries.seconds_to_wait(CHAT) > 0
    clock.now += timedelta(days=1)
    tries.fail(CHAT)
    tries.forget_yesterday()
    assert tries.seconds_to_wait(CHAT) == 0


def test_the_map_holds_no_chat_id() -> None:
    tries, _clock = failing(3)
    held = repr(vars(tries._failures))
    assert str(CHAT) not in held
    assert f"{CHAT:x}" not in held
