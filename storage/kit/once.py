"""Effects that happen once, however often Telegram delivers their update.

Only the education house uses this: the reports house keeps no update id at all (DESIGN.md, 4).
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import BigInteger, delete, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from storage.kit.base import UTCHour

# Of the moment only the hour is kept, so an update stays for up to an hour longer than this.
KEPT_FOR = timedelta(hours=48)


class AppliedUpdateColumns:
    """An update whose effect stands in the same transaction."""

    bot_id: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    update_id: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    applied_at: Mapped[datetime] = mapped_column(UTCHour, index=True)


class AppliedUpdates:
    """Says whether an update is new, and remembers it within the caller's transaction."""

    def __init__(self, session: AsyncSession, model: type[Any]) -> None:
        self._session = session
        self._model = model

    async def is_first(self, bot_id: int, update_id: int, now: datetime) -> bool:
        """Return False where the update has taken effect before."""
        statement = select(self._model).where(
            self._model.bot_id == bot_id, self._model.update_id == update_id
        )
        if (await self._session.execute(statement)).scalar_one_or_none() is not None:
            return False
        self._session.add(self._model(bot_id=bot_id, update_id=update_id, applied_at=now))
        await self._session.flush()
        return True

    async def prune(self, now: datetime) -> None:
        """Forget what Telegram can no longer deliver again."""
        await self._session.execute(
            delete(self._model).where(self._model.applied_at < now - KEPT_FOR)
        )
