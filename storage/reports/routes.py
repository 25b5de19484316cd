"""Routes: the sealed addresses of who asked to be told when something waits in a mailbox.

A row hangs on a tip. What joins it to a person is the sealed address alone, which the delivery
role opens and nobody else, until the month of its key is over. `due_at` stands only while a
notice waits to be sent, and is blurred by the rules of `bot.reports.push`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import ForeignKey, String, delete, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from storage.kit.base import Sealed, UTCDateTime
from storage.reports.base import UNORDERED, Base, random_id

LONGEST_WAIT: Final = timedelta(days=1)


class NoticeRoute(Base):
    """Where a tip's notices go; `is_told` says that one was sent and the mailbox not opened."""

    __tablename__ = "notice_routes"
    __table_args__ = UNORDERED

    tip_id: Mapped[str] = mapped_column(String(32), ForeignKey("tips.id"), primary_key=True)
    month: Mapped[str] = mapped_column(String(7))
    address: Mapped[bytes] = mapped_column(Sealed)
    due_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    is_told: Mapped[bool] = mapped_column(default=False)


class ForgetWish(Base):
    """The sealed address of who wishes every route to it dropped; it goes once that is done."""

    __tablename__ = "forget_wishes"
    __table_args__ = UNORDERED

    id: Mapped[str] = mapped_column(String(32), primary_key=True, default=random_id)
    month: Mapped[str] = mapped_column(String(7))
    address: Mapped[bytes] = mapped_column(Sealed)


@dataclass(frozen=True, slots=True, kw_only=True)
class SealedAddress:
    """A row's address, apart from its session; `id` is the tip's or the wish's."""

    id: str
    month: str
    address: bytes = field(repr=False)


class RouteRepository:
    """Every SELECT of routes and of wishes to forget."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def find(self, tip_id: str) -> NoticeRoute | None:
        statement = select(NoticeRoute).where(NoticeRoute.tip_id == tip_id)
        return (await self._session.execute(statement)).scalar_one_or_none()

    async def put(self, tip_id: str, month: str, address: bytes) -> None:
        """Keep the route in place of any other; nothing is due on it."""
        row = NoticeRoute(tip_id=tip_id, month=month, address=address, due_at=None, is_told=False)
        await self._session.merge(row)

    async def drop(self, tip_id: str) -> None:
        await self._session.execute(delete(NoticeRoute).where(NoticeRoute.tip_id == tip_id))

    async def plan(self, tip_id: str, due_at: datetime) -> None:
        """Let a notice be due, unless there is no route, one is due already or was sent."""
        await self._session.execute(
            update(NoticeRoute)
            .where(
                NoticeRoute.tip_id == tip_id,
                NoticeRoute.due_at.is_(None),
                NoticeRoute.is_told.is_(False),
            )
            .values(due_at=due_at)
        )

    async def settle(self, tip_id: str) -> bool:
        """Note that the mailbox was opened; return whether there was anything to note."""
        route = await self.find(tip_id)
        if route is None or (route.due_at is None and not route.is_told):
            return False
        route.due_at, route.is_told = None, False
        return True

    async def claim(
        self, now: datetime, until: datetime, limit: int = 20
    ) -> Sequence[SealedAddress]:
        """Lease what is due; a worker that dies leaves it to be claimed again after `until`."""
        statement = (
            select(NoticeRoute)
            # One due later than any may be was planned by a clock that was wrong.
            .where(or_(NoticeRoute.due_at <= now, NoticeRoute.due_at > now + LONGEST_WAIT))
            .order_by(NoticeRoute.due_at)
            .limit(limit)
            .with_for_update(skip_locked=True)
        )
        rows = (await self._session.execute(statement)).scalars().all()
        for row in rows:
            row.due_at = until
        return [SealedAddress(id=row.tip_id, month=row.month, address=row.address) for row in rows]

    async def finish(self, tip_id: str, until: datetime) -> None:
        """Note that the notice was sent, unless the mailbox was opened since it was claimed."""
        await self._session.execute(
            update(NoticeRoute)
            .where(NoticeRoute.tip_id == tip_id, NoticeRoute.due_at == until)
            .values(due_at=None, is_told=True)
        )

    async def list_routes(self) -> Sequence[SealedAddress]:
        rows = (await self._session.execute(select(NoticeRoute))).scalars().all()
        return [SealedAddress(id=row.tip_id, month=row.month, address=row.address) for row in rows]

    async def drop_exactly(self, route: SealedAddress) -> None:
        """Drop a route if it still is the one that was read."""
        await self._session.execute(
            delete(NoticeRoute).where(
                NoticeRoute.tip_id == route.id, NoticeRoute.address == route.address
            )
        )

    def wish(self, month: str, address: bytes) -> None:
        self._session.add(ForgetWish(month=month, address=address))

    async def list_wishes(self, limit: int = 1000) -> Sequence[SealedAddress]:
        statement = select(ForgetWish).order_by(ForgetWish.id).limit(limit)
        rows = (await self._session.execute(statement)).scalars().all()
        return [SealedAddress(id=row.id, month=row.month, address=row.address) for row in rows]

    async def drop_wishes(self, ids: Sequence[str]) -> None:
        await self._session.execute(delete(ForgetWish).where(ForgetWish.id.in_(list(ids))))

    async def drop_before(self, month: str) -> int:
        """Drop everything of earlier months, whose keys are gone; return how much there was."""
        routes = delete(NoticeRoute).where(NoticeRoute.month < month)
        wishes = delete(ForgetWish).where(ForgetWish.month < month)
        dropped = [
            *(await self._session.execute(routes.returning(NoticeRoute.tip_id))).scalars(),
            *(await self._session.execute(wishes.returning(ForgetWish.id))).scalars(),
        ]
        return len(dropped)
