"""Taps on inline buttons that wait for the bot's answer."""

from __future__ import annotations

from dataclasses import dataclass, field

from bot.gateway.world.clock import Clock
from bot.gateway.world.model import JSON, Message, User
from bot.gateway.world.signal import Signal

TAP_EXPIRES_AFTER = 60.0
KEPT = 4096


@dataclass(slots=True, eq=False, kw_only=True)
class Tap:
    """One tap; the first answer is the one that the person sees."""

    id: str
    bot_id: int
    person: User
    message: Message
    data: str
    at: float
    answer: JSON | None = None
    answered: Signal = field(default_factory=Signal)


class TapBook:
    """The newest taps by query id."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._taps: dict[str, Tap] = {}

    def add(self, tap: Tap) -> None:
        self._taps[tap.id] = tap
        if len(self._taps) > KEPT:
            del self._taps[next(iter(self._taps))]

    def find_fresh(self, bot_id: int, query_id: str) -> Tap | None:
        tap = self._taps.get(query_id)
        if tap is None or tap.bot_id != bot_id:
            return None
        return tap if self._clock.now() - tap.at <= TAP_EXPIRES_AFTER else None
