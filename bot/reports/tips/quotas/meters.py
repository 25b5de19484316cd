"""Counts over all senders: the rush of the last minutes, and the sums of each hour."""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Callable
from datetime import datetime, timedelta
from enum import StrEnum

import structlog

from bot.reports.tips.quotas.rules import RUSH_MINUTES, is_rush
from storage.reports.kinds import cut_to_hour

log = structlog.get_logger(__name__)


class RushMeter:
    """Counts each unit's tips by minute, as many minutes back as the rule looks."""

    def __init__(self, clock: Callable[[], datetime]) -> None:
        self._clock = clock
        self._units: dict[str, deque[tuple[datetime, int]]] = {}

    def add(self, unit_id: str) -> None:
        minutes = self._units.setdefault(unit_id, deque(maxlen=RUSH_MINUTES))
        minute = self._clock().replace(second=0, microsecond=0)
        if minutes and minutes[-1][0] == minute:
            minutes.append((minute, minutes.pop()[1] + 1))
        else:
            minutes.append((minute, 1))

    def is_rush(self, unit_id: str) -> bool:
        since = self._clock() - timedelta(minutes=RUSH_MINUTES)
        minutes = self._units.get(unit_id, ())
        return is_rush(sum(count for minute, count in minutes if minute > since))


class Kind(StrEnum):
    """What is counted by the hour.

    Tips of the muted are not: one in an hour, beside that hour's rows, would point at the tip.
    """

    ACCEPTED = "tip_accepted"
    URGENT = "tip_urgent"
    WAITING = "tip_waiting"
    PAUSED = "tip_paused"


class HourlySums:
    """Adds up by kind and writes the sums to the log when the hour is over."""

    def __init__(self, clock: Callable[[], datetime]) -> None:
        self._clock = clock
        self._hour = cut_to_hour(clock())
        self._sums: Counter[Kind] = Counter()
        self.totals: Counter[str] = Counter()

    def add(self, kind: Kind) -> None:
        self.turn()
        self._sums[kind] += 1
        self.totals[kind.value] += 1

    def turn(self) -> None:
        """Write and forget the sums of an hour that is over; call it every minute or so."""
        hour = cut_to_hour(self._clock())
        if hour == self._hour:
            return
        for kind, count in sorted(self._sums.items()):
            log.info("sum_of_the_hour", house="reports", kind=kind.value, count=count)
        self._hour = hour
        self._sums.clear()
