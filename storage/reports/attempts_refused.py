"""How often something was refused, by hour and kind; strangers are only counted."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import String, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from storage.kit.base import UTCHour
from storage.reports.base import UNORDERED, Base


class AttemptsRefused(Base):
    """A count; `staff_id` names who it was where that is one of the staff, else it is empty."""

    __tablename__ = "attempts_refused"
    __table_args__ = UNORDERED

    hour: Mapped[datetime] = mapped_column(UTCHour, primary_key=True, autoincrement=False)
    kind: Mapped[str] = mapped_column(String(40), primary_key=True)
    staff_id: Mapped[str] = mapped_column(String(32), primary_key=True)
    count: Mapped[int] = mapped_column()


class AttemptRepository:
    """Every SELECT of refused attempts."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def add(self, hour: datetime, kind: str, staff_id: str, count: int) -> None:
        """Add to the count of the hour."""
        statement = (
            select(AttemptsRefused)
            .where(
                AttemptsRefused.hour == hour,
                AttemptsRefused.kind == kind,
                AttemptsRefused.staff_id == staff_id,
            )
            .with_for_update()
        )
        found = (await self._session.execute(statement)).scalar_one_or_none()
        if found is None:
            self._session.add(
                AttemptsRefused(hour=hour, kind=kind, staff_id=staff_id, count=count)
            )
        else:
            found.count += count

    async def list_since(self, moment: datetime) -> Sequence[AttemptsRefused]:
        statement = (
            select(AttemptsRefused)
            .where(AttemptsRefused.hour >= moment)
            .order_by(AttemptsRefused.hour, AttemptsRefused.kind, AttemptsRefused.staff_id)
        )
        return (await self._session.execute(statement)).scalars().all()
