"""What each person's phone is told, under one strictly growing sequence number."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass, field

from bot.gateway.world.model import JSON
from bot.gateway.world.signal import Signal

KEPT_PER_USER = 4096


@dataclass(frozen=True, slots=True)
class Event:
    """One change as one user sees it."""

    seq: int
    kind: str
    data: JSON


@dataclass(slots=True)
class _Feed:
    events: deque[Event] = field(default_factory=deque)
    lost_up_to: int = 0
    changed: Signal = field(default_factory=Signal)


class EventLog:
    """The newest events of every user."""

    def __init__(self, kept: int = KEPT_PER_USER) -> None:
        self.seq = 0
        self._kept = kept
        self._feeds: dict[int, _Feed] = {}

    def _feed(self, user_id: int) -> _Feed:
        return self._feeds.setdefault(user_id, _Feed())

    def emit(self, user_id: int, kind: str, data: JSON) -> None:
        self.seq += 1
        feed = self._feed(user_id)
        feed.events.append(Event(self.seq, kind, data))
        if len(feed.events) > self._kept:
            feed.lost_up_to = feed.events.popleft().seq
        feed.changed.ring()

    def emit_moved(self, user_ids: list[int], old: int, new: int) -> None:
        """Tell phones that a group is another chat now."""
        for user_id in user_ids:
            self.emit(user_id, "moved", {"chat": old, "to": new})

    def after(self, user_id: int, seq: int) -> list[Event] | None:
        """List what came after `seq`, or None when some of it is no longer kept or never was."""
        feed = self._feed(user_id)
        if seq < feed.lost_up_to or seq > self.seq:
            return None
        return [event for event in feed.events if event.seq > seq]

    async def wait(self, user_ids: Sequence[int], timeout: float) -> bool:  # noqa: ASYNC109  as in Signal
        """Return whether anything was told to one of these users within `timeout` seconds."""
        rings = [self._feed(each).changed.next_ring() for each in user_ids]
        try:
            rung, _ = await asyncio.wait(
                rings, timeout=timeout, return_when=asyncio.FIRST_COMPLETED
            )
        finally:
            for each in rings:
                each.cancel()
        return bool(rung)
