"""Deleted rows leave the database's files, at once or as soon as nobody is in the way."""

from __future__ import annotations

import random
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from storage.kit.engine import create_engine
from storage.kit.scrubbing import scrub
from storage.reports.lifetimes import TABLES_OF_TIPS
from tests.databases import Database

# Random, so that PostgreSQL cannot store it in fewer bytes.
SECRET = random.Random(7).randbytes(600)


async def write_and_delete(engine: AsyncEngine) -> None:
    async with engine.begin() as connection:
        await connection.execute(text("CREATE TABLE secrets (id INTEGER PRIMARY KEY, body BYTEA)"))
        await connection.execute(text("INSERT INTO secrets VALUES (1, :body)"), {"body": SECRET})
    async with engine.begin() as connection:
        await connection.execute(text("DELETE FROM secrets"))


@asynccontextmanager
async def reading(engine: AsyncEngine) -> AsyncIterator[AsyncConnection]:
    """Hold a snapshot from before whatever the block writes."""
    async with engine.connect() as connection:
        raw = await connection.get_raw_connection()
        assert raw.driver_connection is not None
        await raw.driver_connection.execute("BEGIN")
        cursor = await raw.driver_connection.execute("SELECT * FROM secrets")
        await cursor.fetchall()
        await cursor.close()
        yield connection
        await raw.driver_connection.execute("ROLLBACK")


def is_stored(engine: AsyncEngine) -> bool:
    database = Path(str(engine.url.database))
    files = [each for each in database.parent.iterdir() if each.name.startswith(database.name)]
    return any(SECRET[:400] in file.read_bytes() for file in files)


def log_size(engine: AsyncEngine) -> int:
    return Path(f"{engine.url.database}-wal").stat().st_size


async def test_sqlites_log_is_emptied_and_cut(sqlite: Database) -> None:
    engine = await sqlite(None)
    await write_and_delete(engine)
    assert is_stored(engine), "in the write-ahead log"
    assert await scrub(engine, ["secrets"])
    assert not is_stored(engine)
    assert log_size(engine) == 0


async def test_a_reader_in_the_way_is_told_and_it_is_done_later(sqlite: Database) -> None:
    engine = await sqlite(None)
    await write_and_delete(engine)
    impatient = create_engine(engine.url)
    async with reading(engine):
        async with impatient.begin() as connection:
            await connection.execute(text("INSERT INTO secrets VALUES (2, NULL)"))
        async with impatient.connect() as connection:
            raw = await connection.get_raw_connection()
            assert raw.driver_connection is not None
            await raw.driver_connection.execute("PRAGMA busy_timeout = 50")
        assert not await scrub(impatient, ["secrets"])
    assert await scrub(impatient, ["secrets"])
    await impatient.dispose()


def holds_secret(folder: Path) -> bool:
    paths = (path for path in folder.rglob("*") if path.is_file())
    return any(SECRET[:400] in path.read_bytes() for path in paths)


async def test_postgresqls_table_is_written_anew(postgresql: Database) -> None:
    engine = await postgresql(None)
    await write_and_delete(engine)
    async with engine.connect() as connection:
        plain = await connection.execution_options(isolation_level="AUTOCOMMIT")
        folder = Path((await plain.exec_driver_sql("SHOW data_directory")).scalar_one())
        await plain.exec_driver_sql("CHECKPOINT")
        assert holds_secret(folder / "base"), "though the row is deleted"
        assert await scrub(engine, ["secrets"])
        await plain.exec_driver_sql("CHECKPOINT")
    assert not holds_secret(folder / "base")
    assert holds_secret(folder / "pg_wal"), "what the module says of the server's own log"


async def test_a_table_that_somebody_holds_is_left_for_later(postgresql: Database) -> None:
    engine = await postgresql(None)
    await write_and_delete(engine)
    async with engine.begin() as holder:
        await holder.execute(text("LOCK TABLE secrets IN ACCESS SHARE MODE"))
        assert not await scrub(engine, ["secrets"])
    assert await scrub(engine, ["secrets"])
    async with engine.connect() as connection:
        timeout = (await connection.execute(text("SHOW lock_timeout"))).scalar_one()
    assert timeout == "0"


async def test_the_tables_of_tips_are_there_to_be_scrubbed(database: Database) -> None:
    assert await scrub(await database("reports"), TABLES_OF_TIPS)


@pytest.mark.parametrize("again", [1, 2])
async def test_scrubbing_what_is_clean_changes_nothing(sqlite: Database, again: int) -> None:
    engine = await sqlite("reports")
    for _ in range(again):
        assert await scrub(engine, TABLES_OF_TIPS)
