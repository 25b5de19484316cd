"""Every history goes up, down and up, and ends at the models."""

from __future__ import annotations

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, MetaData, inspect, text

from storage.education import models as education
from storage.errors import OtherVersionError
from storage.kit.migrate import HOUSES, alembic_config, downgrade, upgrade
from storage.reports import unit_of_work as reports
from storage.reports.base import Base as ReportsBase
from tests.databases import Database

assert reports, "its import brings in every model"
METADATA = {"education": education.Base.metadata, "reports": ReportsBase.metadata}
house_by_house = pytest.mark.parametrize("house", HOUSES)


def differences(connection: Connection, metadata: MetaData) -> list[object]:
    context = MigrationContext.configure(
        connection, opts={"compare_type": True, "compare_server_default": True}
    )
    return list(compare_metadata(context, metadata))


def tables(connection: Connection) -> set[str]:
    return set(inspect(connection).get_table_names()) - {"alembic_version"}


@house_by_house
async def test_every_step_of_a_history_goes_up_down_and_up_and_ends_at_the_models(
    database: Database, house: str
) -> None:
    engine = await database(None)
    script = ScriptDirectory.from_config(alembic_config(house))
    (_head,) = script.get_heads()
    for revision in reversed(list(script.walk_revisions())):
        await upgrade(engine, house, revision.revision)
        await downgrade(engine, house, str(revision.down_revision or "base"))
        await upgrade(engine, house, revision.revision)
    await upgrade(engine, house)
    async with engine.connect() as connection:
        assert await connection.run_sync(tables) == set(METADATA[house].tables)
        assert await connection.run_sync(differences, METADATA[house]) == []
    await downgrade(engine, house)
    async with engine.connect() as connection:
        assert await connection.run_sync(tables) == set()


@house_by_house
async def test_no_table_of_sqlite_numbers_its_rows_as_they_come(
    sqlite: Database, house: str
) -> None:
    engine = await sqlite(house)
    async with engine.connect() as connection:
        for table in METADATA[house].tables:
            found = await connection.exec_driver_sql(
                "SELECT sql FROM sqlite_master WHERE name = ?", (table,)
            )
            assert "WITHOUT ROWID" in found.scalar_one(), table


@house_by_house
async def test_a_database_of_another_version_is_left_as_it_is(
    database: Database, house: str
) -> None:
    engine = await database(house)
    async with engine.begin() as connection:
        await connection.execute(text("UPDATE alembic_version SET version_num = '2026_11_22_2'"))
    with pytest.raises(OtherVersionError, match=rf"the {house} database .*2026_11_22_2"):
        await upgrade(engine, house)
    async with engine.connect() as connection:
        found = await connection.execute(text("SELECT version_num FROM alembic_version"))
        assert found.scalars().all() == ["2026_11_22_2"]


def test_a_house_that_does_not_exist_has_no_history() -> None:
    with pytest.raises(ValueError, match="no such house"):
        alembic_config("../reports")


def test_the_houses_share_no_metadata_and_no_model() -> None:
    assert METADATA["education"] is not METADATA["reports"]
    mapped = {
        house: {mapper.class_ for mapper in base.registry.mappers}
        for house, base in (("education", education.Base), ("reports", ReportsBase))
    }
    assert mapped["education"].isdisjoint(mapped["reports"])
