"""What came of closed tips: facts from closed lists, and no name of anybody."""

from __future__ import annotations

from typing import Any

from sqlalchemy import JSON, Boolean, ForeignKey, String, select
from sqlalchemy.orm import Mapped, mapped_column

from storage.kit.repository import Repository
from storage.reports.base import UNORDERED, Base


class TipOutcome(Base):
    """The outcome of a tip; until it is settled it may be undone, and the tipster is told nothing.

    `status_before` is where the tip stood when it was closed, for the mailbox and for undoing.
    """

    __tablename__ = "tip_outcomes"
    __table_args__ = UNORDERED

    tip_id: Mapped[str] = mapped_column(String(32), ForeignKey("tips.id"), primary_key=True)
    verified: Mapped[bool] = mapped_column(Boolean)
    outcome_class: Mapped[str] = mapped_column(String(16))
    facts: Mapped[dict[str, Any]] = mapped_column(JSON)
    status_before: Mapped[str] = mapped_column(String(16))
    is_settled: Mapped[bool] = mapped_column(Boolean, default=False)


class OutcomeRepository(Repository[TipOutcome]):
    """Every SELECT of outcomes."""

    model = TipOutcome

    async def find(self, tip_id: str) -> TipOutcome | None:
        return await self._find(select(TipOutcome).where(TipOutcome.tip_id == tip_id))

    async def find_unsettled(self, tip_id: str) -> TipOutcome | None:
        """Return the outcome while it may still be undone."""
        found = await self.find(tip_id)
        return None if found is None or found.is_settled else found
