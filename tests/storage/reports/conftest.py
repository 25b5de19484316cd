"""Units of work on a fresh reports database; `database` itself is in tests/databases.py."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from sqlalchemy.ext.asyncio import AsyncEngine

from storage.kit.unit_of_work import create_sessions
from storage.reports.unit_of_work import ReportsUnitOfWork
from tests.databases import Database

ReportsWork = Callable[[], ReportsUnitOfWork]


@pytest.fixture
async def engine(database: Database) -> AsyncEngine:
    return await database("reports")


@pytest.fixture
def work(engine: AsyncEngine) -> ReportsWork:
    """Return what opens units of work, each on a session of its own."""
    sessions = create_sessions(engine)
    return lambda: ReportsUnitOfWork(sessions)
