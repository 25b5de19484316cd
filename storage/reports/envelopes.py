"""Sealed envelopes of a tip, and the names of its sealed files."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy import ForeignKey, LargeBinary, String, delete, func, select
from sqlalchemy.orm import Mapped, mapped_column

from storage.kit.base import Sealed, UTCDateTime
from storage.kit.repository import Repository
from storage.reports.base import UNORDERED, Base
from storage.reports.tips import Tip


class Envelope(Base):
    """One sealed message; `key_id` names the unit's key, `nonce` the draft of a follow-up."""

    __tablename__ = "envelopes"
    __table_args__ = UNORDERED

    tip_id: Mapped[str] = mapped_column(ForeignKey("tips.id"), primary_key=True)
    sequence: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    author: Mapped[str] = mapped_column(String(8))
    schema: Mapped[int] = mapped_column()
    key_id: Mapped[str] = mapped_column(String(64))
    body: Mapped[bytes] = mapped_column(Sealed)
    nonce: Mapped[bytes | None] = mapped_column(LargeBinary(16), unique=True)
    hour: Mapped[datetime] = mapped_column(UTCDateTime)


class SealedFile(Base):
    """The random name of a sealed file and the message it came with."""

    __tablename__ = "sealed_files"
    __table_args__ = UNORDERED

    name: Mapped[str] = mapped_column(String(32), primary_key=True)
    tip_id: Mapped[str] = mapped_column(ForeignKey("tips.id"), index=True)
    sequence: Mapped[int] = mapped_column()


class EnvelopeRepository(Repository[Envelope]):
    """Every SELECT of envelopes and of sealed files."""

    model = Envelope

    async def list_by_tip(self, tip_id: str) -> Sequence[Envelope]:
        """Return the chain of a tip, oldest first."""
        return await self._list(
            select(Envelope).where(Envelope.tip_id == tip_id).order_by(Envelope.sequence)
        )

    async def list_by_author(self, tip_id: str, author: str) -> Sequence[Envelope]:
        return await self._list(
            select(Envelope)
            .where(Envelope.tip_id == tip_id, Envelope.author == author)
            .order_by(Envelope.sequence)
        )

    async def list_authors(self, tip_id: str) -> Sequence[str]:
        """Return who wrote each message of the chain, oldest first."""
        statement = (
            select(Envelope.author).where(Envelope.tip_id == tip_id).order_by(Envelope.sequence)
        )
        return (await self._session.execute(statement)).scalars().all()

    async def find_head(self, tip_id: str) -> Envelope | None:
        """Return the newest envelope, to whose digest the next one is chained."""
        return await self._find(
            select(Envelope)
            .where(Envelope.tip_id == tip_id)
            .order_by(Envelope.sequence.desc())
            .limit(1)
        )

    async def find_by_nonce(self, nonce: bytes) -> Envelope | None:
        return await self._find(select(Envelope).where(Envelope.nonce == nonce))

    async def count_by_key(self) -> Mapping[str, int]:
        """Return how many envelopes are sealed to each unit key."""
        statement = select(Envelope.key_id, func.count()).group_by(Envelope.key_id)
        return dict((await self._session.execute(statement)).all())

    async def list_tips_by_key(self, key_id: str) -> Sequence[Tip]:
        """Return the tips of which the key opens something."""
        sealed = select(Envelope.tip_id).where(Envelope.key_id == key_id)
        statement = select(Tip).where(Tip.id.in_(sealed)).order_by(Tip.id)
        return (await self._session.execute(statement)).scalars().all()

    def add_file(self, file: SealedFile) -> None:
        self._session.add(file)

    async def list_files(self, tip_id: str) -> Sequence[SealedFile]:
        statement = select(SealedFile).where(SealedFile.tip_id == tip_id).order_by(SealedFile.name)
        return (await self._session.execute(statement)).scalars().all()

    async def list_file_names(self) -> Sequence[str]:
        """Return every name a row refers to; a file without one came from a lost commit."""
        return (await self._session.execute(select(SealedFile.name))).scalars().all()

    async def delete_by_tip(self, tip_id: str) -> None:
        await self._session.execute(delete(SealedFile).where(SealedFile.tip_id == tip_id))
        await self._session.execute(delete(Envelope).where(Envelope.tip_id == tip_id))
