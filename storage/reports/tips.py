"""Tips: in clear stands only what the queue and the statistics need."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Date,
    Enum,
    ForeignKey,
    LargeBinary,
    Select,
    String,
    false,
    func,
    or_,
    select,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column

from storage.kit.base import UTCDateTime
from storage.kit.repository import Repository
from storage.reports.base import UNORDERED, Base, random_id
from storage.reports.kinds import QueuePart, TipStatus, Urgency
from storage.reports.numbers import create_number
from storage.reports.outbox import tips_unheard_of
from storage.reports.tombstones import Tombstone


def _stored(kind: type[StrEnum]) -> Enum:
    return Enum(kind, native_enum=False, length=16, values_callable=lambda k: [m.value for m in k])


class Tip(Base):
    """A tip; nothing but `acceptance` follows the order of arrival, and no time but the hour."""

    __tablename__ = "tips"
    __table_args__ = UNORDERED

    id: Mapped[str] = mapped_column(String(32), primary_key=True, default=random_id)
    number: Mapped[str] = mapped_column(String(9), unique=True)
    lookup: Mapped[bytes] = mapped_column(LargeBinary(32), unique=True)
    mailbox_public: Mapped[bytes] = mapped_column(LargeBinary(32))
    region_id: Mapped[str] = mapped_column(String(32))
    category: Mapped[str] = mapped_column(String(16))
    urgency: Mapped[Urgency] = mapped_column(_stored(Urgency))
    status: Mapped[TipStatus] = mapped_column(_stored(TipStatus), default=TipStatus.NEW)
    unit_id: Mapped[str] = mapped_column(ForeignKey("units.id"), index=True)
    hour: Mapped[datetime] = mapped_column(UTCDateTime)
    acceptance: Mapped[int] = mapped_column(BigInteger, unique=True)
    holder_id: Mapped[str | None] = mapped_column(ForeignKey("staff.id"), index=True)
    card_message_id: Mapped[int | None] = mapped_column(BigInteger)
    closed_as: Mapped[str | None] = mapped_column(String(32))
    closed_on: Mapped[date | None] = mapped_column(Date)
    about_minor: Mapped[bool] = mapped_column(default=False, server_default=false())
    minor_reported: Mapped[bool] = mapped_column(default=False, server_default=false())
    asks_help: Mapped[bool] = mapped_column(default=False, server_default=false())
    card_claimed: Mapped[bool] = mapped_column(default=False, server_default=false())


@dataclass(frozen=True, slots=True, kw_only=True)
class QueueWish:
    """What somebody wants to see of the queue now; None means all."""

    unit_id: str
    now: datetime
    part: QueuePart = QueuePart.OPEN
    urgency: Urgency | None = None
    category: str | None = None
    regions: frozenset[str] | None = None


class TipRepository(Repository[Tip]):
    """Every SELECT of tips."""

    model = Tip

    async def get(self, tip_id: str) -> Tip:
        """Raise `NotFoundError` where there is no such tip."""
        return await self._get(select(Tip).where(Tip.id == tip_id))

    async def find(self, tip_id: str) -> Tip | None:
        return await self._find(select(Tip).where(Tip.id == tip_id))

    async def get_for_update(self, tip_id: str) -> Tip:
        """Return the tip, held against other writers until the transaction ends."""
        return await self._get(select(Tip).where(Tip.id == tip_id).with_for_update())

    async def get_by_lookup(self, lookup: bytes) -> Tip:
        """Raise `NotFoundError` where no tip has this receipt."""
        return await self._get(select(Tip).where(Tip.lookup == lookup))

    async def find_by_lookup(self, lookup: bytes) -> Tip | None:
        return await self._find(select(Tip).where(Tip.lookup == lookup))

    async def find_by_number(self, number: str) -> Tip | None:
        return await self._find(select(Tip).where(Tip.number == number))

    async def find_by_card(self, unit_id: str, message_id: int) -> Tip | None:
        return await self._find(
            select(Tip).where(Tip.unit_id == unit_id, Tip.card_message_id == message_id)
        )

    async def list_held_by(self, staff_id: str) -> Sequence[Tip]:
        """Return what somebody holds, held against other writers until the transaction ends."""
        return await self._list(
            select(Tip).where(Tip.holder_id == staff_id).order_by(Tip.id).with_for_update()
        )

    async def list_by_status(
        self, unit_id: str, statuses: Iterable[TipStatus], limit: int = 50
    ) -> Sequence[Tip]:
        """Return a unit's tips, the urgent ones first, then in the order of acceptance."""
        return await self._list(
            select(Tip)
            .where(Tip.unit_id == unit_id, Tip.status.in_(list(statuses)))
            .order_by(Tip.urgency.desc(), Tip.acceptance)
            .limit(limit)
        )

    async def count_by_status(self, unit_id: str) -> Mapping[TipStatus, int]:
        statement = (
            select(Tip.status, func.count()).where(Tip.unit_id == unit_id).group_by(Tip.status)
        )
        return dict((await self._session.execute(statement)).all())

    async def list_held(self, staff_id: str) -> Sequence[Tip]:
        """Return the open tips that somebody holds, the urgent ones first."""
        return await self._list(
            select(Tip)
            .where(Tip.holder_id == staff_id, Tip.status != TipStatus.CLOSED)
            .order_by(Tip.urgency.desc(), Tip.acceptance)
        )

    async def count_held(self, unit_id: str) -> Mapping[str, int]:
        """Return how many open tips each person of a unit holds, by the id of the staff."""
        statement = (
            select(Tip.holder_id, func.count())
            .where(Tip.unit_id == unit_id, Tip.holder_id.is_not(None))
            .where(Tip.status != TipStatus.CLOSED)
            .group_by(Tip.holder_id)
        )
        rows = (await self._session.execute(statement)).all()
        return {row[0]: row[1] for row in rows if row[0] is not None}

    async def list_queue(self, wish: QueueWish, *, offset: int, limit: int) -> Sequence[Tip]:
        """Return a part of the queue, the urgent ones first, then in the order of acceptance."""
        statement = _narrow(select(Tip), wish).order_by(Tip.urgency.desc(), Tip.acceptance)
        return await self._list(statement.offset(offset).limit(limit))

    async def count_queue(self, wish: QueueWish) -> int:
        statement = _narrow(select(func.count()).select_from(Tip), wish)
        return int((await self._session.execute(statement)).scalar_one())

    async def count_places(self, wish: QueueWish) -> Mapping[str, int]:
        """Return how many tips of the queue each region has."""
        counts: Any = select(Tip.region_id, func.count())
        rows = (await self._session.execute(_narrow(counts, wish).group_by(Tip.region_id))).all()
        return {row[0]: row[1] for row in rows}

    async def is_announced(self, tip: Tip, now: datetime) -> bool:
        """Return whether the unit may know of its tip by now."""
        statement = select(Tip.id).where(Tip.id == tip.id, is_announced(tip.unit_id, now))
        return (await self._session.execute(statement)).first() is not None

    async def hold_acceptance(self) -> None:
        """Let one transaction at a time accept; SQLite's immediate transactions do so anyway."""
        if self._session.get_bind().dialect.name == "postgresql":
            await self._session.execute(text("LOCK TABLE tips IN SHARE ROW EXCLUSIVE MODE"))

    async def next_acceptance(self) -> int:
        """Return the place of the next tip; call `hold_acceptance` first."""
        last = (await self._session.execute(select(func.max(Tip.acceptance)))).scalar_one()
        return (last or 0) + 1

    async def next_number(self) -> str:
        """Return a random number that no tip has or had."""
        number = create_number()
        while await self._is_known(number):
            number = create_number()
        return number

    async def _is_known(self, number: str) -> bool:
        known = select(Tip.number).where(Tip.number == number)
        buried = select(Tombstone.number).where(Tombstone.number == number)
        return (await self._session.execute(known.union_all(buried))).first() is not None


