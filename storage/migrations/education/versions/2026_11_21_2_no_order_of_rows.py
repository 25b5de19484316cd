"""Let SQLite store rows by their key alone: their numbers told who learned before whom."""

from __future__ import annotations

import re

from alembic import op
from sqlalchemy import text

revision = "2026_11_21_2"
down_revision = "2026_11_21_1"
branch_labels = None
depends_on = None

# Parents stand before their children.
TABLES = ("learners", "certificates", "attempts", "answers", "applied_updates")
_UNORDERED = " WITHOUT ROWID"


def upgrade() -> None:
    _build_anew(_UNORDERED)


def downgrade() -> None:
    _build_anew("")


def _build_anew(ending: str) -> None:
    """Copy the tables and drop the old ones, children first, so that nothing cascades."""
    if op.get_bind().dialect.name != "sqlite":
        return
    indexes = [sql for table in TABLES for sql in _definitions("index", table)]
    for table in TABLES:
        (definition,) = _definitions("table", table)
        op.execute(_renamed(definition.removesuffix(_UNORDERED)) + ending)
        op.execute(f"INSERT INTO new_{table} SELECT * FROM {table}")  # noqa: S608 - our own names
    for table in reversed(TABLES):
        op.execute(f"DROP TABLE {table}")
    for table in TABLES:
        op.execute(f"ALTER TABLE new_{table} RENAME TO {table}")
    for definition in indexes:
        op.execute(definition)


def _definitions(kind: str, table: str) -> list[str]:
    statement = text(
        "SELECT sql FROM sqlite_master WHERE type = :kind AND tbl_name = :name AND sql NOTNULL"
    )
    found = op.get_bind().execute(statement, {"kind": kind, "name": table})
    return list(found.scalars())


def _renamed(definition: str) -> str:
    """Let the table and those that it refers to carry their new names."""
    return re.sub(r'(CREATE TABLE|REFERENCES) "?(\w+)"?', r"\1 new_\2", definition)
