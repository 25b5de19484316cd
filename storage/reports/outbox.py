"""The reports house's outbox: cards and notices for units, by opaque address."""

from __future__ import annotations

from storage.kit.outbox import OutboxColumns
from storage.reports.base import UNORDERED, Base


class Outbox(OutboxColumns, Base):
    """A row waiting to be sent; the address is a unit's id."""

    __tablename__ = "outbox"
    __table_args__ = UNORDERED
