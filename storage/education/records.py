"""Everything that is kept of one learner: to be shown, taken elsewhere or erased as a whole.

The tables are found by their foreign keys, so that a new one cannot be forgotten here.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Select, Table, insert, select
from sqlalchemy.ext.asyncio import AsyncSession

from storage.education.base import Base
from storage.education.certificates import Certificate
from storage.education.outbox import Outbox

LEARNERS = "learners"

Row = Mapping[str, Any]
Rows = Mapping[str, Sequence[Row]]


class LearnerRecords:
    """Rows by table, parents before their children."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def read(self, learner_id: str) -> Rows:
        """Return the learner's rows of every table that holds any."""
        found = {}
        for table in tables_of_learners():
            rows = (await self._session.execute(_rows_of(table, learner_id))).mappings().all()
            if rows:
                found[table.name] = [dict(row) for row in rows]
        return found

    async def write(self, rows: Rows) -> None:
        """Add rows that were read from another database."""
        for table in tables_of_learners():
            if rows.get(table.name):
                await self._session.execute(insert(table), [dict(row) for row in rows[table.name]])


def tables_of_learners() -> list[Table]:
    """Return the learners' table and all that depend on it, in the order of their keys."""
    found: list[Table] = []
    for table in Base.metadata.sorted_tables:
        if table.name == LEARNERS or _parent(table, found) is not None:
            found.append(table)
    return found


def tables_to_scrub() -> list[str]:
    """Return the names of the tables that an erasure leaves traces in."""
    named = {Outbox.__tablename__, Certificate.__tablename__}
    return [*(table.name for table in tables_of_learners()), *sorted(named)]


def _parent(table: Table, among: Sequence[Table]) -> Table | None:
    """Return the table through which this one belongs to learners."""
    referred = [key.column.table for key in table.foreign_keys]
    return next((each for each in among if each in referred), None)


def _rows_of(table: Table, learner_id: str) -> Select[Any]:
    """Select a table's rows by walking its foreign keys up to the learner."""
    statement, here = select(table), table
    while here.name != LEARNERS:
        key = next(k for k in here.foreign_keys if k.column.table in tables_of_learners())
        statement = statement.join(key.column.table, key.parent == key.column)
        here = key.column.table
    return statement.where(here.c.id == learner_id)
