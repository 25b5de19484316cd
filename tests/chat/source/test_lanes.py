"""What belongs to one chat runs in order, chats run side by side."""

from __future__ import annotations

import asyncio

import pytest

from bot.chat.source import settling
from bot.chat.source.lanes import Job, LaneFullError, Lanes


class Work:
    """Jobs that wait to be let go, and what was begun and ended in which order."""

    def __init__(self) -> None:
        self.begun: list[str] = []
        self.ended: list[str] = []
        self.gates: dict[str, asyncio.Event] = {}

    def job(self, name: str) -> Job:
        gate = self.gates.setdefault(name, asyncio.Event())

        async def run() -> None:
            self.begun.append(name)
            await gate.wait()
            self.ended.append(name)

        return run

    def let_go(self, *names: str) -> None:
        for name in names:
            self.gates[name].set()


async def settle() -> None:
    for _ in range(10):
        await asyncio.sleep(0)


async def test_one_chat_has_one_job_at_a_time_in_order() -> None:
    lanes, work = Lanes(), Work()
    done = [lanes.put("chat", work.job(name)) for name in "abc"]
    work.let_go("b", "c")
    await settle()
    assert work.begun == ["a"]
    work.let_go("a")
    await lanes.drain()
    assert work.ended == ["a", "b", "c"]
    assert all(each.done() for each in done)


async def test_a_slow_chat_does_not_hold_up_another() -> None:
    lanes, work = Lanes(), Work()
    slow = lanes.put(1, work.job("slow"))
    quick = lanes.put(2, work.job("quick"))
    work.let_go("quick")
    await asyncio.wait_for(quick, 5)
    assert not slow.done()
    work.let_go("slow")
    await lanes.drain()
    assert slow.done()


async def test_a_lane_that_was_empty_begins_anew() -> None:
    lanes, work = Lanes(), Work()
    work.let_go()
    for name in "ab":
        done = lanes.put("chat", work.job(name))
        work.let_go(name)
        await asyncio.wait_for(done, 5)
    assert work.ended == ["a", "b"]


async def test_a_flood_is_refused_and_the_others_are_not() -> None:
    lanes, work = Lanes(depth=3), Work()
    for name in "abc":
        lanes.put("flood", work.job(name))
    with pytest.raises(LaneFullError):
        lanes.put("flood", work.job("d"))
    lanes.put("flood", work.job("f"), urgent=True)
    lanes.put("other", work.job("e"))
    work.let_go(*"abcef")
    await lanes.drain()
    assert sorted(work.ended) == ["a", "b", "c", "e", "f"]
    lanes.put("flood", work.job("a"))
    await lanes.drain()


async def test_draining_waits_for_what_is_put_while_it_drains() -> None:
    lanes, work = Lanes(), Work()

    async def put_another() -> None:
        lanes.put("other", work.job("late"))

    lanes.put("chat", put_another)
    work.job("late")
    work.let_go("late")
    await lanes.drain()
    assert work.ended == ["late"]


async def test_draining_nothing_ends_at_once() -> None:
    await asyncio.wait_for(Lanes().drain(), 1)


async def test_somebody_who_stops_waiting_stops_no_job() -> None:
    lanes, work = Lanes(), Work()
    lanes.put("chat", work.job("a")).cancel()
    then = lanes.put("chat", work.job("b"))
    work.let_go("a", "b")
    await asyncio.wait_for(then, 5)
    assert work.ended == ["a", "b"]


async def test_of_a_long_lane_only_the_first_are_waited_for_and_all_are_done() -> None:
    lanes, work = Lanes(unsettled=2), Work()
    done = [lanes.put("chat", work.job(name)) for name in "abcd"]
    assert [each.done() for each in done] == [False, False, True, True]
    work.let_go(*"abcd")
    await lanes.drain()
    assert work.ended == ["a", "b", "c", "d"]


async def test_a_reply_held_back_lets_the_same_persons_next_tap_by_in_a_group_alone() -> None:
    lanes, work = Lanes(), Work()
    for place, lane in (("group", (-5, 7)), ("private", 7)):

        async def held(name: str = f"held in {place}") -> None:
            settling.let_by()
            await work.job(name)()

        lanes.put(lane, held)
        lanes.put(lane, work.job(f"next in {place}"))
        work.let_go(f"next in {place}")
    await settle()
    assert work.ended == ["next in group"]
    work.let_go("held in group", "held in private")
    await lanes.drain()
    assert work.ended[-2:] == ["held in private", "next in private"]
