"""What was passed on to those who protect children: to whom, how, when and by whom; no content."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, String, delete, select
from sqlalchemy.orm import Mapped, mapped_column

from storage.kit.base import UTCHour
from storage.kit.repository import Repository
from storage.reports.base import UNORDERED, Base


class Referral(Base):
    """One officer says that a tip was passed on; `confirmed_by` is None until another does."""

    __tablename__ = "referrals"
    __table_args__ = UNORDERED

    tip_id: Mapped[str] = mapped_column(String(32), ForeignKey("tips.id"), primary_key=True)
    organ: Mapped[str] = mapped_column(String(16))
    way: Mapped[str] = mapped_column(String(16))
    hour: Mapped[datetime] = mapped_column(UTCHour)
    recorded_by: Mapped[str] = mapped_column(String(32), ForeignKey("staff.id"))
    confirmed_by: Mapped[str | None] = mapped_column(String(32), ForeignKey("staff.id"))


class ReferralRepository(Repository[Referral]):
    """Every SELECT of referrals."""

    model = Referral

    async def find(self, tip_id: str) -> Referral | None:
        return await self._find(select(Referral).where(Referral.tip_id == tip_id))

    async def find_waiting(self, tip_id: str) -> Referral | None:
        """Return what nobody else has confirmed yet."""
        found = await self.find(tip_id)
        return None if found is None or found.confirmed_by is not None else found

    async def end(self, tip_id: str) -> None:
        """Forget it: the tip is open again, and must be passed on anew; the audit keeps it."""
        await self._session.execute(delete(Referral).where(Referral.tip_id == tip_id))
