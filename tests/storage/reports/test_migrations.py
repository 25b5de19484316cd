"""The history of the reports database goes up, down and up, and ends at the models."""

from __future__ import annotations

from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Connection, inspect
from sqlalchemy.ext.asyncio import AsyncEngine

from storage.kit.migrate import downgrade, upgrade
from storage.reports import unit_of_work
from storage.reports.base import Base

assert unit_of_work, "its import brings in every model"


def _differences(connection: Connection) -> list[object]:
    context = MigrationContext.configure(connection, opts={"compare_type": True})
    return list(compare_metadata(context, Base.metadata))


def _tables(connection: Connection) -> set[str]:
    return set(inspect(connection).get_table_names())


async def test_the_migrations_end_at_the_models(engine: AsyncEngine) -> None:
    async with engine.connect() as connection:
        assert await connection.run_sync(_differences) == []


async def test_the_migrations_go_down_and_up_again(engine: AsyncEngine) -> None:
    await downgrade(engine, "reports")
    async with engine.connect() as connection:
        assert await connection.run_sync(_tables) == {"alembic_version"}
    await upgrade(engine, "reports")
    async with engine.connect() as connection:
        assert set(Base.metadata.tables) <= await connection.run_sync(_tables)


async def test_no_table_of_sqlite_numbers_its_rows_as_they_come(engine: AsyncEngine) -> None:
    if engine.dialect.name != "sqlite":
        return
    async with engine.connect() as connection:
        for table in Base.metadata.tables:
            rows = await connection.exec_driver_sql(
                "SELECT sql FROM sqlite_master WHERE name = ?", (table,)
            )
            assert "WITHOUT ROWID" in rows.scalar_one()
