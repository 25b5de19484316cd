"""Rewards of tips, and what became of each: a chain of events to which rows are only added.

A reward goes by the tip's number and outlives the tip. Nothing here says who the tipster is.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Final

from sqlalchemy import JSON, BigInteger, ForeignKey, LargeBinary, String, delete, func, or_, select
from sqlalchemy.orm import Mapped, mapped_column

from storage.kit.base import Sealed, UTCHour
from storage.kit.repository import Repository
from storage.reports.base import UNORDERED, Base, random_id
from storage.reports.tips import Tip

# Tables to which rows are only added; triggers of the database refuse anything else.
APPEND_ONLY: Final = ("rewards", "reward_events", "ledger_entries")


class Reward(Base):
    """That a tip may earn something, of which unit and year."""

    __tablename__ = "rewards"
    __table_args__ = UNORDERED

    id: Mapped[str] = mapped_column(String(32), primary_key=True, default=random_id)
    tip_number: Mapped[str] = mapped_column(String(9), unique=True)
    unit_id: Mapped[str] = mapped_column(ForeignKey("units.id"), index=True)
    year: Mapped[int] = mapped_column()


class RewardEvent(Base):
    """One thing that happened to a reward, in its order; amounts are in fen.

    Two people who act at once write the same sequence, so that only one of them does.
    """

    __tablename__ = "reward_events"
    __table_args__ = UNORDERED

    reward_id: Mapped[str] = mapped_column(ForeignKey("rewards.id"), primary_key=True)
    sequence: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    kind: Mapped[str] = mapped_column(String(16))
    staff_id: Mapped[str | None] = mapped_column(ForeignKey("staff.id"))
    amount: Mapped[int | None] = mapped_column(BigInteger)
    upper: Mapped[int | None] = mapped_column(BigInteger)
    reason: Mapped[str | None] = mapped_column(String(32))
    facts: Mapped[dict[str, Any] | None] = mapped_column(JSON)
    verifier: Mapped[bytes | None] = mapped_column(LargeBinary(32))
    note: Mapped[bytes | None] = mapped_column(Sealed)
    note_key: Mapped[str | None] = mapped_column(String(64))
    hour: Mapped[datetime] = mapped_column(UTCHour)


class RewardCard(Base):
    """Where the reward's card stands in the admin chat."""

    __tablename__ = "reward_cards"
    __table_args__ = UNORDERED

    reward_id: Mapped[str] = mapped_column(ForeignKey("rewards.id"), primary_key=True)
    message_id: Mapped[int] = mapped_column(BigInteger)


class RewardRepository(Repository[Reward]):
    """Every SELECT of rewards, their events and cards."""

    model = Reward

    async def find(self, reward_id: str) -> Reward | None:
        return await self._find(select(Reward).where(Reward.id == reward_id))

    async def find_by_number(self, tip_number: str) -> Reward | None:
        return await self._find(select(Reward).where(Reward.tip_number == tip_number))

    async def list_since(self, year: int) -> Sequence[Reward]:
        return await self._list(select(Reward).where(Reward.year >= year).order_by(Reward.id))

    async def list_events(self, reward_id: str) -> Sequence[RewardEvent]:
        """Return what happened to a reward, oldest first."""
        statement = (
            select(RewardEvent)
            .where(RewardEvent.reward_id == reward_id)
            .order_by(RewardEvent.sequence)
        )
        return (await self._session.execute(statement)).scalars().all()

    async def list_events_since(self, year: int) -> Sequence[RewardEvent]:
        """Return what happened to all rewards since a year, by reward and in order."""
        statement = (
            select(RewardEvent)
            .join(Reward, Reward.id == RewardEvent.reward_id)
            .where(Reward.year >= year)
            .order_by(RewardEvent.reward_id, RewardEvent.sequence)
        )
        return (await self._session.execute(statement)).scalars().all()

    async def count_events(self) -> Mapping[tuple[str, str], int]:
        """Return how often each kind of event happened to the reward of each tip number."""
        statement = (
            select(Reward.tip_number, RewardEvent.kind, func.count())
            .join(Reward, Reward.id == RewardEvent.reward_id)
            .group_by(Reward.tip_number, RewardEvent.kind)
        )
        rows = (await self._session.execute(statement)).all()
        return {(number, kind): count for number, kind, count in rows}

    def add_event(self, event: RewardEvent) -> None:
        self._session.add(event)

    async def find_card(self, reward_id: str) -> int | None:
        statement = select(RewardCard.message_id).where(RewardCard.reward_id == reward_id)
        return (await self._session.execute(statement)).scalar_one_or_none()

    async def forget_cards(self, unit_id: str) -> Sequence[str]:
        """Forget where a unit's cards stand, for its chat is another one; return the rewards."""
        theirs = (
            select(Reward.id)
            .outerjoin(Tip, Tip.number == Reward.tip_number)
            .where(or_(Reward.unit_id == unit_id, Tip.unit_id == unit_id))
        )
        statement = select(RewardCard.reward_id).where(RewardCard.reward_id.in_(theirs))
        found = (await self._session.execute(statement)).scalars().all()
        await self._session.execute(delete(RewardCard).where(RewardCard.reward_id.in_(found)))
        return found

    async def forget_card(self, reward_id: str) -> None:
        await self._session.execute(delete(RewardCard).where(RewardCard.reward_id == reward_id))

    async def keep_card(self, reward_id: str, message_id: int) -> None:
        """Remember where the card stands, in place of the one before."""
        await self._session.execute(delete(RewardCard).where(RewardCard.reward_id == reward_id))
        self._session.add(RewardCard(reward_id=reward_id, message_id=message_id))
