"""One transaction, rolled back unless it is told to commit."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
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
        self._last_steps: list[Callable[[], Awaitable[None]]] = []

    @property
    def session(self) -> AsyncSession:
        if self._session is None:
            raise RuntimeError("the unit of work is not open")
        return self._session

    def at_commit(self, step: Callable[[], Awaitable[None]]) -> None:
        """Run a step once everything else is written: what it locks is locked last and briefly."""
        self._last_steps.append(step)

    async def commit(self) -> None:
        await self._take_last_steps()
        await self.session.commit()

    async def _take_last_steps(self) -> None:
        steps, self._last_steps = self._last_steps, []
        if steps:
            await self.session.flush()
        for step in steps:
            await step()

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
        self._last_steps = []
        await session.close()
