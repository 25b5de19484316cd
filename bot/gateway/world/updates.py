"""A bot's queue of updates, kept until the bot confirms them."""

from __future__ import annotations

from dataclasses import dataclass

from bot.gateway.world.clock import Clock
from bot.gateway.world.model import JSON
from bot.gateway.world.signal import Signal

DAY = 86_400.0
TAP_LIFETIME = 150.0
# What a bot that never named its allowed_updates does not get.
OPT_IN_ONLY = frozenset({"chat_member", "message_reaction", "message_reaction_count"})


@dataclass(slots=True, kw_only=True)
class Update:
    """One update; those with the same `order_key` are delivered to a webhook one after another."""

    id: int
    kind: str
    payload: JSON
    order_key: str
    expires_at: float
    copies: int = 1

    def to_json(self) -> JSON:
        return {"update_id": self.id, self.kind: self.payload}


class UpdateQueue:
    """Updates of one bot in order; confirmed ones are forgotten."""

    def __init__(self, first_id: int, clock: Clock) -> None:
        self._next_id = first_id
        self._clock = clock
        self._pending: dict[int, Update] = {}
        self._again: list[Update] = []
        self.allowed: list[str] = []
        self.confirmed = 0
        self.changed = Signal()

    @property
    def last_id(self) -> int:
        return self._next_id - 1

    @property
    def pending_count(self) -> int:
        return len(self._pending) + len(self._again)

    def wants(self, kind: str) -> bool:
        return kind in self.allowed if self.allowed else kind not in OPT_IN_ONLY

    def add(self, kind: str, payload: JSON, order_key: str, copies: int = 1) -> Update | None:
        if not self.wants(kind):
            return None
        lifetime = TAP_LIFETIME if kind == "callback_query" else DAY
        update = Update(
            id=self._next_id,
            kind=kind,
            payload=payload,
            order_key=order_key,
            expires_at=self._clock.now() + lifetime,
            copies=copies,
        )
        self._next_id += 1
        self._pending[update.id] = update
        self.changed.ring()
        return update

    def waiting(self) -> list[Update]:
        """List what is not confirmed, oldest first; expired updates are dropped on the way."""
        now = self._clock.now()
        for update in [each for each in self._pending.values() if each.expires_at < now]:
            del self._pending[update.id]
        return list(self._pending.values())

    def poll(self, offset: int, limit: int) -> list[Update]:
        """Confirm everything below `offset` (or all but the last `-offset`) and list the rest."""
        if offset < 0:
            waiting = self.waiting()
            offset = waiting[max(0, len(waiting) + offset)].id if waiting else 0
        self._confirm_below(offset)
        again, self._again = self._again[:limit], self._again[limit:]
        if again:
            self._repeat(again)
            return again
        return [update for update in self.waiting() if update.id >= offset][:limit]

    def confirm(self, update: Update) -> bool:
        """Forget one update that a webhook accepted; return whether a copy is still to be sent."""
        update.copies -= 1
        if update.copies > 0:
            return True
        if self._pending.pop(update.id, None) is not None:
            self.confirmed += 1
        return False

    def clear(self) -> None:
        self._pending.clear()
        self._again.clear()

    def _confirm_below(self, offset: int) -> None:
        for update in [each for each in self._pending.values() if each.id < offset]:
            del self._pending[update.id]
            self.confirmed += 1
            self._repeat([update])

    def _repeat(self, updates: list[Update]) -> None:
        for update in updates:
            update.copies -= 1
            if update.copies > 0:
                self._again.append(update)
