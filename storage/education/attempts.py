"""Attempts at a lesson: where the learner stands, and every answer given."""

from __future__ import annotations

import secrets
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime

from sqlalchemy import JSON, ForeignKey, Select, String, delete, func, select
from sqlalchemy.orm import Mapped, mapped_column, relationship

from storage.education.base import UNORDERED, Base
from storage.education.kinds import AttemptKind
from storage.education.learners import Learner
from storage.kit.base import UTCHour
from storage.kit.repository import Repository


class Answer(Base):
    """The first answer to a question within an attempt; there is no second one."""

    __tablename__ = "answers"
    __table_args__ = UNORDERED

    attempt_id: Mapped[str] = mapped_column(
        ForeignKey("attempts.id", ondelete="CASCADE"), primary_key=True
    )
    question_id: Mapped[str] = mapped_column(String(40), primary_key=True)
    chosen: Mapped[list[str]] = mapped_column(JSON)
    is_correct: Mapped[bool]
    answered_at: Mapped[datetime] = mapped_column(UTCHour)


class Attempt(Base):
    """One way through a lesson; `position` counts its steps, `seed` shuffles its options."""

    __tablename__ = "attempts"
    __table_args__ = UNORDERED

    id: Mapped[str] = mapped_column(
        String(16), primary_key=True, default=lambda: secrets.token_urlsafe(9)
    )
    learner_id: Mapped[str] = mapped_column(
        ForeignKey("learners.id", ondelete="CASCADE"), index=True
    )
    kind: Mapped[str] = mapped_column(
        String(16), default=AttemptKind.LESSON, server_default=AttemptKind.LESSON.value
    )
    lesson_id: Mapped[str] = mapped_column(String(40))
    seed: Mapped[int]
    question_ids: Mapped[list[str]] = mapped_column(JSON)
    position: Mapped[int] = mapped_column(default=0)
    scene_node: Mapped[str | None] = mapped_column(String(20))
    scene_choice: Mapped[str | None] = mapped_column(String(40))
    selected: Mapped[list[str]] = mapped_column(JSON, default=list)
    started_at: Mapped[datetime] = mapped_column(UTCHour)
    finished_at: Mapped[datetime | None] = mapped_column(UTCHour)
    certificate_code: Mapped[str | None] = mapped_column(String(20))
    answers: Mapped[list[Answer]] = relationship(lazy="selectin", passive_deletes=True)


class AttemptRepository(Repository[Attempt]):
    """Attempts of the profile that is learning on a chat."""

    model = Attempt

    async def find_own(self, attempt_id: str, chat_id: int) -> Attempt | None:
        """Return the attempt if it belongs to a profile of this chat."""
        return await self._find(
            select(Attempt)
            .join(Learner, Learner.id == Attempt.learner_id)
            .where(Attempt.id == attempt_id, Learner.chat_id == chat_id)
        )

    async def list_of(self, learner_id: str) -> Sequence[Attempt]:
        """Return all a profile's attempts at lessons, newest first."""
        return await self.list_of_kind(learner_id, AttemptKind.LESSON)

    async def list_of_kind(self, learner_id: str, *kinds: AttemptKind) -> Sequence[Attempt]:
        """Return a profile's attempts of these kinds, newest first."""
        return await self._list(
            select(Attempt)
            .where(Attempt.learner_id == learner_id, Attempt.kind.in_(kinds))
            .order_by(Attempt.started_at.desc())
        )

    async def list_finished(self, *kinds: AttemptKind) -> Sequence[Attempt]:
        """Return everybody's finished attempts of these kinds, oldest first."""
        return await self._list(
            select(Attempt)
            .where(Attempt.kind.in_(kinds), Attempt.finished_at.is_not(None))
            .order_by(Attempt.started_at, Attempt.id)
        )

    async def map_beginnings(self, lesson_ids: Collection[str]) -> Mapping[str, datetime]:
        """Return by learner when the first of these lessons was begun."""
        first = func.min(Attempt.started_at)
        found = await self._session.execute(
            select(Attempt.learner_id, first)
            .where(Attempt.kind == AttemptKind.LESSON, Attempt.lesson_id.in_(lesson_ids))
            .group_by(Attempt.learner_id)
        )
        return {str(row[0]): row[1] for row in found}

    async def list_certificates(self, learner_id: str) -> Sequence[str]:
        """Return the codes of the certificates that a profile has asked for."""
        codes = select(Attempt.certificate_code).where(
            Attempt.learner_id == learner_id, Attempt.certificate_code.is_not(None)
        )
        return [str(code) for code in (await self._session.execute(codes)).scalars()]

    async def delete_practice(self, before: datetime) -> None:
        """Delete old sittings; what they taught stands in the reviews."""
        await self._session.execute(
            delete(Attempt).where(
                Attempt.kind == AttemptKind.PRACTICE, Attempt.started_at < before
            )
        )

    async def find_open(self, learner_id: str, lesson_id: str) -> Attempt | None:
        return await self._find(
            _newest(learner_id, lesson_id).where(Attempt.finished_at.is_(None))
        )

    async def find_last(self, learner_id: str, lesson_id: str) -> Attempt | None:
        """Return the attempt begun last, finished or not."""
        return await self._find(_newest(learner_id, lesson_id))


def _newest(learner_id: str, lesson_id: str) -> Select[Attempt]:
    return (
        select(Attempt)
        .where(
            Attempt.learner_id == learner_id,
            Attempt.lesson_id == lesson_id,
            Attempt.kind == AttemptKind.LESSON,
        )
        .order_by(Attempt.started_at.desc())
        .limit(1)
    )
