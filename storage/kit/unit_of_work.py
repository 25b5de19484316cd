"""One transaction, rolled back unless it is told to commit."""

from __future__ import annotations

from types import TracebackType
from typing import Self

from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession, async_sessionmaker


def create_sessions(engine: AsyncEngine) -> async_sessionmaker[AsyncSession]:
    """Return the session factory of a house."""
    return async_sessionmaker(engine, expire_on_commit=False)


class UnitOfWork:
    """A session with an explicit end; a house adds its repositories as properties."""

    def __init__(self, sessions: async_sessionmaker[AsyncSession]) -> None:
        self._sessions = sessions
        self._session: AsyncSession | None = None

    @property
    def session(self) -> AsyncSession:
        if self._session is None:
            raise RuntimeError("the unit of work is not open")
        return self._session

    async def commit(self) -> None:
        await self.session.commit()

    async def __aenter__(self) -> Self:
        self._session = self._sessions()
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        session, self._session = self.session, None
        await session.close()
