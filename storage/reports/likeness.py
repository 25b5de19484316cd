"""Sealed signatures of tips, and the links between tips that are likely the same."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Final

from sqlalchemy import ForeignKey, String, and_, delete, or_, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from storage.kit.base import Sealed
from storage.reports.base import UNORDERED, Base
from storage.reports.tips import Tip

_PART: Final = 1000


class TipSignature(Base):
    """What a tip's words are compared by, sealed as they are; `covers` is the last sequence."""

    __tablename__ = "tip_signatures"
    __table_args__ = UNORDERED

    tip_id: Mapped[str] = mapped_column(String(32), ForeignKey("tips.id"), primary_key=True)
    covers: Mapped[int] = mapped_column()
    key_id: Mapped[str] = mapped_column(String(64), index=True)
    body: Mapped[bytes] = mapped_column(Sealed)


class TipLink(Base):
    """Two tips that are likely the same, stored once with the lower id first."""

    __tablename__ = "tip_links"
    __table_args__ = UNORDERED

    tip_id: Mapped[str] = mapped_column(String(32), ForeignKey("tips.id"), primary_key=True)
    other_id: Mapped[str] = mapped_column(
        String(32), ForeignKey("tips.id"), primary_key=True, index=True
    )
    score: Mapped[str] = mapped_column(String(8))
    verdict: Mapped[str | None] = mapped_column(String(16))


@dataclass(frozen=True, slots=True, kw_only=True)
class SignedTip:
    """A tip that has a signature, without the signature itself."""

    tip_id: str
    region_id: str
    covers: int


class LikenessRepository:
    """Every SELECT of signatures and links."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def find_signature(self, tip_id: str) -> TipSignature | None:
        statement = select(TipSignature).where(TipSignature.tip_id == tip_id)
        return (await self._session.execute(statement)).scalar_one_or_none()

    async def list_signatures(self, tip_ids: Collection[str]) -> Sequence[TipSignature]:
        """Return the signatures of the tips, asked for in parts that every database takes."""
        found: list[TipSignature] = []
        wanted = list(tip_ids)
        for start in range(0, len(wanted), _PART):
            part = wanted[start : start + _PART]
            statement = select(TipSignature).where(TipSignature.tip_id.in_(part))
            found += (await self._session.execute(statement)).scalars()
        return found

    async def list_signed(self, unit_id: str) -> Sequence[SignedTip]:
        statement = (
            select(Tip.id, Tip.region_id, TipSignature.covers)
            .join(TipSignature, TipSignature.tip_id == Tip.id)
            .where(Tip.unit_id == unit_id)
        )
        rows = (await self._session.execute(statement)).all()
        return [SignedTip(tip_id=row[0], region_id=row[1], covers=row[2]) for row in rows]

    async def keep_signature(self, signature: TipSignature) -> None:
        """Store the signature in place of the one before."""
        await self._session.merge(signature)

    async def find_link(self, one: str, other: str) -> TipLink | None:
        lower, higher = sorted((one, other))
        statement = select(TipLink).where(TipLink.tip_id == lower, TipLink.other_id == higher)
        return (await self._session.execute(statement)).scalar_one_or_none()

    def add_link(self, one: str, other: str, score: str, verdict: str | None = None) -> None:
        lower, higher = sorted((one, other))
        self._session.add(TipLink(tip_id=lower, other_id=higher, score=score, verdict=verdict))

    async def forget_signature(self, tip_id: str) -> None:
        await self._session.execute(delete(TipSignature).where(TipSignature.tip_id == tip_id))

    async def forget(self, tip_id: str) -> None:
        """Delete a tip's signature and links."""
        await self.forget_signature(tip_id)
        ends = or_(TipLink.tip_id == tip_id, TipLink.other_id == tip_id)
        await self._session.execute(delete(TipLink).where(ends))

    async def list_links(self, tip_id: str) -> Sequence[tuple[TipLink, Tip]]:
        """Return the links of a tip, each with the tip at its other end."""
        statement = select(TipLink, Tip).join(
            Tip,
            or_(
                and_(TipLink.tip_id == tip_id, TipLink.other_id == Tip.id),
                and_(TipLink.other_id == tip_id, TipLink.tip_id == Tip.id),
            ),
        )
        return [(link, tip) for link, tip in (await self._session.execute(statement)).all()]
