"""Takes from the rows what they tell of the order in which they came.

SQLite keeps the rows of our tables by key, but within a page their bytes lie in the order of
arrival, and the write-ahead log holds the latest commits. VACUUM writes every page anew, and the
log is then cut to nothing.

PostgreSQL keeps in each row the transaction that wrote it, and appends rows as they come. One
transaction writes all rows of a table anew, so that they name the same one, and CLUSTER lays
them down by key. Its own log (WAL) holds every commit with its moment until the segments before
the last checkpoint are removed, which only a privileged role may hasten (see SECURITY.md).
"""

from __future__ import annotations

import sqlite3
from typing import Final

from sqlalchemy import RowMapping
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from storage.kit.scrubbing import truncate_log

_LOCK_TIMEOUT: Final = "2s"
# Any number, as long as every process of an installation takes the same one.
_ONE_AT_A_TIME: Final = 1839_06_03
_TABLES: Final = """
    SELECT x.indrelid::regclass::text AS table, a.attname AS key,
           x.indexrelid::regclass::text AS index
    FROM pg_index x JOIN pg_class c ON c.oid = x.indrelid
    JOIN pg_attribute a ON a.attrelid = x.indrelid AND a.attnum = x.indkey[0]
    WHERE x.indisprimary AND c.relkind = 'r' AND c.relnamespace = current_schema()::regnamespace
    ORDER BY c.relname
"""


async def level(engine: AsyncEngine) -> bool:
    """Level every table; return False where readers or writers were in the way of one."""
    async with engine.connect() as connection:
        if engine.dialect.name == "sqlite":
            return await _vacuum_file(connection) and await truncate_log(connection)
        plain = await connection.execution_options(isolation_level="AUTOCOMMIT")
        return await _level_tables(plain)


async def shorten_log(engine: AsyncEngine) -> bool:
    """Let PostgreSQL remove its log up to now; return False where this role may not ask for it.

    SQLite's log was cut by `level`.
    """
    if engine.dialect.name == "sqlite":
        return True
    async with engine.connect() as connection:
        plain = await connection.execution_options(isolation_level="AUTOCOMMIT")
        try:
            await plain.exec_driver_sql("SELECT pg_switch_wal()")
            await plain.exec_driver_sql("CHECKPOINT")
        except DBAPIError:
            return False
    return True


async def _vacuum_file(connection: AsyncConnection) -> bool:
    # Past SQLAlchemy, which would open a transaction, and within one there is no VACUUM. Its
    # copy of the database stays in memory, since a file of it would leave traces on the disk.
    driver = (await connection.get_raw_connection()).driver_connection
    assert driver is not None
    try:
        await driver.execute("PRAGMA temp_store = MEMORY")
        await driver.execute("VACUUM")
    except sqlite3.OperationalError:
        return False
    return True


async def _level_tables(plain: AsyncConnection) -> bool:
    held = await plain.exec_driver_sql(f"SELECT pg_try_advisory_lock({_ONE_AT_A_TIME})")
    if not held.scalar_one():
        return True
    await plain.exec_driver_sql(f"SET lock_timeout = '{_LOCK_TIMEOUT}'")
    try:
        tables = (await plain.exec_driver_sql(_TABLES)).mappings().all()
        done = [await _level_table(plain, table) for table in tables]
    finally:
        await plain.exec_driver_sql("RESET lock_timeout")
        await plain.exec_driver_sql(f"SELECT pg_advisory_unlock({_ONE_AT_A_TIME})")
    return all(done)


async def _level_table(plain: AsyncConnection, names: RowMapping) -> bool:
    """Write all rows in one transaction, then lay them down by key.

    A row that somebody holds is left for the next time, so that nobody waits for anybody.
    """
    table, key = names["table"], names["key"]
    rewrite = f"""
        WITH free AS (SELECT ctid FROM {table} FOR NO KEY UPDATE SKIP LOCKED)
        UPDATE {table} AS t SET {key} = t.{key} FROM free WHERE t.ctid = free.ctid
    """  # noqa: S608 - the names stand in the database's own catalogue
    try:
        await plain.exec_driver_sql(rewrite)
        await plain.exec_driver_sql(f"CLUSTER {table} USING {names['index']}")
    except DBAPIError:
        return False
    return True
