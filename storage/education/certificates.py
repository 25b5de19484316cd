"""Certificates as they can be verified: what was learnt and when, never by whom."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from sqlalchemy import String, delete, select
from sqlalchemy.orm import Mapped, mapped_column

from storage.education.base import UNORDERED, Base
from storage.kit.repository import Repository


class Certificate(Base):
    """A code that a stranger can check; the name on the picture is nowhere kept."""

    __tablename__ = "certificates"
    __table_args__ = UNORDERED

    code: Mapped[str] = mapped_column(String(20), primary_key=True)
    lesson_id: Mapped[str] = mapped_column(String(40))
    correct: Mapped[int]
    asked: Mapped[int]
    issued_on: Mapped[date]


class CertificateRepository(Repository[Certificate]):
    """Certificates by their code."""

    model = Certificate

    async def find(self, code: str) -> Certificate | None:
        return await self._find(select(Certificate).where(Certificate.code == code))

    async def delete_all(self, codes: Sequence[str]) -> None:
        await self._session.execute(delete(Certificate).where(Certificate.code.in_(codes)))
