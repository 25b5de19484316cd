"""How many messages a bot may send; by default as many as it likes."""

from __future__ import annotations

import math
from collections import deque
from dataclasses import dataclass, field
from typing import Protocol


class FloodLimits(Protocol):
    """Decides over each message before it is sent."""

    def wait_for(self, bot_id: int, chat_id: int, now: float) -> int | None:
        """Return the seconds to wait, or None and count the message as sent."""
        ...


class NoLimits:
    """Everything may be sent."""

    def wait_for(self, bot_id: int, chat_id: int, now: float) -> int | None:  # noqa: ARG002  the protocol's
        return None


@dataclass(slots=True, kw_only=True)
class WindowLimits:
    """At most so many messages of a bot in a sliding window, per chat and over all chats.

    The defaults are those of core.telegram.org/bots/faq (read 2026-11): about one a second in a
    chat, 20 a minute in a group, 30 a second in all.
    """

    private: tuple[int, float] = (3, 3.0)
    group: tuple[int, float] = (20, 60.0)
    overall: tuple[int, float] = (30, 1.0)
    _sent: dict[tuple[int, int | None], deque[float]] = field(default_factory=dict)

    def wait_for(self, bot_id: int, chat_id: int, now: float) -> int | None:
        of_chat = self.group if chat_id < 0 else self.private
        windows = [
            (self._sent.setdefault((bot_id, chat_id), deque()), of_chat),
            (self._sent.setdefault((bot_id, None), deque()), self.overall),
        ]
        waits = [_wait(sent, limit, seconds, now) for sent, (limit, seconds) in windows]
        if any(waits):
            return max(1, math.ceil(max(waits)))
        for sent, _ in windows:
            sent.append(now)
        return None


def _wait(sent: deque[float], limit: int, seconds: float, now: float) -> float:
    while sent and sent[0] <= now - seconds:
        sent.popleft()
    return sent[0] + seconds - now if len(sent) >= limit else 0.0
