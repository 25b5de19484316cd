"""The outbox of the reports house as its worker sees it."""

from __future__ import annotations

from sqlalchemy.ext.asyncio import AsyncEngine

from storage.kit.outbox_store import OutboxRow, OutboxStore
from storage.reports.outbox import Outbox

__all__ = ["OutboxRow", "ReportsOutboxStore"]


class ReportsOutboxStore(OutboxStore):
    """Claims, finishes and postpones rows of the reports house."""

    def __init__(self, engine: AsyncEngine) -> None:
        super().__init__(engine, Outbox)
