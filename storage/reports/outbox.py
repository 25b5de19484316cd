"""The reports house's outbox: cards and notices for units, by opaque address."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from sqlalchemy import Select, select

from storage.kit.outbox import OutboxColumns
from storage.reports.base import UNORDERED, Base


class Outbox(OutboxColumns, Base):
    """A row waiting to be sent; the address is a unit's id."""

    __tablename__ = "outbox"
    __table_args__ = UNORDERED


# The kinds by which a unit first hears of a tip.
FIRST_CARDS: Final = ("card", "waiting_card")


def tips_unheard_of(unit_id: str, now: datetime) -> Select[str]:
    """Return a unit's tips whose first card waits for its time, and no worker has taken it up."""
    return select(Outbox.payload["tip"].as_string()).where(
        Outbox.kind.in_(FIRST_CARDS),
        Outbox.address == unit_id.encode(),
        Outbox.attempts == 0,
        Outbox.due_at > now,
    )
