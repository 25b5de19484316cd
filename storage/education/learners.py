"""Learners: who learns on a chat. No name, no telephone, no birthday."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy import BigInteger, Index, String, delete, or_, select, text
from sqlalchemy.orm import Mapped, mapped_column

from storage.education.base import UNORDERED, Base
from storage.kit.base import UTCHour
from storage.kit.repository import Repository

_ACTIVE = text("is_active")


class Learner(Base):
    """One profile; brothers and sisters may share a chat, and one of them is learning."""

    __tablename__ = "learners"
    __table_args__ = (
        Index(
            "uq_learners_active_chat",
            "channel",
            "chat_id",
            unique=True,
            sqlite_where=_ACTIVE,
            postgresql_where=_ACTIVE,
        ),
        UNORDERED,
    )

    id: Mapped[str] = mapped_column(
        String(32), primary_key=True, default=lambda: secrets.token_hex(16)
    )
    channel: Mapped[str] = mapped_column(String(16), default="telegram")
    chat_id: Mapped[int] = mapped_column(BigInteger, index=True)
    is_active: Mapped[bool] = mapped_column(default=True)
    nickname: Mapped[str | None] = mapped_column(String(40))
    locale: Mapped[str | None] = mapped_column(String(16))
    age_band: Mapped[str | None] = mapped_column(String(16))
    region_id: Mapped[str | None] = mapped_column(String(40))
    consented_on: Mapped[date | None]
    consent_version: Mapped[str | None] = mapped_column(String(16))
    consent_by: Mapped[str | None] = mapped_column(String(16))
    consent_slip: Mapped[str | None] = mapped_column(String(16))
    seen_at: Mapped[datetime] = mapped_column(UTCHour)


# The databases do not agree where NULL stands unless they are told.
_BY_NICKNAME = (Learner.nickname.asc().nulls_first(), Learner.id)


class LearnerRepository(Repository[Learner]):
    """Profiles by chat."""

    model = Learner

    async def get(self, learner_id: str) -> Learner:
        return await self._get(select(Learner).where(Learner.id == learner_id))

    async def find(self, learner_id: str) -> Learner | None:
        return await self._find(select(Learner).where(Learner.id == learner_id))

    async def find_active(self, chat_id: int) -> Learner | None:
        return await self._find(
            select(Learner).where(Learner.chat_id == chat_id, Learner.is_active)
        )

    async def find_on_chat(self, learner_id: str, chat_id: int) -> Learner | None:
        return await self._find(
            select(Learner).where(Learner.id == learner_id, Learner.chat_id == chat_id)
        )

    async def list_on_chat(self, chat_id: int) -> Sequence[Learner]:
        return await self._list(
            select(Learner).where(Learner.chat_id == chat_id).order_by(*_BY_NICKNAME)
        )

    async def list_with_slip(self, number: str) -> Sequence[Learner]:
        return await self._list(select(Learner).where(Learner.consent_slip == number))

    async def activate(self, learner: Learner) -> None:
        """Make this profile the one that learns on its chat."""
        for other in await self.list_on_chat(learner.chat_id):
            other.is_active = False
        await self.flush()
        learner.is_active = True

    async def delete_guests(self, before: datetime) -> int:
        """Delete whom we have no leave to remember and who has not been here since; count them."""
        child = (Learner.age_band == "under-14") & Learner.consented_on.is_(None)
        gone = await self._session.execute(
            delete(Learner)
            .where(or_(Learner.age_band.is_(None), child), Learner.seen_at < before)
            .returning(Learner.id)
        )
        return len(gone.all())

    async def list_unseen(self, before: datetime) -> Sequence[Learner]:
        return await self._list(select(Learner).where(Learner.seen_at < before))
