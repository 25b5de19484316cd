"""Who sent how much today and who is muted: in memory, under keyed digests, until midnight."""

from __future__ import annotations

import hashlib
import secrets
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, tzinfo
from typing import TypeVar

from bot.reports.tips.quotas import rules

CAPACITY = 100_000
_KeyT = TypeVar("_KeyT")
_ValueT = TypeVar("_ValueT")


@dataclass(frozen=True, slots=True)
class _Sent:
    count: int
    last_at: datetime


@dataclass(frozen=True, slots=True)
class _Sender:
    """A sender as one unit meets him: a mute by one unit is nothing to the others."""

    digest: bytes
    unit_id: str


@dataclass(slots=True)
class _Day:
    """All that is known of a day's senders; it goes as a whole, with its key."""

    date: date
    key: bytes = field(default_factory=lambda: secrets.token_bytes(32), repr=False)
    sent: OrderedDict[bytes, _Sent] = field(default_factory=OrderedDict, repr=False)
    tips: OrderedDict[bytes, bytes] = field(default_factory=OrderedDict, repr=False)
    muted: OrderedDict[_Sender, None] = field(default_factory=OrderedDict, repr=False)
    muting_units: set[str] = field(default_factory=set, repr=False)

    def digest(self, chat_id: int) -> bytes:
        return hashlib.blake2b(str(chat_id).encode(), key=self.key, digest_size=16).digest()


class SendersToday:
    """Counts tips by sender, and knows which tip was whose, while the local day lasts."""

    def __init__(
        self, clock: Callable[[], datetime], zone: tzinfo, capacity: int = CAPACITY
    ) -> None:
        self._clock = clock
        self._zone = zone
        self._capacity = capacity
        self._day = _Day(self._date())

    def minutes_to_wait(self, chat_id: int) -> int:
        """Return the minutes until the sender may send another tip, 0 if he may now."""
        day = self._today()
        sent = day.sent.get(day.digest(chat_id))
        return 0 if sent is None else rules.minutes_left(sent.count, sent.last_at, self._clock())

    def remember(self, chat_id: int, tip_id: str) -> bool:
        """Count a tip that was accepted; return False for one that was counted before."""
        day, tip = self._today(), bytes.fromhex(tip_id)
        if tip in day.tips:
            return False
        digest = day.digest(chat_id)
        before = day.sent.get(digest)
        count = 1 if before is None else before.count + 1
        self._put(day.sent, digest, _Sent(count, self._clock()))
        self._put(day.tips, tip, digest)
        return True

    def mute(self, tip_id: str, unit_id: str) -> bool:
        """Mute the sender of a tip of today for one unit; return False if none is known."""
        day = self._today()
        digest = day.tips.get(bytes.fromhex(tip_id))
        if digest is None:
            return False
        self._put(day.muted, _Sender(digest, unit_id), None)
        day.muting_units.add(unit_id)
        return True

    def is_muted(self, chat_id: int, unit_id: str) -> bool:
        day = self._today()
        return _Sender(day.digest(chat_id), unit_id) in day.muted

    def is_anyone_muted(self, unit_id: str) -> bool:
        return unit_id in self._today().muting_units

    def forget_yesterday(self) -> None:
        """Drop everything if the local day has changed; each other call does so first."""
        self._today()

    def __len__(self) -> int:
        """Return how many entries are held."""
        return len(self._day.sent) + len(self._day.tips) + len(self._day.muted)

    def _today(self) -> _Day:
        today = self._date()
        if today != self._day.date:
            self._day = _Day(today)
        return self._day

    def _date(self) -> date:
        return self._clock().astimezone(self._zone).date()

    def _put(self, held: OrderedDict[_KeyT, _ValueT], key: _KeyT, value: _ValueT) -> None:
        held[key] = value
        held.move_to_end(key)
        if len(held) > self._capacity:
            held.popitem(last=False)
