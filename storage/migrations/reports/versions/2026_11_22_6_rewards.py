"""Rewards, decisions, claims and the ledger; to three of the tables rows are only added."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from storage.kit.base import Sealed, UTCHour

revision = "2026_11_22_6"
down_revision = "2026_11_22_5"
branch_labels = None
depends_on = None

APPEND_ONLY = ("rewards", "reward_events", "ledger_entries")


def upgrade() -> None:
    _create_rewards()
    _create_events()
    _create_ledger()
    op.create_table(
        "reward_cards",
        sa.Column("reward_id", sa.String(32), nullable=False),
        sa.Column("message_id", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("reward_id", name="pk_reward_cards"),
        sa.ForeignKeyConstraint(
            ["reward_id"], ["rewards.id"], name="fk_reward_cards_reward_id_rewards"
        ),
        sqlite_with_rowid=False,
    )
    _refuse_changes()


def downgrade() -> None:
    for table in ("reward_cards", "ledger_entries", "reward_events", "rewards"):
        op.drop_table(table)
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


def _create_rewards() -> None:
    op.create_table(
        "rewards",
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("tip_number", sa.String(9), nullable=False),
        sa.Column("unit_id", sa.String(32), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_rewards"),
        sa.ForeignKeyConstraint(["unit_id"], ["units.id"], name="fk_rewards_unit_id_units"),
        sa.UniqueConstraint("tip_number", name="uq_rewards_tip_number"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_rewards_unit_id", "rewards", ["unit_id"])


def _create_events() -> None:
    op.create_table(
        "reward_events",
        sa.Column("reward_id", sa.String(32), nullable=False),
        sa.Column("sequence", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("staff_id", sa.String(32), nullable=True),
        sa.Column("amount", sa.BigInteger(), nullable=True),
        sa.Column("upper", sa.BigInteger(), nullable=True),
        sa.Column("reason", sa.String(32), nullable=True),
        sa.Column("facts", sa.JSON(), nullable=True),
        sa.Column("verifier", sa.LargeBinary(32), nullable=True),
        sa.Column("note", Sealed(), nullable=True),
        sa.Column("note_key", sa.String(64), nullable=True),
        sa.Column("hour", UTCHour(), nullable=False),
        sa.PrimaryKeyConstraint("reward_id", "sequence", name="pk_reward_events"),
        sa.ForeignKeyConstraint(
            ["reward_id"], ["rewards.id"], name="fk_reward_events_reward_id_rewards"
        ),
        sa.ForeignKeyConstraint(
            ["staff_id"], ["staff.id"], name="fk_reward_events_staff_id_staff"
        ),
        sqlite_with_rowid=False,
    )


def _create_ledger() -> None:
    op.create_table(
        "ledger_entries",
        sa.Column("transaction_id", sa.String(64), nullable=False),
        sa.Column("line", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("position", sa.BigInteger(), nullable=False),
        sa.Column("unit_id", sa.String(32), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("account", sa.String(16), nullable=False),
        sa.Column("debit", sa.BigInteger(), nullable=False),
        sa.Column("credit", sa.BigInteger(), nullable=False),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("reward_id", sa.String(32), nullable=True),
        sa.Column("tip_number", sa.String(9), nullable=True),
        sa.Column("staff_id", sa.String(32), nullable=True),
        sa.Column("reverses", sa.String(64), nullable=True),
        sa.Column("hour", UTCHour(), nullable=False),
        sa.PrimaryKeyConstraint("transaction_id", "line", name="pk_ledger_entries"),
        sa.ForeignKeyConstraint(["unit_id"], ["units.id"], name="fk_ledger_entries_unit_id_units"),
        sa.ForeignKeyConstraint(
            ["reward_id"], ["rewards.id"], name="fk_ledger_entries_reward_id_rewards"
        ),
        sa.ForeignKeyConstraint(
            ["staff_id"], ["staff.id"], name="fk_ledger_entries_staff_id_staff"
        ),
        sa.CheckConstraint(
            "debit >= 0 AND credit >= 0 AND (debit = 0) <> (credit = 0)",
            name="ck_ledger_entries_one_side",
        ),
        sqlite_with_rowid=False,
    )
    for column in ("position", "unit_id", "reward_id"):
        op.create_index(f"ix_ledger_entries_{column}", "ledger_entries", [column])
