"""A school with its databases and telephones, loaded only for a test that asks for them."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from typing import TYPE_CHECKING

import pytest

from content.library import Library
from tests import library as shipped

if TYPE_CHECKING:
    from sqlalchemy.ext.asyncio import AsyncEngine

    from tests.databases import Database
    from tests.education.learning.school import Clock, School
    from tests.education.learning.telephone import Telephone

# ruff: noqa: PLC0415 - a file of pure rules is to start without SQLAlchemy and aiogram


@pytest.fixture
def library() -> Library:
    return shipped.library()


@pytest.fixture
def clock() -> Clock:
    from tests.education.learning.school import Clock

    return Clock()


@pytest.fixture
async def engine(sqlite: Database) -> AsyncEngine:
    """Return the database on the disk; what PostgreSQL may do otherwise is in `test_once.py`."""
    return await sqlite("education")


@pytest.fixture
async def guests() -> AsyncIterator[AsyncEngine]:
    from storage.education.models import Base
    from storage.kit.memory import open_in_memory

    async with open_in_memory(Base.metadata) as engine:
        yield engine


@pytest.fixture
def school(engine: AsyncEngine, guests: AsyncEngine, library: Library, clock: Clock) -> School:
    from tests.education.learning.school import School

    return School(engine, guests, library, clock)


@pytest.fixture
def visitor(school: School, guests: AsyncEngine) -> School:
    """Play lessons as somebody whom nobody may remember yet: in memory."""
    return type(school)(guests, guests, school.library, school.clock)


@pytest.fixture
def lend(school: School, guests: AsyncEngine) -> Callable[[str], Telephone]:
    """Lend a telephone that speaks the language asked for."""
    from tests.education.learning.telephone import Telephone

    return lambda language: Telephone(school, guests, language)


@pytest.fixture
def phone(lend: Callable[[str], Telephone]) -> Telephone:
    return lend("en")
