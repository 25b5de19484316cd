"""A database that exists in memory alone, and ends with the process."""

from __future__ import annotations

import secrets
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from sqlalchemy import MetaData, event
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine
from sqlalchemy.pool import AsyncAdaptedQueuePool, ConnectionPoolEntry

from storage.kit.engine import prepare_sqlite


@asynccontextmanager
async def open_in_memory(metadata: MetaData) -> AsyncIterator[AsyncEngine]:
    """Open an empty database with these tables; nothing of it is ever written to a disk.

    Units of work take turns on one connection. A second one only keeps the database alive, should
    the first be thrown away in the midst of a cancelled statement.
    """
    name = secrets.token_hex(8)
    url = f"sqlite+aiosqlite:///file:{name}?mode=memory&cache=shared&uri=true"
    engine = create_async_engine(
        url, hide_parameters=True, poolclass=AsyncAdaptedQueuePool, pool_size=1, max_overflow=0
    )
    prepare_sqlite(engine)
    event.listen(engine.sync_engine, "connect", _keep_off_disk)
    keeper = create_async_engine(url, poolclass=AsyncAdaptedQueuePool, pool_size=1)
    try:
        async with keeper.connect():
            async with engine.begin() as connection:
                await connection.run_sync(metadata.create_all)
            yield engine
    finally:
        await engine.dispose()
        await keeper.dispose()


def _keep_off_disk(connection: DBAPIConnection, record: ConnectionPoolEntry) -> None:
    """Let not even a large sort go into a temporary file."""
    del record
    cursor = connection.cursor()
    cursor.execute("PRAGMA temp_store = MEMORY")
    cursor.close()
