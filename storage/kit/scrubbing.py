"""Makes deleted rows leave the disk as far as each database allows it.

SQLite: `secure_delete` has overwritten the rows with zeros; what is left is the write-ahead log,
which is emptied into the database and cut to nothing.

PostgreSQL: a deleted row stays in its page until a vacuum. VACUUM FULL writes the table anew
without it and removes the old file. The server's own log (WAL) and its archive hold the row
until they are recycled, and the blocks of a removed file until they are written over. Rows that
are sealed are protected there by the destruction of their key alone.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

# Nobody waits for a vacuum: one that cannot have its table soon is tried again later.
_LOCK_TIMEOUT: Final = "2s"


async def scrub(engine: AsyncEngine, tables: Sequence[str]) -> bool:
    """Return False where readers or writers were in the way and it must be tried again."""
    async with engine.connect() as connection:
        if engine.dialect.name == "sqlite":
            return await truncate_log(connection)
        return await _vacuum(connection, tables)


async def truncate_log(connection: AsyncConnection) -> bool:
    """Empty SQLite's write-ahead log into the database; return False where a reader holds it."""
    # Past SQLAlchemy, which would open a transaction, and within one there is no checkpoint.
    driver = (await connection.get_raw_connection()).driver_connection
    assert driver is not None
    cursor = await driver.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    is_busy, _pages, _moved = await cursor.fetchone()
    await cursor.close()
    return not is_busy


async def _vacuum(connection: AsyncConnection, tables: Sequence[str]) -> bool:
    """Vacuum what this role may; PostgreSQL itself passes over what belongs to others."""
    plain = await connection.execution_options(isolation_level="AUTOCOMMIT")
    await plain.exec_driver_sql(f"SET lock_timeout = '{_LOCK_TIMEOUT}'")
    try:
        for table in tables:
            await plain.exec_driver_sql(f"VACUUM (FULL) {table}")
    except DBAPIError:
        return False
    finally:
        await plain.exec_driver_sql("RESET lock_timeout")
    return True
