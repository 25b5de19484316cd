"""After levelling, the rows say nothing of the order in which they came."""

from __future__ import annotations

import random
import secrets
from pathlib import Path

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine

from storage.kit.engine import create_engine
from storage.kit.leveling import level, shorten_log
from tests.databases import Database


async def fill(engine: AsyncEngine, count: int = 60) -> list[str]:
    """Write rows one by one and return their keys in that order; some belong to others."""
    unordered = " WITHOUT ROWID" if engine.dialect.name == "sqlite" else ""
    child = "REFERENCES owners (id) ON DELETE CASCADE, PRIMARY KEY (id, part))"
    keys = [secrets.token_hex(16) for _ in range(count)]
    async with engine.begin() as connection:
        for statement in (
            f"CREATE TABLE owners (id VARCHAR(32) PRIMARY KEY){unordered}",
            f"CREATE TABLE things (id VARCHAR(32), part INTEGER, owner VARCHAR(32) NOT NULL {child}{unordered}",
            "INSERT INTO owners VALUES ('owner')",
        ):
            await connection.execute(text(statement))
    for key in keys:
        async with engine.begin() as connection:
            await connection.execute(text(f"INSERT INTO things VALUES ('{key}', 1, 'owner')"))  # noqa: S608
    return keys


async def rows_of(engine: AsyncEngine, columns: str) -> list[tuple[str, ...]]:
    async with engine.connect() as connection:
        found = await connection.execute(text(f"SELECT {columns} FROM things"))  # noqa: S608
        return [tuple(row) for row in found.all()]


def places_in(path: Path, keys: list[str]) -> list[str]:
    """Return the keys in the order in which their bytes lie in a file."""
    data = path.read_bytes()
    return sorted(keys, key=lambda key: data.rfind(key.encode()))


async def test_postgresqls_rows_name_one_transaction_and_lie_by_key(postgresql: Database) -> None:
    engine = await postgresql(None)
    keys = await fill(engine)
    assert [row[0] for row in await rows_of(engine, "id")] == keys
    assert len(await rows_of(engine, "DISTINCT xmin::text")) > 1
    assert await level(engine)
    assert [row[0] for row in await rows_of(engine, "id")] == sorted(keys)
    assert len(await rows_of(engine, "DISTINCT xmin::text")) == 1


async def test_rows_that_came_later_join_the_others_at_the_next_levelling(
    postgresql: Database,
) -> None:
    engine = await postgresql(None)
    await fill(engine, 5)
    await level(engine)
    async with engine.begin() as connection:
        await connection.execute(text("INSERT INTO things VALUES ('zz', 1, 'owner')"))
    assert len(await rows_of(engine, "DISTINCT xmin::text")) == 2
    await level(engine)
    assert len(await rows_of(engine, "DISTINCT xmin::text")) == 1


async def test_a_row_that_is_held_is_left_and_a_table_that_is_held_waits(
    postgresql: Database,
) -> None:
    engine = await postgresql(None)
    keys = await fill(engine, 5)
    async with engine.begin() as connection:
        await connection.execute(text(f"SELECT * FROM things WHERE id = '{keys[0]}' FOR UPDATE"))  # noqa: S608
        assert not await level(engine), "somebody reads, so the table cannot be laid anew"
    assert await level(engine)
    assert sorted(row[0] for row in await rows_of(engine, "id")) == sorted(keys)


async def test_two_processes_do_not_level_at_once(postgresql: Database) -> None:
    engine = await postgresql(None)
    await fill(engine, 5)
    other = create_engine(engine.url)
    async with other.connect() as connection:
        plain = await connection.execution_options(isolation_level="AUTOCOMMIT")
        await plain.exec_driver_sql("SELECT pg_advisory_lock(18390603)")
        assert await level(engine)
        assert len(await rows_of(engine, "DISTINCT xmin::text")) > 1
    await other.dispose()


async def test_postgresqls_log_is_cut_where_the_role_may(postgresql: Database) -> None:
    engine = await postgresql(None)
    (key, *_others) = await fill(engine, 5)
    async with engine.connect() as connection:
        plain = await connection.execution_options(isolation_level="AUTOCOMMIT")
        folder = Path((await plain.exec_driver_sql("SHOW data_directory")).scalar_one())
        await plain.exec_driver_sql("ALTER SYSTEM SET wal_recycle = off")
        await plain.exec_driver_sql("SELECT pg_reload_conf()")
    logs = folder / "pg_wal"
    assert any(key.encode() in path.read_bytes() for path in logs.glob("0*"))
    assert await level(engine)
    assert await shorten_log(engine)
    assert not any(key.encode() in path.read_bytes() for path in logs.glob("0*"))


async def test_a_role_that_may_not_cut_the_log_is_told_and_levels_its_tables(
    postgresql: Database,
) -> None:
    engine = await postgresql(None)
    async with engine.begin() as connection:
        await connection.execute(text("CREATE ROLE humble LOGIN"))
        await connection.execute(text("GRANT ALL ON SCHEMA public TO humble"))
    humble = create_engine(engine.url.set(username="humble"))
    await fill(humble, 5)
    assert await level(humble)
    assert len(await rows_of(humble, "DISTINCT xmin::text")) == 1
    assert not await shorten_log(humble)
    await humble.dispose()
    async with engine.begin() as connection:
        await connection.execute(text("DROP OWNED BY humble"))
        await connection.execute(text("DROP ROLE humble"))


async def test_sqlites_rows_lie_by_key_and_its_log_is_empty(sqlite: Database) -> None:
    engine = await sqlite(None)
    keys = await fill(engine, 30)
    file = Path(str(engine.url.database))
    log = file.with_name(f"{file.name}-wal")
    assert any(key.encode() in log.read_bytes() for key in keys)
    assert await level(engine)
    assert log.stat().st_size == 0
    places = places_in(file, keys)
    assert places in (sorted(keys), sorted(keys, reverse=True))
    assert places != keys


async def test_before_levelling_sqlites_pages_tell_the_order(sqlite: Database) -> None:
    """It would be no proof that an order is hidden which nobody could see before."""
    engine = await sqlite(None)
    keys = await fill(engine, 30)
    file = Path(str(engine.url.database))
    async with engine.connect() as connection:
        raw = await connection.get_raw_connection()
        assert raw.driver_connection is not None
        await raw.driver_connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    assert places_in(file, keys) == keys[::-1]


async def test_a_writer_in_sqlites_way_is_told(sqlite: Database) -> None:
    engine = await sqlite(None)
    await fill(engine, 3)
    other = create_engine(engine.url)
    async with engine.begin() as connection:
        await connection.execute(text("INSERT INTO owners VALUES ('x')"))
        async with other.connect() as waiting:
            raw = await waiting.get_raw_connection()
            assert raw.driver_connection is not None
            await raw.driver_connection.execute("PRAGMA busy_timeout = 50")
        assert not await level(other)
    assert await level(other)
    assert random.sample(await rows_of(engine, "id"), 3)
    await other.dispose()
