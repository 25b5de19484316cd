"""Medians, since these machines are shared and a mean would measure the neighbours."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from statistics import median
from time import perf_counter


def median_seconds(work: Callable[[], object], rounds: int) -> float:
    taken = []
    for _round in range(rounds):
        start = perf_counter()
        work()
        taken.append(perf_counter() - start)
    return median(taken)


async def median_seconds_of(work: Callable[[], Awaitable[object]], rounds: int) -> float:
    taken = []
    for _round in range(rounds):
        start = perf_counter()
        await work()
        taken.append(perf_counter() - start)
    return median(taken)
