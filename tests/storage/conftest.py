"""Units of work on a fresh education database; `database` itself is in tests/databases.py."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from sqlalchemy.ext.asyncio import AsyncEngine

from storage.education.unit_of_work import EducationUnitOfWork
from storage.kit.unit_of_work import create_sessions
from tests.databases import Database

EducationWork = Callable[[], EducationUnitOfWork]


@pytest.fixture
async def education_engine(database: Database) -> AsyncEngine:
    return await database("education")


@pytest.fixture
def education(education_engine: AsyncEngine) -> EducationWork:
    """Return what opens units of work, each on a session of its own."""
    sessions = create_sessions(education_engine)
    return lambda: EducationUnitOfWork(sessions)
