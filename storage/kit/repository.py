"""The base of every repository: statements in, models out."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar, Generic, TypeVar

from sqlalchemy import Select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import DeclarativeBase

from storage.errors import NotFoundError

ModelT = TypeVar("ModelT", bound=DeclarativeBase)


class Repository(Generic[ModelT]):
    """Holds every SELECT of one aggregate; a subclass declares `model`."""

    model: ClassVar[type[Any]]

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    def add(self, instance: ModelT) -> ModelT:
        self._session.add(instance)
        return instance

    async def delete(self, instance: ModelT) -> None:
        await self._session.delete(instance)

    async def flush(self) -> None:
        await self._session.flush()

    async def _get(self, statement: Select[ModelT]) -> ModelT:
        """Raise `NotFoundError` where the statement finds nothing."""
        found = await self._find(statement)
        if found is None:
            raise NotFoundError(self.model.__name__)
        return found

    async def _find(self, statement: Select[ModelT]) -> ModelT | None:
        return (await self._session.execute(statement)).unique().scalar_one_or_none()

    async def _list(self, statement: Select[ModelT]) -> Sequence[ModelT]:
        return (await self._session.execute(statement)).unique().scalars().all()
