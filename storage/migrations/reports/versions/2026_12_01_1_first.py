"""The tables of the reports house; to three of them rows are only added."""

from __future__ import annotations

from alembic import op

from storage.migrations.reports.first import rewards, tips, units

revision = "2026_12_01_1"
down_revision = None
branch_labels = None
depends_on = None

TABLES = {**units.TABLES, **tips.TABLES, **rewards.TABLES}
APPEND_ONLY = ("rewards", "reward_events", "ledger_entries")


def upgrade() -> None:
    for name, columns in TABLES.items():
        op.create_table(name, *columns(), sqlite_with_rowid=False)
    _refuse_changes()


def downgrade() -> None:
    for name in reversed(TABLES):
        op.drop_table(name)
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP FUNCTION refuse_change()")


def _refuse_changes() -> None:
    is_postgresql = op.get_bind().dialect.name == "postgresql"
    if is_postgresql:
        # The levelling writes each row anew as it is, so that it tells no order.
        op.execute(
            "CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS "
            "$$ BEGIN IF TG_OP = 'UPDATE' THEN IF NEW *= OLD THEN RETURN NEW; END IF; END IF; "
            "RAISE EXCEPTION 'rows are only added here'; END $$"
        )
    for table in APPEND_ONLY:
        for verb in ("UPDATE", "DELETE"):
            name = f"{table}_no_{verb.lower()}"
            if is_postgresql:
                op.execute(
                    f"CREATE TRIGGER {name} BEFORE {verb} ON {table} "
                    "FOR EACH ROW EXECUTE FUNCTION refuse_change()"
                )
            else:
                op.execute(
                    f"CREATE TRIGGER {name} BEFORE {verb} ON {table} "
                    "BEGIN SELECT RAISE(ABORT, 'rows are only added here'); END"
                )
