"""Fixtures of databases, which load SQLAlchemy only for a test that asks for one."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.databases import Database, PostgreSQLServer, SQLiteFiles

# ruff: noqa: PLC0415 - a file of pure rules is to start without SQLAlchemy

on_both = pytest.mark.parametrize("any_database", ["sqlite", "postgresql"], indirect=True)


@pytest.fixture(scope="session")
def sqlite_backend(tmp_path_factory: pytest.TempPathFactory) -> SQLiteFiles:
    from tests.databases import SQLiteFiles

    return SQLiteFiles(tmp_path_factory.mktemp("sqlite"))


@pytest.fixture(scope="session")
def postgresql_backend(tmp_path_factory: pytest.TempPathFactory) -> Iterator[PostgreSQLServer]:
    from tests.databases import postgresql_server

    with postgresql_server(tmp_path_factory.mktemp("runtime")) as server:
        yield server


@pytest.fixture(params=["sqlite", "postgresql"])
async def database(request: pytest.FixtureRequest) -> AsyncIterator[Database]:
    """Fresh databases, once on SQLite and once on PostgreSQL."""
    from tests.databases import Database

    opened = Database(request.getfixturevalue(f"{request.param}_backend"))
    yield opened
    await opened.close()


@pytest.fixture
async def any_database(request: pytest.FixtureRequest) -> AsyncIterator[Database]:
    """Fresh databases on SQLite; on both, one after the other, for a test marked `on_both`."""
    from tests.databases import Database

    backend = getattr(request, "param", "sqlite")
    opened = Database(request.getfixturevalue(f"{backend}_backend"))
    yield opened
    await opened.close()


@pytest.fixture
async def sqlite(sqlite_backend: SQLiteFiles) -> AsyncIterator[Database]:
    """Fresh databases on SQLite alone, where the database is not the subject."""
    from tests.databases import Database

    opened = Database(sqlite_backend)
    yield opened
    await opened.close()


@pytest.fixture
async def postgresql(postgresql_backend: PostgreSQLServer) -> AsyncIterator[Database]:
    """Fresh databases on PostgreSQL alone, for what only many workers do."""
    from tests.databases import Database

    opened = Database(postgresql_backend)
    yield opened
    await opened.close()
