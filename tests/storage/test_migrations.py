"""Every history goes up, down and up, and ends at the models."""

from __future__ import annotations

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, MetaData, inspect

from storage.education import models as education
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
async def test_a_history_goes_up_down_and_up_again(database: Database, house: str) -> None:
    engine = await database(None)
    for _ in range(2):
        await upgrade(engine, house)
        async with engine.connect() as connection:
            assert await connection.run_sync(tables) == set(METADATA[house].tables)
        await downgrade(engine, house)
        async with engine.connect() as connection:
            assert await connection.run_sync(tables) == set()


@house_by_house
async def test_each_step_of_a_history_can_be_taken_back(database: Database, house: str) -> None:
    engine = await database(None)
    script = ScriptDirectory.from_config(alembic_config(house))
    for revision in reversed(list(script.walk_revisions())):
        await upgrade(engine, house, revision.revision)
        await downgrade(engine, house, str(revision.down_revision or "base"))
        await upgrade(engine, house, revision.revision)
    async with engine.connect() as connection:
        assert await connection.run_sync(tables) == set(METADATA[house].tables)


@house_by_house
async def test_a_history_ends_at_the_models(database: Database, house: str) -> None:
    engine = await database(house)
    async with engine.connect() as connection:
        assert await connection.run_sync(differences, METADATA[house]) == []


@house_by_house
def test_a_history_has_one_head(house: str) -> None:
    assert len(ScriptDirectory.from_config(alembic_config(house)).get_heads()) == 1


async def test_upgrading_what_is_up_to_date_changes_nothing(database: Database) -> None:
    engine = await database("education")
    await upgrade(engine, "education")
    async with engine.connect() as connection:
        assert await connection.run_sync(differences, METADATA["education"]) == []


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
