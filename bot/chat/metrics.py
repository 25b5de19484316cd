"""Counters for Prometheus: by kind, never of whom, and most of them by the hour only.

What follows the reports house, or both houses together, is published at the turn of the hour, as
it stood shortly before it. So nothing in it moves within an hour, whatever happens.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Awaitable, Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from aiogram import BaseMiddleware
from aiogram.types import TelegramObject
from prometheus_client import CollectorRegistry
from prometheus_client.core import CounterMetricFamily
from prometheus_client.registry import Collector

Read = Callable[[], Mapping[str, int]]


@dataclass(frozen=True, slots=True)
class Series:
    """A counter's name, what it counts, and where its totals by kind are read."""

    name: str
    words: str
    read: Read


class Metrics(Collector):
    """What `/metrics` shows."""

    def __init__(self, clock: Callable[[], datetime]) -> None:
        self.registry = CollectorRegistry()
        self._clock = clock
        self._hour = _hour_of(clock())
        self._hourly: list[Series] = []
        self._prompt: list[Series] = []
        self._sampled: dict[str, dict[str, int]] = {}
        self._published: dict[str, dict[str, int]] = {}
        self.registry.register(self)

    def by_the_hour(self, series: Series) -> None:
        self._hourly.append(series)

    def at_once(self, series: Series) -> None:
        """Show what the education house alone counts, as it is."""
        self._prompt.append(series)

    async def tick(self) -> None:
        """Take a sample, and publish the last one of an hour that is over; call it often."""
        if _hour_of(self._clock()) != self._hour:
            self._published, self._hour = self._sampled, _hour_of(self._clock())
        self._sampled = {each.name: dict(each.read()) for each in self._hourly}

    def collect(self) -> Iterator[CounterMetricFamily]:
        published = self._published
        for each in self._hourly:
            yield _family(each, published.get(each.name, {}))
        for each in self._prompt:
            yield _family(each, dict(each.read()))


class HandlerMeter(BaseMiddleware):
    """Counts what the handlers of a house's routers did, by the handler's name."""

    def __init__(self) -> None:
        self.totals: Counter[str] = Counter()

    async def __call__(
        self,
        handler: Callable[[TelegramObject, dict[str, Any]], Awaitable[Any]],
        event: TelegramObject,
        data: dict[str, Any],
    ) -> Any:
        result = await handler(event, data)
        self.totals[getattr(data["handler"].callback, "__name__", "other")] += 1
        return result


def _family(series: Series, totals: Mapping[str, int]) -> CounterMetricFamily:
    family = CounterMetricFamily(series.name, series.words, labels=["kind"])
    for kind, total in sorted(totals.items()):
        family.add_metric([kind], total)
    return family


def _hour_of(moment: datetime) -> datetime:
    return moment.replace(minute=0, second=0, microsecond=0)
