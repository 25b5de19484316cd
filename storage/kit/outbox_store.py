"""An outbox as its worker sees it: each call is a transaction of its own."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy.ext.asyncio import AsyncEngine

from storage.kit.outbox import OutboxRepository
from storage.kit.unit_of_work import UnitOfWork, create_sessions


@dataclass(frozen=True, slots=True, kw_only=True)
class OutboxRow:
    """A leased row, apart from its session."""

    id: str
    kind: str
    address: bytes
    payload: dict[str, Any]
    attempts: int


class OutboxStore:
    """Claims, finishes and postpones rows of one house's outbox."""

    def __init__(self, engine: AsyncEngine, model: type[Any]) -> None:
        self._sessions = create_sessions(engine)
        self._model = model

    async def claim(
        self, now: datetime, lease: timedelta, besides: Collection[bytes] = ()
    ) -> Sequence[OutboxRow]:
        async with UnitOfWork(self._sessions) as work:
            rows = await self._outbox(work).claim(now, lease, besides=besides)
            claimed = [
                OutboxRow(
                    id=row.id,
                    kind=row.kind,
                    address=row.address,
                    payload=row.payload,
                    attempts=row.attempts,
                )
                for row in rows
            ]
            await work.commit()
            return claimed

    async def renew(self, item_id: str, attempts: int, until: datetime) -> bool:
        async with UnitOfWork(self._sessions) as work:
            is_held = await self._outbox(work).renew(item_id, attempts, until)
            await work.commit()
            return is_held

    async def finish(self, item_id: str) -> None:
        async with UnitOfWork(self._sessions) as work:
            await self._outbox(work).finish(item_id)
            await work.commit()

    async def postpone(self, item_id: str, due_at: datetime, attempts: int) -> None:
        await self.renew(item_id, attempts, due_at)

    def _outbox(self, work: UnitOfWork) -> OutboxRepository:
        return OutboxRepository(work.session, self._model)
