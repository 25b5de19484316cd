"""Nothing but the acceptance number follows the order of arrival."""

from __future__ import annotations

from sqlalchemy import inspect

from storage.reports import unit_of_work
from storage.reports.base import Base
from tests.databases import Database

assert unit_of_work, "its import brings in every model"


async def test_no_table_of_sqlite_numbers_its_rows_as_they_come(sqlite: Database) -> None:
    engine = await sqlite("reports")
    async with engine.connect() as connection:
        for table in Base.metadata.tables:
            rows = await connection.exec_driver_sql(
                "SELECT sql FROM sqlite_master WHERE name = ?", (table,)
            )
            assert "WITHOUT ROWID" in rows.scalar_one()


def test_no_primary_key_is_counted_up() -> None:
    for mapper in Base.registry.mappers:
        for column in inspect(mapper.class_).primary_key:
            assert column.autoincrement is False or column.type.python_type is str
