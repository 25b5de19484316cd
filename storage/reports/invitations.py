"""Invitations to a unit: a link that works once, of which only a digest is kept."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, LargeBinary, String, delete, select
from sqlalchemy.orm import Mapped, mapped_column

from storage.kit.base import UTCHour
from storage.kit.repository import Repository
from storage.reports.base import UNORDERED, Base


class Invitation(Base):
    """An invitation; `panel` is the window it was made in, which makes one link and no more.

    A used one stays until its time is over, so that its command delivered again is answered alike.
    """

    __tablename__ = "invitations"
    __table_args__ = UNORDERED

    digest: Mapped[bytes] = mapped_column(LargeBinary(32), primary_key=True, autoincrement=False)
    panel: Mapped[str] = mapped_column(String(32), unique=True)
    unit_id: Mapped[str] = mapped_column(ForeignKey("units.id"))
    roles: Mapped[str] = mapped_column(String(64))
    until: Mapped[datetime] = mapped_column(UTCHour)
    invited_by: Mapped[str | None] = mapped_column(ForeignKey("staff.id"))
    used_by: Mapped[str | None] = mapped_column(ForeignKey("staff.id"))


class InvitationRepository(Repository[Invitation]):
    """Every SELECT of invitations."""

    model = Invitation

    async def find(self, digest: bytes) -> Invitation | None:
        """Return the invitation, held against others who open the same link at once."""
        return await self._find(
            select(Invitation).where(Invitation.digest == digest).with_for_update()
        )

    async def find_by_panel(self, panel: str) -> Invitation | None:
        return await self._find(
            select(Invitation).where(Invitation.panel == panel).with_for_update()
        )

    async def drop_from(self, staff_id: str) -> None:
        """Drop what somebody invited and nobody has used, for he has left."""
        await self._session.execute(
            delete(Invitation).where(
                Invitation.invited_by == staff_id, Invitation.used_by.is_(None)
            )
        )

    async def drop_before(self, moment: datetime) -> None:
        await self._session.execute(delete(Invitation).where(Invitation.until < moment))
