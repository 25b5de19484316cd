"""Faults that a test orders in advance."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

FaultKind = Literal["429", "5xx", "timeout", "drop", "duplicate"]


@dataclass(slots=True, kw_only=True)
class Fault:
    """What goes wrong the next `times` times; without bot or method it meets any of them.

    A request that meets `timeout` or `drop` has no effect unless `executed` is set: then only its
    answer is lost.
    """

    kind: FaultKind
    times: int = 1
    bot: str | None = None
    method: str | None = None
    retry_after: int = 1
    status: int = 502
    copies: int = 2
    seconds: float = 60.0
    executed: bool = False

    def meets(self, bot: str | None, method: str) -> bool:
        return (
            self.times > 0
            and self.bot in {None, bot}
            and (self.method is None or self.method.lower() == method.lower())
        )


class Faults:
    """The faults still to come, oldest first."""

    def __init__(self) -> None:
        self._ordered: list[Fault] = []

    def order(self, fault: Fault) -> None:
        self._ordered.append(fault)

    def clear(self) -> None:
        self._ordered.clear()

    def remaining(self) -> list[Fault]:
        return [fault for fault in self._ordered if fault.times > 0]

    def take(self, bot: str | None, method: str) -> Fault | None:
        """Use up one fault of a request."""
        return self._take(lambda each: each.kind != "duplicate" and each.meets(bot, method))

    def copies_of_update(self, bot: str | None, kind: str) -> int:
        """Return how many times the update about to be queued is delivered."""
        fault = self._take(lambda each: each.kind == "duplicate" and each.meets(bot, kind))
        return fault.copies if fault else 1

    def _take(self, wanted: Callable[[Fault], bool]) -> Fault | None:
        for fault in self.remaining():
            if wanted(fault):
                fault.times -= 1
                return fault
        return None
