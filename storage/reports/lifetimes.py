"""How long tips have lived, what their units were told of the end, and the end itself."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date, datetime
from typing import Final

from sqlalchemy import Date, ForeignKey, String, delete, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import InstrumentedAttribute, Mapped, mapped_column

from storage.reports.base import UNORDERED, Base
from storage.reports.digests import WaitingTip
from storage.reports.envelopes import Envelope, SealedFile
from storage.reports.likeness import TipLink, TipSignature
from storage.reports.mutes import MuteWish
from storage.reports.tips import Tip


class EndAnnouncement(Base):
    """What the unit was last told of a tip's end: the day, and how many days ahead."""

    __tablename__ = "end_announcements"
    __table_args__ = UNORDERED

    tip_id: Mapped[str] = mapped_column(String(32), ForeignKey("tips.id"), primary_key=True)
    ends_on: Mapped[date] = mapped_column(Date)
    days_ahead: Mapped[int] = mapped_column()


# Every column that refers to a tip; a test compares them with the models, so that whoever adds
# a table decides whether its rows end with the tip.
ENDING_WITH_THE_TIP: Final[Sequence[InstrumentedAttribute[str]]] = (
    EndAnnouncement.tip_id,
    TipLink.tip_id,
    TipLink.other_id,
    TipSignature.tip_id,
    WaitingTip.tip_id,
    MuteWish.tip_id,
    SealedFile.tip_id,
    Envelope.tip_id,
)
TABLES_OF_TIPS: Final = (
    *dict.fromkeys(column.class_.__tablename__ for column in ENDING_WITH_THE_TIP),
    "tips",
    "outbox",
)


class LifetimeRepository:
    """Every SELECT of what retention needs, over several tables."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def list_accepted_before(self, moment: datetime) -> Sequence[str]:
        """Return the tips that may be near their end, in no order that tells anything."""
        statement = select(Tip.id).where(Tip.hour < moment).order_by(Tip.id)
        return (await self._session.execute(statement)).scalars().all()

    async def find_last_words(self, tip_id: str, authors: Collection[str]) -> datetime | None:
        """Return the hour of the newest envelope that one of the authors wrote."""
        statement = select(func.max(Envelope.hour)).where(
            Envelope.tip_id == tip_id, Envelope.author.in_(list(authors))
        )
        return (await self._session.execute(statement)).scalar_one()

    async def find_announcement(self, tip_id: str) -> EndAnnouncement | None:
        statement = select(EndAnnouncement).where(EndAnnouncement.tip_id == tip_id)
        return (await self._session.execute(statement)).scalar_one_or_none()

    async def announce(self, tip_id: str, ends_on: date, days_ahead: int) -> None:
        """Keep what the unit is being told, in place of what it was told before."""
        told = EndAnnouncement(tip_id=tip_id, ends_on=ends_on, days_ahead=days_ahead)
        await self._session.merge(told)

    async def delete_tip(self, tip_id: str) -> None:
        """Delete the tip and all that belongs to it, but for the files themselves."""
        for column in ENDING_WITH_THE_TIP:
            await self._session.execute(delete(column.class_).where(column == tip_id))
        await self._session.execute(delete(Tip).where(Tip.id == tip_id))

    async def list_sealed_to(self, key_ids: Collection[str]) -> Sequence[str]:
        """Return the tips of which anything is sealed to one of the keys."""
        keys = list(key_ids)
        words = select(Envelope.tip_id).where(Envelope.key_id.in_(keys))
        signatures = select(TipSignature.tip_id).where(TipSignature.key_id.in_(keys))
        statement = select(Tip.id).where(or_(Tip.id.in_(words), Tip.id.in_(signatures)))
        return (await self._session.execute(statement.order_by(Tip.id))).scalars().all()
