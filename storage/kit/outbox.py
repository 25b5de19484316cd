"""The outbox: whoever is not waiting is served from rows, later.

A row holds an opaque address and a payload of references. Who is behind the address, and what
words the message has, is decided when it is sent, by the resolver the application injects.
"""

from __future__ import annotations

import secrets
from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import JSON, LargeBinary, String, delete, func, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from storage.kit.base import UTCDateTime


class OutboxColumns:
    """The columns of an outbox; each house has a table of its own."""

    id: Mapped[str] = mapped_column(
        String(32), primary_key=True, default=lambda: secrets.token_hex(16)
    )
    kind: Mapped[str] = mapped_column(String(40))
    address: Mapped[bytes] = mapped_column(LargeBinary)
    payload: Mapped[dict[str, Any]] = mapped_column(JSON)
    due_at: Mapped[datetime] = mapped_column(UTCDateTime, index=True)
    attempts: Mapped[int] = mapped_column(default=0)


class OutboxRepository:
    """Rows to be sent, oldest due first; a claim pushes the due time ahead as its lease."""

    def __init__(self, session: AsyncSession, model: type[Any]) -> None:
        self._session = session
        self._model = model

    def add(self, kind: str, address: bytes, payload: dict[str, Any], due_at: datetime) -> None:
        self._session.add(
            self._model(kind=kind, address=address, payload=payload, due_at=due_at, attempts=0)
        )

    async def claim(
        self,
        now: datetime,
        lease: timedelta,
        limit: int = 20,
        *,
        besides: Collection[bytes] = (),
    ) -> Sequence[Any]:
        """Lease due rows to this worker; a worker that dies leaves them to the next one.

        Rows to the addresses `besides` are left out. The attempts tell this lease from a later
        one: whoever claims the row again raises them.
        """
        statement = (
            select(self._model)
            .where(self._model.due_at <= now, self._model.address.not_in(list(besides)))
            .order_by(self._model.due_at)
            .limit(limit)
            .with_for_update(skip_locked=True)
        )
        rows = (await self._session.execute(statement)).scalars().all()
        for row in rows:
            row.due_at = now + lease
            row.attempts += 1
        return rows

    async def ensure(self, kind: str, address: bytes, due_at: datetime) -> None:
        """Add a row without payload, unless one that no worker has taken up stands for it."""
        untouched = (
            select(self._model.id)
            .where(
                self._model.kind == kind,
                self._model.address == address,
                self._model.attempts == 0,
            )
            .with_for_update()
        )
        if (await self._session.execute(untouched)).first() is None:
            self.add(kind, address, {}, due_at)

    async def list_pressing(
        self, kind: str, address: bytes, now: datetime, limit: int = 500
    ) -> Sequence[Any]:
        """Return an address's rows of a kind that are due, or were taken up and not finished."""
        statement = (
            select(self._model)
            .where(
                self._model.kind == kind,
                self._model.address == address,
                or_(self._model.due_at <= now, self._model.attempts > 0),
            )
            .order_by(self._model.id)
            .limit(limit)
            .with_for_update(skip_locked=True)
        )
        return (await self._session.execute(statement)).scalars().all()

    async def count(self, address: bytes) -> int:
        """Return how much is still to be sent there."""
        statement = (
            select(func.count()).select_from(self._model).where(self._model.address == address)
        )
        return int((await self._session.execute(statement)).scalar_one())

    async def hasten(self, address: bytes, now: datetime) -> None:
        """Make due what failed before: its address can be reached again."""
        # In one statement: a worker may finish any of the rows meanwhile.
        await self._session.execute(
            update(self._model)
            .where(
                self._model.address == address, self._model.attempts > 0, self._model.due_at > now
            )
            .values(due_at=now)
            .execution_options(synchronize_session=False)
        )

    async def cap(self, now: datetime, longest: timedelta) -> None:
        """Make due what would wait longer than any row may."""
        await self._session.execute(
            update(self._model)
            .where(self._model.due_at > now + longest)
            .values(due_at=now)
            .execution_options(synchronize_session=False)
        )

    async def drop_of(self, kind: str, address: bytes, tip_id: str) -> None:
        """Drop an address's rows of a kind that are about one tip."""
        statement = select(self._model.id, self._model.payload).where(
            self._model.kind == kind, self._model.address == address
        )
        rows = (await self._session.execute(statement)).all()
        ids = [row_id for row_id, payload in rows if payload.get("tip") == tip_id]
        if ids:
            await self._session.execute(delete(self._model).where(self._model.id.in_(ids)))

    async def drop(self, row: Any) -> None:
        await self._session.delete(row)

    async def finish(self, row_id: str) -> None:
        await self._session.execute(delete(self._model).where(self._model.id == row_id))

    async def renew(self, row_id: str, attempts: int, until: datetime) -> bool:
        """Set when a leased row is due again; return False if it is gone or claimed anew."""
        statement = (
            update(self._model)
            .where(self._model.id == row_id, self._model.attempts == attempts)
            .values(due_at=until)
            .returning(self._model.id)
            .execution_options(synchronize_session=False)
        )
        return (await self._session.execute(statement)).first() is not None
