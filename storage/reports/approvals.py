"""Approvals to read a tip that concerns a minor."""

from __future__ import annotations

from sqlalchemy import ForeignKey, String, delete, select
from sqlalchemy.orm import Mapped, mapped_column

from storage.kit.repository import Repository
from storage.reports.base import UNORDERED, Base


class MinorApproval(Base):
    """A supervisor lets one officer read one tip, until it leaves this officer's hands."""

    __tablename__ = "minor_approvals"
    __table_args__ = UNORDERED

    tip_id: Mapped[str] = mapped_column(String(32), ForeignKey("tips.id"), primary_key=True)
    staff_id: Mapped[str] = mapped_column(String(32), ForeignKey("staff.id"), primary_key=True)
    approved_by: Mapped[str] = mapped_column(String(32), ForeignKey("staff.id"))


class ApprovalRepository(Repository[MinorApproval]):
    """Every SELECT of approvals."""

    model = MinorApproval

    async def find(self, tip_id: str, staff_id: str) -> MinorApproval | None:
        return await self._find(
            select(MinorApproval).where(
                MinorApproval.tip_id == tip_id, MinorApproval.staff_id == staff_id
            )
        )

    async def end(self, tip_id: str) -> None:
        """End all approvals of a tip."""
        await self._session.execute(delete(MinorApproval).where(MinorApproval.tip_id == tip_id))

    async def allow(self, tip_id: str, staff_id: str, approved_by: str) -> None:
        row = MinorApproval(tip_id=tip_id, staff_id=staff_id, approved_by=approved_by)
        await self._session.merge(row)
