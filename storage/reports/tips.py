"""Tips: in clear stands only what the queue and the statistics need."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import (
    BigInteger,
    Date,
    Enum,
    ForeignKey,
    LargeBinary,
    String,
    func,
    select,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column

from storage.kit.base import UTCDateTime
from storage.kit.repository import Repository
from storage.reports.base import UNORDERED, Base, random_id
from storage.reports.kinds import TipStatus, Urgency
from storage.reports.numbers import create_number
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
