"""What an entry of the audit may say, and the bytes that the chain binds; pure."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from typing import Final

SCHEMA: Final = 1
# States, codes, names of roles and counts: nothing that words or a name would fit into.
_DETAIL: Final = re.compile(r"[a-z0-9_.:,=>+-]{0,64}")


class AuditKind(StrEnum):
    """What somebody of the staff did."""

    READ = "read"
    TAKEN = "taken"
    RETURNED = "returned"
    OFFERED = "offered"
    HANDED_OVER = "handed_over"
    TRANSFERRED = "transferred"
    ASKED = "asked"
    NOTED = "noted"
    STATED = "stated"
    URGENCY = "urgency"
    LINKED = "linked"
    UNLINKED = "unlinked"
    CLOSED = "closed"
    REOPENED = "reopened"
    UNDONE = "undone"
    MUTED = "muted"
    INVITED = "invited"
    JOINED = "joined"
    ROLE_CHANGED = "role_changed"
    REMOVED = "removed"
    BOUND = "bound"
    MINOR_ASKED = "minor_asked"
    MINOR_APPROVED = "minor_approved"
    SHREDDED = "shredded"
    CHILD_RECORDED = "child_recorded"
    CHILD_CONFIRMED = "child_confirmed"
    CHILD_WITHDRAWN = "child_withdrawn"
    REWARD_PROPOSED = "reward_proposed"
    REWARD_DECIDED = "reward_decided"
    REWARD_CLAIMED = "reward_claimed"
    REWARD_PAID = "reward_paid"
    REWARD_REVERSED = "reward_reversed"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditEntry:
    """What happened; `detail` is a code from a closed list, never words, content or a name.

    `staff_id` is None for what the program does by itself.
    """

    kind: AuditKind
    unit_id: str
    staff_id: str | None
    tip_number: str | None = None
    detail: str = ""

    def __post_init__(self) -> None:
        if not _DETAIL.fullmatch(self.detail):
            raise ValueError("the detail of an audit entry is a code of at most 64 characters")


@dataclass(frozen=True, slots=True, kw_only=True)
class Bound:
    """All that the chain binds of an entry, as it is stored."""

    position: int
    kind: str
    unit_id: str
    staff_id: str | None
    tip_number: str | None
    detail: str
    hour: datetime

    def to_bytes(self) -> bytes:
        """Return the one form of it, to the last microsecond of its hour."""
        fields = [
            SCHEMA,
            self.position,
            self.kind,
            self.unit_id,
            self.staff_id,
            self.tip_number,
            self.detail,
            self.hour.astimezone(UTC).isoformat(),
        ]
        return json.dumps(fields, ensure_ascii=True, separators=(",", ":")).encode()


def bind(entry: AuditEntry, position: int, hour: datetime) -> Bound:
    """Give an entry its place and its hour."""
    return Bound(
        position=position,
        kind=entry.kind.value,
        unit_id=entry.unit_id,
        staff_id=entry.staff_id,
        tip_number=entry.tip_number,
        detail=entry.detail,
        hour=hour,
    )
