"""Messages that show a tip's content to an officer now, so that a restart can delete them."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlalchemy import BigInteger, ForeignKey, String, delete, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from storage.reports.base import UNORDERED, Base
from storage.reports.staff import Staff


class ShownMessage(Base):
    """A message in an officer's private chat; it goes within minutes, and its row with it."""

    __tablename__ = "shown_messages"
    __table_args__ = UNORDERED

    staff_id: Mapped[str] = mapped_column(String(32), ForeignKey("staff.id"), primary_key=True)
    message_id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    tip_id: Mapped[str] = mapped_column(String(32), ForeignKey("tips.id"), index=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownPlace:
    """Where a message stands, and of which tip it is."""

    staff_id: str
    chat_id: int
    message_id: int
    tip_id: str


class ShownRepository:
    """Every SELECT of shown messages."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def keep(self, staff_id: str, message_id: int, tip_id: str) -> None:
        """Remember a message; one that is remembered already stays so."""
        row = ShownMessage(staff_id=staff_id, message_id=message_id, tip_id=tip_id)
        await self._session.merge(row)

    async def list_all(self) -> Sequence[ShownPlace]:
        return await self._places()

    async def list_of_tip(self, tip_id: str) -> Sequence[ShownPlace]:
        return await self._places(ShownMessage.tip_id == tip_id)

    async def list_of_chat(self, chat_id: int) -> Sequence[ShownPlace]:
        return await self._places(Staff.chat_id == chat_id)

    async def forget(self, staff_id: str, message_ids: Collection[int]) -> None:
        await self._session.execute(
            delete(ShownMessage).where(
                ShownMessage.staff_id == staff_id,
                ShownMessage.message_id.in_(list(message_ids)),
            )
        )

    async def _places(self, *conditions: object) -> Sequence[ShownPlace]:
        statement = (
            select(
                ShownMessage.staff_id, Staff.chat_id, ShownMessage.message_id, ShownMessage.tip_id
            )
            .join(Staff, Staff.id == ShownMessage.staff_id)
            .order_by(ShownMessage.staff_id, ShownMessage.message_id)
        )
        for condition in conditions:
            statement = statement.where(condition)  # type: ignore[arg-type]
        return [
            ShownPlace(staff_id=row[0], chat_id=row[1], message_id=row[2], tip_id=row[3])
            for row in (await self._session.execute(statement)).all()
        ]
