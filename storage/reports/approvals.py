"""Requests to read a tip that concerns a minor, and the approvals that they get."""

from __future__ import annotations

from sqlalchemy import ForeignKey, String, delete, select
from sqlalchemy.orm import Mapped, mapped_column

from storage.kit.repository import Repository
from storage.reports.base import UNORDERED, Base


class MinorApproval(Base):
    """An officer asks to read a tip, and a supervisor lets him; it ends when he holds it no more.

    `approved_by` is None as long as nobody has let him.
    """

    __tablename__ = "minor_approvals"
    __table_args__ = UNORDERED

    tip_id: Mapped[str] = mapped_column(String(32), ForeignKey("tips.id"), primary_key=True)
    staff_id: Mapped[str] = mapped_column(String(32), ForeignKey("staff.id"), primary_key=True)
    approved_by: Mapped[str | None] = mapped_column(String(32), ForeignKey("staff.id"))

    @property
    def is_given(self) -> bool:
        return self.approved_by is not None


class ApprovalRepository(Repository[MinorApproval]):
    """Every SELECT of requests and approvals."""

    model = MinorApproval

    async def find(self, tip_id: str, staff_id: str) -> MinorApproval | None:
        """Return what one officer asked for, approved or not."""
        return await self._find(
            select(MinorApproval).where(
                MinorApproval.tip_id == tip_id, MinorApproval.staff_id == staff_id
            )
        )

    async def is_given(self, tip_id: str, staff_id: str) -> bool:
        found = await self.find(tip_id, staff_id)
        return found is not None and found.is_given

    async def end(self, tip_id: str) -> None:
        """End all requests and approvals of a tip."""
        await self._session.execute(delete(MinorApproval).where(MinorApproval.tip_id == tip_id))

    def ask(self, tip_id: str, staff_id: str) -> None:
        """Add a request; the officer must have none for this tip."""
        self._session.add(MinorApproval(tip_id=tip_id, staff_id=staff_id))
