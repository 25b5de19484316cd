"""Engines: SQLite for one machine, PostgreSQL for many, behaving alike."""

from __future__ import annotations

from typing import Any

from sqlalchemy import URL, Connection, ExceptionContext, event, make_url
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

# A person's words must not linger in free pages, hence secure_delete; FULL keeps a commit across
# a power cut.
_PRAGMAS = (
    "journal_mode = WAL",
    "synchronous = FULL",
    "foreign_keys = ON",
    "secure_delete = ON",
    "busy_timeout = 10000",
)


def create_engine(url: str | URL) -> AsyncEngine:
    """Return an engine whose errors never show the values of a statement."""
    parsed = make_url(url)
    engine = create_async_engine(
        parsed, hide_parameters=True, pool_pre_ping=not _is_sqlite(parsed)
    )
    if _is_sqlite(parsed):
        prepare_sqlite(engine)
    else:
        event.listen(engine.sync_engine, "handle_error", _hide_values)
    return engine


def prepare_sqlite(engine: AsyncEngine) -> None:
    """Let SQLite keep what is committed, forget what is deleted, and lock before it reads."""
    event.listen(engine.sync_engine, "handle_error", _hide_values)
    event.listen(engine.sync_engine, "connect", _prepare_connection)
    event.listen(engine.sync_engine, "begin", _begin_immediate)


def _is_sqlite(url: URL) -> bool:
    return url.get_backend_name() == "sqlite"


def _prepare_connection(connection: Any, record: object) -> None:
    del record
    # pysqlite must not open transactions by itself, or BEGIN IMMEDIATE below comes too late.
    connection.isolation_level = None
    cursor = connection.cursor()
    for pragma in _PRAGMAS:
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _begin_immediate(connection: Connection) -> None:
    # A transaction that reads and then writes would else fail with "database is locked".
    connection.exec_driver_sql("BEGIN IMMEDIATE")


def _hide_values(context: ExceptionContext) -> None:
    # PostgreSQL's DETAIL names the key that was there already, asyncpg the value that does not
    # fit; both stand in the causes, where hiding parameters does not reach.
    error: BaseException | None = context.sqlalchemy_exception or context.original_exception
    while error is not None:
        if getattr(error, "detail", None):
            setattr(error, "detail", None)  # noqa: B010 - only the driver's errors have it
        if any("query argument" in str(each) for each in error.args):
            error.args = ("a value does not fit its column",)
        error = getattr(error, "orig", None) or error.__cause__ or error.__context__
