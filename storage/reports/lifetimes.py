"""How long tips have lived, what their units were told of the end, and the end itself."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from sqlalchemy import Date, ForeignKey, Select, String, and_, delete, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import InstrumentedAttribute, Mapped, mapped_column

from storage.reports.approvals import MinorApproval
from storage.reports.base import UNORDERED, Base
from storage.reports.clock import TipPromise, TipReminder
from storage.reports.digests import WaitingTip
from storage.reports.envelopes import Envelope, SealedFile
from storage.reports.hand_overs import HandOver
from storage.reports.kinds import TipStatus
from storage.reports.likeness import TipLink, TipSignature
from storage.reports.mutes import MuteWish
from storage.reports.outcomes import TipOutcome
from storage.reports.referrals import Referral
from storage.reports.routes import NoticeRoute
from storage.reports.shown import ShownMessage
from storage.reports.tips import Tip
from storage.reports.topics import TipTopic
from storage.reports.transfers import Transfer


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
    TipReminder.tip_id,
    TipPromise.tip_id,
    MuteWish.tip_id,
    NoticeRoute.tip_id,
    TipTopic.tip_id,
    HandOver.tip_id,
    TipOutcome.tip_id,
    ShownMessage.tip_id,
    MinorApproval.tip_id,
    Referral.tip_id,
    Transfer.tip_id,
    SealedFile.tip_id,
    Envelope.tip_id,
)
TABLES_OF_TIPS: Final = (
    *dict.fromkeys(column.class_.__tablename__ for column in ENDING_WITH_THE_TIP),
    "tips",
    "outbox",
)


@dataclass(frozen=True, slots=True)
class Lifetime:
    """What a tip's end depends on; `last_words` is the hour of the newest of certain authors.

    A plea, and a tip with a child in it, is kept for as long as it is open.
    """

    tip_id: str
    category: str
    status: TipStatus
    hour: datetime
    closed_on: date | None
    last_words: datetime | None
    is_kept: bool
    ends_on: date | None
    days_ahead: int | None


class LifetimeRepository:
    """Every SELECT of what retention needs, over several tables."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def list_accepted_before(
        self, moment: datetime, authors: Collection[str]
    ) -> Sequence[Lifetime]:
        """Return the tips that may be near their end, in no order that tells anything."""
        statement = _lifetimes(authors).where(Tip.hour < moment).order_by(Tip.id)
        return [Lifetime(*row) for row in (await self._session.execute(statement)).all()]

    async def find(self, tip_id: str, authors: Collection[str]) -> Lifetime | None:
        statement = _lifetimes(authors).where(Tip.id == tip_id)
        row = (await self._session.execute(statement)).one_or_none()
        return None if row is None else Lifetime(*row)

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


def _lifetimes(
    authors: Collection[str],
) -> Select[str, str, TipStatus, datetime, date | None, datetime, bool, date, int]:
    last_words = (
        select(func.max(Envelope.hour))
        .where(Envelope.tip_id == Tip.id, Envelope.author.in_(list(authors)))
        .scalar_subquery()
    )
    is_kept = and_(Tip.status != TipStatus.CLOSED, or_(Tip.about_minor, Tip.asks_help))
    told = (is_kept, EndAnnouncement.ends_on, EndAnnouncement.days_ahead)
    return select(
        Tip.id, Tip.category, Tip.status, Tip.hour, Tip.closed_on, last_words, *told
    ).outerjoin(EndAnnouncement, EndAnnouncement.tip_id == Tip.id)
