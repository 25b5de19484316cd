"""Which forum topic of the admin chat is a tip's."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import BigInteger, ForeignKey, String, delete, select
from sqlalchemy.orm import Mapped, mapped_column

from storage.kit.repository import Repository
from storage.reports.base import UNORDERED, Base
from storage.reports.tips import Tip


class TipTopic(Base):
    """A topic as it was last made, named, closed or opened again."""

    __tablename__ = "tip_topics"
    __table_args__ = UNORDERED

    tip_id: Mapped[str] = mapped_column(ForeignKey("tips.id"), primary_key=True)
    chat_id: Mapped[int] = mapped_column(BigInteger)
    thread_id: Mapped[int] = mapped_column(BigInteger)
    title: Mapped[str] = mapped_column(String(128))
    is_closed: Mapped[bool] = mapped_column(default=False)


class TopicRepository(Repository[TipTopic]):
    """Every SELECT of topics."""

    model = TipTopic

    async def find(self, tip_id: str) -> TipTopic | None:
        return await self._find(select(TipTopic).where(TipTopic.tip_id == tip_id))

    async def list_by_unit(self, unit_id: str) -> Sequence[TipTopic]:
        return await self._list(
            select(TipTopic).join(Tip, Tip.id == TipTopic.tip_id).where(Tip.unit_id == unit_id)
        )

    async def keep(self, topic: TipTopic) -> None:
        """Keep a tip's topic in place of the one before."""
        await self._session.merge(topic)

    async def forget(self, tip_id: str) -> None:
        await self._session.execute(delete(TipTopic).where(TipTopic.tip_id == tip_id))
