"""Failed tries to open a mailbox: in memory, under keyed digests, forgotten within a day."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from math import ceil

from bot.chat.people import ChatMap
from bot.reports.mailbox.rules import pause_after


@dataclass(frozen=True, slots=True)
class _Failures:
    count: int
    until: datetime


class Tries:
    """Counts wrong receipts by chat and says how long to wait."""

    def __init__(self, clock: Callable[[], datetime]) -> None:
        self._clock = clock
        self._day: date = clock().date()
        self._failures: ChatMap[_Failures] = ChatMap()

    def seconds_to_wait(self, chat_id: int) -> int:
        failures = self._failures.find(chat_id)
        if failures is None:
            return 0
        return max(0, ceil((failures.until - self._clock()).total_seconds()))

    def fail(self, chat_id: int) -> None:
        before = self._failures.find(chat_id)
        count = 1 if before is None else before.count + 1
        self._failures.put(chat_id, _Failures(count, self._clock() + pause_after(count)))

    def succeed(self, chat_id: int) -> None:
        self._failures.drop(chat_id)

    def forget_yesterday(self) -> None:
        """Drop everything once the day has changed; called hourly."""
        if self._clock().date() != self._day:
            self._day = self._clock().date()
            self._failures = ChatMap()
