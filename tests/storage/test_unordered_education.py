"""Rows that were there before lose their numbers and nothing else."""

from __future__ import annotations

import pytest
from sqlalchemy import text

from storage.education.base import Base
from storage.kit.migrate import downgrade, upgrade
from tests.databases import Database

ROWS = (
    "INSERT INTO learners (id, channel, chat_id, is_active, seen_at) VALUES ('a', 'telegram', 7, 1, '2026-11-21 10:00:00')",
    "INSERT INTO attempts (id, learner_id, lesson_id, seed, question_ids, position, selected, started_at) VALUES ('t', 'a', 'x', 1, '[]', 0, '[]', '2026-11-21 10:00:00')",
    "INSERT INTO answers VALUES ('t', 'q', '[]', 1, '2026-11-21 10:00:00')",
    "INSERT INTO applied_updates VALUES (1, 2, '2026-11-21 10:00:00')",
)
TABLES = ("learners", "attempts", "answers", "applied_updates")


@pytest.mark.parametrize("target", ["2026_11_21_1", "2026_11_21_2"])
async def test_rows_survive_being_built_anew(sqlite: Database, target: str) -> None:
    engine = await sqlite(None)
    await upgrade(engine, "education", "2026_11_21_1")
    async with engine.begin() as connection:
        for row in ROWS:
            await connection.execute(text(row))
    await upgrade(engine, "education")
    if target == "2026_11_21_1":
        await downgrade(engine, "education", target)
    async with engine.begin() as connection:
        for table in TABLES:
            counted = await connection.exec_driver_sql(f"SELECT count(*) FROM {table}")  # noqa: S608
            assert counted.scalar_one() == 1
        # The keys still point where they did: what belongs to a learner goes with him.
        await connection.exec_driver_sql("DELETE FROM learners")
        counted = await connection.exec_driver_sql("SELECT count(*) FROM answers")
        assert counted.scalar_one() == 0


async def test_no_table_numbers_its_rows_as_they_come(sqlite: Database) -> None:
    engine = await sqlite("education")
    async with engine.connect() as connection:
        for table in Base.metadata.tables:
            found = await connection.exec_driver_sql(
                "SELECT sql FROM sqlite_master WHERE name = ?", (table,)
            )
            assert "WITHOUT ROWID" in found.scalar_one()