def _narrow(statement: Select[Any], wish: QueueWish) -> Select[Any]:
    statement = statement.where(Tip.unit_id == wish.unit_id, is_announced(wish.unit_id, wish.now))
    if wish.part is QueuePart.OPEN:
        statement = statement.where(Tip.status != TipStatus.CLOSED)
    elif wish.part is QueuePart.WAITING:
        statement = statement.where(Tip.status != TipStatus.CLOSED, Tip.holder_id.is_(None))
    elif wish.part is QueuePart.HELD:
        statement = statement.where(Tip.status != TipStatus.CLOSED, Tip.holder_id.is_not(None))
    else:
        statement = statement.where(Tip.status == TipStatus(wish.part.value))
    if wish.urgency is not None:
        statement = statement.where(Tip.urgency == wish.urgency)
    if wish.category is not None:
        statement = statement.where(Tip.category == wish.category)
    if wish.regions is not None:
        statement = statement.where(Tip.region_id.in_(sorted(wish.regions)))
    return statement


def is_announced(unit_id: str, now: datetime) -> ColumnElement[bool]:
    """Leave out what waits for its first card, or whoever asks again and again learns its minute.

    Once its time has come a tip stays in sight, also where its card cannot be posted.
    """
    return or_(
        Tip.status != TipStatus.NEW,
        Tip.holder_id.is_not(None),
        Tip.id.not_in(tips_unheard_of(unit_id, now)),
    )
