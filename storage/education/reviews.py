"""What a learner remembers of each learning point, and when it is asked again."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from sqlalchemy import JSON, Double, ForeignKey, String, func, select
from sqlalchemy.orm import Mapped, mapped_column

from storage.education.base import UNORDERED, Base
from storage.kit.repository import Repository


class Review(Base):
    """The memory of one point; `history` holds a pair of day and rating for each review.

    The history is what another version of the scheduler reads; the other columns are derived
    from it by the version that `scheduler` names.
    """

    __tablename__ = "reviews"
    __table_args__ = UNORDERED

    learner_id: Mapped[str] = mapped_column(
        ForeignKey("learners.id", ondelete="CASCADE"), primary_key=True
    )
    point: Mapped[str] = mapped_column(String(40), primary_key=True)
    stability: Mapped[float] = mapped_column(Double)
    difficulty: Mapped[float] = mapped_column(Double)
    due_on: Mapped[date]
    reviewed_on: Mapped[date]
    repetitions: Mapped[int]
    lapses: Mapped[int]
    scheduler: Mapped[str] = mapped_column(String(40))
    history: Mapped[list[list[int]]] = mapped_column(JSON)
    asked_last: Mapped[str | None] = mapped_column(String(40))


class ReviewRepository(Repository[Review]):
    """Memories by learner."""

    model = Review

    async def list_of(self, learner_id: str) -> Sequence[Review]:
        return await self._list(
            select(Review).where(Review.learner_id == learner_id).order_by(Review.point)
        )

    async def map_of(self, learner_id: str) -> Mapping[str, Review]:
        """Return a learner's memories by point."""
        return {each.point: each for each in await self.list_of(learner_id)}

    async def count_due(self, learner_id: str, day: date) -> int:
        due = (
            select(func.count())
            .select_from(Review)
            .where(Review.learner_id == learner_id, Review.due_on <= day)
        )
        return int((await self._session.execute(due)).scalar_one())
