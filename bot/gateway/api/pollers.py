"""Who is waiting in getUpdates: the newest request of a bot wins."""

from __future__ import annotations

import asyncio

from bot.gateway.errors import TelegramError

OTHER_POLLER = (
    "Conflict: terminated by other getUpdates request; "
    "make sure that only one bot instance is running"
)
WEBHOOK_SET = "Conflict: terminated by setWebhook request"
CLOSING = "Internal Server Error: restart"


class Pollers:
    """The waiting long poll of each bot."""

    def __init__(self) -> None:
        self._waiting: dict[int, asyncio.Future[str]] = {}

    def terminate(self, bot_id: int, sentence: str) -> None:
        waiting = self._waiting.pop(bot_id, None)
        if waiting is not None and not waiting.done():
            waiting.set_result(sentence)

    def close(self) -> None:
        for bot_id in list(self._waiting):
            self.terminate(bot_id, CLOSING)

    def begin(self, bot_id: int) -> asyncio.Future[str]:
        """Become the one that waits; whoever waited before gets 409."""
        self.terminate(bot_id, OTHER_POLLER)
        mine: asyncio.Future[str] = asyncio.get_running_loop().create_future()
        self._waiting[bot_id] = mine
        return mine

    def end(self, bot_id: int, mine: asyncio.Future[str]) -> None:
        if self._waiting.get(bot_id) is mine:
            del self._waiting[bot_id]
        mine.cancel()


def conflict(sentence: str) -> TelegramError:
    return TelegramError(500 if sentence == CLOSING else 409, sentence)
