"""What the clock promised, and what it said."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from storage.kit.base import UTCDateTime, UTCHour

revision = "2026_11_22_5"
down_revision = "2026_11_22_4"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "tip_promises",
        sa.Column("tip_id", sa.String(32), nullable=False),
        sa.Column("term", sa.String(16), nullable=False),
        sa.Column("round", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("began", UTCHour(), nullable=False),
        sa.Column("due_at", UTCDateTime(), nullable=False),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("settled", UTCHour(), nullable=True),
        sa.PrimaryKeyConstraint("tip_id", "term", "round", name="pk_tip_promises"),
        sa.ForeignKeyConstraint(["tip_id"], ["tips.id"], name="fk_tip_promises_tip_id_tips"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "tip_reminders",
        sa.Column("tip_id", sa.String(32), nullable=False),
        sa.Column("term", sa.String(16), nullable=False),
        sa.Column("round", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("step", sa.String(16), nullable=False),
        sa.Column("at", UTCDateTime(), nullable=False),
        sa.Column("state", sa.String(16), nullable=False),
        sa.PrimaryKeyConstraint("tip_id", "term", "round", "step", name="pk_tip_reminders"),
        sa.ForeignKeyConstraint(["tip_id"], ["tips.id"], name="fk_tip_reminders_tip_id_tips"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_tip_reminders_at", "tip_reminders", ["at"])
    op.create_table(
        "boards",
        sa.Column("unit_id", sa.String(32), nullable=False),
        sa.Column("chat_id", sa.BigInteger(), nullable=False),
        sa.Column("message_id", sa.BigInteger(), nullable=False),
        sa.Column("shown", sa.LargeBinary(16), nullable=False),
        sa.PrimaryKeyConstraint("unit_id", name="pk_boards"),
        sa.ForeignKeyConstraint(["unit_id"], ["units.id"], name="fk_boards_unit_id_units"),
        sqlite_with_rowid=False,
    )


def downgrade() -> None:
    for table in ("boards", "tip_reminders", "tip_promises"):
        op.drop_table(table)
