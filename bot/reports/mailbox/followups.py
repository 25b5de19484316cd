"""How much may be added to one report in a day: asked to pause, never refused for good.

An answer to an open question never waits, and what waits stays in the mailbox until it is sent.
Counts are in memory, under a key drawn anew each day, and of reports, not of people.
"""

from __future__ import annotations

import hashlib
import secrets
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from math import ceil

from bot.reports.mailbox.rules import follow_up_pause
from bot.reports.mailbox.service import AddWords, AddWordsRequest
from bot.reports.tips.rules import status_told
from storage.reports.kinds import TipStatus

CAPACITY = 100_000


@dataclass(frozen=True, slots=True)
class _Added:
    count: int
    last_at: datetime


class FollowUps:
    """Counts what was added to each report today."""

    def __init__(self, clock: Callable[[], datetime]) -> None:
        self._clock = clock
        self._forget(clock().date())

    def minutes_to_wait(self, lookup: bytes) -> int:
        self._turn()
        added = self._added.get(self._digest(lookup))
        if added is None:
            return 0
        left = added.last_at + follow_up_pause(added.count) - self._clock()
        return max(0, ceil(left / timedelta(minutes=1)))

    def count(self, lookup: bytes) -> None:
        self._turn()
        digest = self._digest(lookup)
        before = self._added.pop(digest, None)
        self._added[digest] = _Added(1 if before is None else before.count + 1, self._clock())
        if len(self._added) > CAPACITY:
            self._added.popitem(last=False)

    def _turn(self) -> None:
        if self._clock().date() != self._day:
            self._forget(self._clock().date())

    def _forget(self, day: date) -> None:
        self._day = day
        self._key = secrets.token_bytes(32)
        self._added: OrderedDict[bytes, _Added] = OrderedDict()

    def _digest(self, lookup: bytes) -> bytes:
        return hashlib.blake2b(lookup, key=self._key, digest_size=16).digest()


@dataclass(frozen=True, slots=True, kw_only=True)
class AddWithinQuota:
    """Adds words to a report, unless so many came today that a pause is due."""

    add_words: AddWords
    follow_ups: FollowUps

    async def __call__(self, request: AddWordsRequest) -> int:
        """Return the minutes to wait, 0 if the words are in the report now.

        Raise what `AddWords` raises.
        """
        lookup = request.receipt.keys().lookup
        if await self._is_known(request):
            return 0
        minutes = self.follow_ups.minutes_to_wait(lookup)
        if minutes and not await self._is_asked(lookup):
            return minutes
        await self.add_words(request)
        self.follow_ups.count(lookup)
        return 0

    async def _is_known(self, request: AddWordsRequest) -> bool:
        async with self.add_words.unit_of_work() as work:
            return await work.envelopes.find_by_nonce(request.nonce) is not None

    async def _is_asked(self, lookup: bytes) -> bool:
        async with self.add_words.unit_of_work() as work:
            tip = await work.tips.find_by_lookup(lookup)
            if tip is None:
                return False
            authors = await work.envelopes.list_authors(tip.id)
            return status_told(tip.status, authors) is TipStatus.ASKED
