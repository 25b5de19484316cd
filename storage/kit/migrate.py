"""Each house's own history, run from code so that no one runs it by hand."""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection
from sqlalchemy.ext.asyncio import AsyncEngine

from storage.errors import OtherVersionError

MIGRATIONS = Path(__file__).parent.parent / "migrations"
HOUSES = ("education", "reports")


def alembic_config(house: str, connection: Connection | None = None) -> Config:
    """Return the configuration of a house's history, bound to a connection if one is given."""
    if house not in HOUSES:
        raise ValueError("no such house")
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS / house).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    return config


async def upgrade(engine: AsyncEngine, house: str, revision: str = "head") -> None:
    """Bring a database to a revision; a fresh one gets everything.

    `OtherVersionError` says that it stands where no history of ours leads.
    """
    async with engine.begin() as connection:
        await connection.run_sync(_upgrade, house, revision)


async def downgrade(engine: AsyncEngine, house: str, revision: str = "base") -> None:
    """Take a database back to a revision."""
    async with engine.begin() as connection:
        await connection.run_sync(
            lambda sync: command.downgrade(alembic_config(house, sync), revision)
        )


def _upgrade(connection: Connection, house: str, revision: str) -> None:
    config = alembic_config(house, connection)
    known = {each.revision for each in ScriptDirectory.from_config(config).walk_revisions()}
    for found in MigrationContext.configure(connection).get_current_heads():
        if found not in known:
            raise OtherVersionError(house, found)
    command.upgrade(config, revision)
