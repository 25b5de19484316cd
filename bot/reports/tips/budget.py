"""How much work one chat's files may make within an hour, so that nobody's wait for another's."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from time import monotonic
from typing import Final

from bot.chat.people import ChatMap

SECONDS: Final = 300.0
REFUSED_SECONDS: Final = 20.0
"""What a refused file counts at least, however quickly it was seen to be none."""
HOUR: Final = 3600.0


@dataclass(frozen=True, slots=True)
class _Spent:
    seconds: float
    since: float


class FileBudget:
    """Counts by chat, in memory alone; `now` is in seconds of any clock that goes evenly."""

    def __init__(self, now: Callable[[], float] = monotonic) -> None:
        self._now = now
        self._chats: ChatMap[_Spent] = ChatMap()

    def minutes_to_wait(self, chat_id: int) -> int:
        """Return in how many minutes this chat's next file is taken, 0 for now."""
        spent = self._present(chat_id)
        if spent.seconds < SECONDS:
            return 0
        return max(1, math.ceil((spent.since + HOUR - self._now()) / 60))

    def spend(self, chat_id: int, seconds: float, *, is_refused: bool) -> None:
        """Count the time that a file took."""
        spent = self._present(chat_id)
        counted = max(seconds, REFUSED_SECONDS) if is_refused else seconds
        self._chats.put(chat_id, _Spent(spent.seconds + counted, spent.since))

    def now(self) -> float:
        return self._now()

    def _present(self, chat_id: int) -> _Spent:
        spent = self._chats.find(chat_id)
        is_past = spent is None or self._now() >= spent.since + HOUR
        return _Spent(0.0, self._now()) if is_past or spent is None else spent
