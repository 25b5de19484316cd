"""Figures of months that are over; they are counted once and never again.

Tips end, are reopened and closed anew; a month counted a second time would differ from the first
by a few tips, and so tell about them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time

from sqlalchemy import BigInteger, ForeignKey, String, exists, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, aliased, mapped_column

from storage.reports.base import UNORDERED, Base
from storage.reports.clock import PromiseState, TipPromise
from storage.reports.likeness import TipLink
from storage.reports.outcomes import TipOutcome
from storage.reports.rewards import Reward, RewardEvent
from storage.reports.tips import Tip
from storage.reports.tombstones import Tombstone
from storage.reports.units import Unit


class CountedMonth(Base):
    """A month whose figures stand; months are counted from year 0."""

    __tablename__ = "counted_months"
    __table_args__ = UNORDERED

    month: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)


class MonthlyFigure(Base):
    """How many tips a month brought in one place and one cell of a subject's table."""

    __tablename__ = "monthly_figures"
    __table_args__ = UNORDERED

    month: Mapped[int] = mapped_column(
        ForeignKey("counted_months.month"), primary_key=True, autoincrement=False
    )
    subject: Mapped[str] = mapped_column(String(16), primary_key=True)
    region_id: Mapped[str] = mapped_column(String(32), primary_key=True)
    cell: Mapped[str] = mapped_column(String(16), primary_key=True)
    count: Mapped[int] = mapped_column()
    fen: Mapped[int] = mapped_column(BigInteger, default=0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """A month in the two ways that rows are dated: by moment and by day; the ends are outside."""

    begins: datetime
    ends: datetime
    first_day: date
    next_day: date


@dataclass(frozen=True, slots=True, kw_only=True)
class ScreenedTip:
    """A tip that an officer has read and not found wanting."""

    tip_id: str
    region_id: str
    category: str
    hour: datetime
    acceptance: int


class InsightRepository:
    """Every SELECT of what is counted, over several tables."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def is_counted(self, month: int) -> bool:
        return await self._session.get(CountedMonth, month) is not None

    async def keep(self, month: int, figures: Iterable[MonthlyFigure]) -> None:
        self._session.add(CountedMonth(month=month))
        await self._session.flush()
        self._session.add_all(figures)

    async def first_month(self) -> int | None:
        """Return the first month that was counted."""
        return (await self._session.execute(select(func.min(CountedMonth.month)))).scalar_one()

    async def last_month(self) -> int | None:
        return (await self._session.execute(select(func.max(CountedMonth.month)))).scalar_one()

    async def earliest_hour(self) -> datetime | None:
        """Return when the first tip came that is still known, in its tombstone to the day."""
        hour = (await self._session.execute(select(func.min(Tip.hour)))).scalar_one()
        day = (await self._session.execute(select(func.min(Tombstone.accepted_on)))).scalar_one()
        moments = [] if hour is None else [hour]
        moments += [] if day is None else [datetime.combine(day, time(12), UTC)]
        return min(moments, default=None)

    async def list_figures(self) -> Sequence[MonthlyFigure]:
        statement = select(MonthlyFigure).order_by(
            MonthlyFigure.subject,
            MonthlyFigure.month,
            MonthlyFigure.region_id,
            MonthlyFigure.cell,
        )
        return (await self._session.execute(statement)).scalars().all()

    async def count_received(self, span: Span) -> Mapping[tuple[str, str], int]:
        """Return how many tips came in, by region and category."""
        statement = (
            select(Tip.region_id, Tip.category, func.count())
            .where(Tip.hour >= span.begins, Tip.hour < span.ends)
            .group_by(Tip.region_id, Tip.category)
        )
        rows = (await self._session.execute(statement)).all()
        return {(region, category): count for region, category, count in rows}

    async def count_ended(self, span: Span) -> int:
        """Return how many tips of the month have ended already; where they were is not known."""
        statement = (
            select(func.count())
            .select_from(Tombstone)
            .where(Tombstone.accepted_on >= span.first_day, Tombstone.accepted_on < span.next_day)
        )
        return int((await self._session.execute(statement)).scalar_one())

    async def list_waits(self, span: Span, term: str) -> Sequence[tuple[str, float]]:
        """Return the region and the hours waited of each tip whose first wait ended then."""
        statement = (
            select(Tip.region_id, TipPromise.began, TipPromise.settled)
            .join(Tip, Tip.id == TipPromise.tip_id)
            .where(
                TipPromise.term == term,
                TipPromise.round == 1,
                TipPromise.state == PromiseState.MET.value,
                TipPromise.settled >= span.begins,
                TipPromise.settled < span.ends,
            )
        )
        rows = (await self._session.execute(statement)).all()
        return [
            (region, (settled - began).total_seconds() / 3600)
            for region, began, settled in rows
            if settled is not None
        ]

    async def count_closed(self, span: Span) -> Mapping[tuple[str, str], int]:
        """Return how many tips were closed, by region and class of outcome."""
        statement = (
            select(Tip.region_id, TipOutcome.outcome_class, func.count())
            .join(TipOutcome, TipOutcome.tip_id == Tip.id)
            .where(
                TipOutcome.is_settled,
                Tip.closed_on >= span.first_day,
                Tip.closed_on < span.next_day,
            )
            .group_by(Tip.region_id, TipOutcome.outcome_class)
        )
        rows = (await self._session.execute(statement)).all()
        return Counter({(region, outcome): count for region, outcome, count in rows})

    async def list_reward_steps(self, span: Span, kind: str) -> Sequence[tuple[str, int]]:
        """Return region and amount in fen of each reward that came so far for the first time.

        The region is the tip's, or the unit's where the tip has ended; the amount is what was
        named last.
        """
        earlier, naming = aliased(RewardEvent), aliased(RewardEvent)
        amount = (
            select(naming.amount)
            .where(
                naming.reward_id == RewardEvent.reward_id,
                naming.amount.is_not(None),
                naming.sequence <= RewardEvent.sequence,
            )
            .order_by(naming.sequence.desc())
            .limit(1)
            .scalar_subquery()
        )
        is_first = ~exists().where(
            earlier.reward_id == RewardEvent.reward_id,
            earlier.kind == kind,
            earlier.sequence < RewardEvent.sequence,
        )
        statement = (
            select(func.coalesce(Tip.region_id, Unit.region_id), amount)
            .select_from(RewardEvent)
            .join(Reward, Reward.id == RewardEvent.reward_id)
            .join(Unit, Unit.id == Reward.unit_id)
            .outerjoin(Tip, Tip.number == Reward.tip_number)
            .where(
                RewardEvent.kind == kind,
                RewardEvent.hour >= span.begins,
                RewardEvent.hour < span.ends,
                is_first,
            )
        )
        rows = (await self._session.execute(statement)).all()
        return [(region, fen or 0) for region, fen in rows]

    async def list_screened(
        self, since: datetime, wanting: Sequence[str]
    ) -> Sequence[ScreenedTip]:
        """Return tips that were read and not closed as one of `wanting`."""
        was_read = (
            select(TipPromise.tip_id)
            .where(TipPromise.term == "reading", TipPromise.state == PromiseState.MET.value)
            .scalar_subquery()
        )
        statement = (
            select(Tip.id, Tip.region_id, Tip.category, Tip.hour, Tip.acceptance)
            .where(
                Tip.hour >= since,
                Tip.id.in_(was_read),
                or_(Tip.closed_as.is_(None), Tip.closed_as.not_in(list(wanting))),
            )
            .order_by(Tip.acceptance)
        )
        rows = (await self._session.execute(statement)).all()
        return [
            ScreenedTip(
                tip_id=row[0], region_id=row[1], category=row[2], hour=row[3], acceptance=row[4]
            )
            for row in rows
        ]

    async def list_same(self, verdict: str) -> Sequence[tuple[str, str]]:
        """Return the pairs of tips that somebody found to be the same."""
        statement = select(TipLink.tip_id, TipLink.other_id).where(TipLink.verdict == verdict)
        return [(row[0], row[1]) for row in (await self._session.execute(statement)).all()]
