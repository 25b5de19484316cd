"""Where a reward stands: its events folded, in the order in which they happened."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum
from typing import Any, Final

LOCK_AFTER: Final = 5
"""Wrong claim codes after which nobody is paid until an approver has looked."""


class EventKind(StrEnum):
    """What can happen to a reward."""

    OPENED = "opened"
    PROPOSED = "proposed"
    SECONDED = "seconded"
    APPROVED = "approved"
    REJECTED = "rejected"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    DONATED = "donated"
    MISTYPED = "mistyped"
    UNLOCKED = "unlocked"
    EXTENDED = "extended"
    TAKEN_BACK = "taken_back"
    LAPSED = "lapsed"
    PAID = "paid"
    REVERSED = "reversed"


class RewardState(StrEnum):
    """Where a reward stands."""

    NOT_DUE = "not_due"
    OPEN = "open"
    PROPOSED = "proposed"
    REFUSED = "refused"
    APPROVED = "approved"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    DONATED = "donated"
    LAPSED = "lapsed"
    PAID = "paid"
    REVERSED = "reversed"


OVER: Final = frozenset(RewardState) - {
    RewardState.OPEN,
    RewardState.PROPOSED,
    RewardState.APPROVED,
    RewardState.ACCEPTED,
}
UNDECIDED: Final = frozenset(
    {RewardState.NOT_DUE, RewardState.OPEN, RewardState.PROPOSED, RewardState.REFUSED}
)
"""States from which a changed outcome starts anew: no promise was made to the tipster."""
WAITING: Final = frozenset({RewardState.APPROVED, RewardState.ACCEPTED})
"""States in which the money is kept ready."""
GIVEN: Final = WAITING | {RewardState.PAID, RewardState.DONATED}
"""States in which the facts have earned somebody money, or the promise of it."""
PROXY: Final = "proxy"


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """One event, as far as the rules need it; amounts are in fen."""

    sequence: int
    kind: EventKind
    hour: datetime
    staff_id: str | None = None
    amount: int | None = None
    upper: int | None = None
    reason: str | None = None
    facts: dict[str, Any] | None = None
    verifier: bytes | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """What the events amount to."""

    sequence: int = 0
    state: RewardState = RewardState.NOT_DUE
    facts: dict[str, Any] | None = None
    amount: int | None = None
    reason: str | None = None
    proposer: str | None = None
    approvers: tuple[str, ...] = ()
    noticed: datetime | None = None
    extensions: int = 0
    verifier: bytes | None = field(default=None, repr=False)
    by_proxy: bool = False
    mistyped: int = 0
    is_taken_back: bool = False

    @property
    def is_locked(self) -> bool:
        return self.mistyped >= LOCK_AFTER

    @property
    def is_over(self) -> bool:
        return self.state in OVER


def fold(events: Iterable[Event]) -> Standing:
    standing = Standing()
    for event in events:
        step = _step(standing, event)
        standing = replace(standing, **step, sequence=event.sequence)
    return standing


def _step(before: Standing, event: Event) -> dict[str, Any]:
    match event.kind:
        case EventKind.OPENED:
            state = RewardState.NOT_DUE if event.reason == "none" else RewardState.OPEN
            return {**_AS_NEW, "state": state, "facts": event.facts, "reason": event.reason}
        case EventKind.PROPOSED:
            return {
                "state": RewardState.PROPOSED,
                "amount": event.amount,
                "reason": event.reason,
                "proposer": event.staff_id,
                "approvers": (),
            }
        case EventKind.REJECTED | EventKind.TAKEN_BACK:
            is_back = before.is_taken_back or event.kind is EventKind.TAKEN_BACK
            anew = {"state": RewardState.OPEN, "reason": event.reason, "is_taken_back": is_back}
            return {**_AS_NEW, **anew}
        case EventKind.SECONDED:
            return {"approvers": (*before.approvers, str(event.staff_id))}
        case EventKind.APPROVED:
            return _approved(before, event)
        case _:
            return _afterwards(before, event)


def _approved(before: Standing, event: Event) -> dict[str, Any]:
    is_refused = before.amount == 0
    return {
        "state": RewardState.REFUSED if is_refused else RewardState.APPROVED,
        "approvers": (*before.approvers, str(event.staff_id)),
        "noticed": event.hour,
        "is_taken_back": is_refused and before.is_taken_back,
    }


def _afterwards(before: Standing, event: Event) -> dict[str, Any]:
    match event.kind:
        case EventKind.ACCEPTED:
            return {
                "state": RewardState.ACCEPTED,
                "verifier": event.verifier,
                "by_proxy": event.reason == PROXY,
            }
        case EventKind.MISTYPED:
            return {"mistyped": before.mistyped + 1}
        case EventKind.UNLOCKED:
            return {"mistyped": 0}
        case EventKind.EXTENDED:
            return {"extensions": before.extensions + 1}
        case _:
            return {"state": RewardState(event.kind.value), "verifier": None}


_AS_NEW: Final[dict[str, Any]] = {
    "amount": None,
    "proposer": None,
    "approvers": (),
    "noticed": None,
    "extensions": 0,
    "verifier": None,
    "by_proxy": False,
    "mistyped": 0,
}
