"""The queue: hand-overs, outcomes, what is shown, approvals and transfers."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from storage.kit.base import UTCHour

revision = "2026_11_22_3"
down_revision = "2026_11_22_2"
branch_labels = None
depends_on = None

_MARKS = ("about_minor", "card_claimed")


def upgrade() -> None:
    for name in _MARKS:
        op.add_column(
            "tips", sa.Column(name, sa.Boolean(), nullable=False, server_default=sa.false())
        )
    _create_hand_overs()
    _create_tip_outcomes()
    _create_shown_messages()
    _create_minor_approvals()
    _create_transfers()


def downgrade() -> None:
    for table in (
        "transfers",
        "minor_approvals",
        "shown_messages",
        "tip_outcomes",
        "hand_overs",
    ):
        op.drop_table(table)
    for name in _MARKS:
        op.drop_column("tips", name)


def _create_hand_overs() -> None:
    op.create_table(
        "hand_overs",
        sa.Column("tip_id", sa.String(32), nullable=False),
        sa.Column("staff_id", sa.String(32), nullable=False),
        sa.PrimaryKeyConstraint("tip_id", name="pk_hand_overs"),
        sa.ForeignKeyConstraint(["tip_id"], ["tips.id"], name="fk_hand_overs_tip_id_tips"),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name="fk_hand_overs_staff_id_staff"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_hand_overs_staff_id", "hand_overs", ["staff_id"])


def _create_tip_outcomes() -> None:
    op.create_table(
        "tip_outcomes",
        sa.Column("tip_id", sa.String(32), nullable=False),
        sa.Column("verified", sa.Boolean(), nullable=False),
        sa.Column("outcome_class", sa.String(16), nullable=False),
        sa.Column("facts", sa.JSON(), nullable=False),
        sa.Column("status_before", sa.String(16), nullable=False),
        sa.Column("is_settled", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("tip_id", name="pk_tip_outcomes"),
        sa.ForeignKeyConstraint(["tip_id"], ["tips.id"], name="fk_tip_outcomes_tip_id_tips"),
        sqlite_with_rowid=False,
    )


def _create_shown_messages() -> None:
    op.create_table(
        "shown_messages",
        sa.Column("staff_id", sa.String(32), nullable=False),
        sa.Column("message_id", sa.BigInteger(), nullable=False),
        sa.Column("tip_id", sa.String(32), nullable=False),
        sa.PrimaryKeyConstraint("staff_id", "message_id", name="pk_shown_messages"),
        sa.ForeignKeyConstraint(
            ["staff_id"], ["staff.id"], name="fk_shown_messages_staff_id_staff"
        ),
        sa.ForeignKeyConstraint(["tip_id"], ["tips.id"], name="fk_shown_messages_tip_id_tips"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_shown_messages_tip_id", "shown_messages", ["tip_id"])


def _create_minor_approvals() -> None:
    op.create_table(
        "minor_approvals",
        sa.Column("tip_id", sa.String(32), nullable=False),
        sa.Column("staff_id", sa.String(32), nullable=False),
        sa.Column("approved_by", sa.String(32), nullable=False),
        sa.PrimaryKeyConstraint("tip_id", "staff_id", name="pk_minor_approvals"),
        sa.ForeignKeyConstraint(["tip_id"], ["tips.id"], name="fk_minor_approvals_tip_id_tips"),
        sa.ForeignKeyConstraint(
            ["staff_id"], ["staff.id"], name="fk_minor_approvals_staff_id_staff"
        ),
        sa.ForeignKeyConstraint(
            ["approved_by"], ["staff.id"], name="fk_minor_approvals_approved_by_staff"
        ),
        sqlite_with_rowid=False,
    )


def _create_transfers() -> None:
    op.create_table(
        "transfers",
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("tip_id", sa.String(32), nullable=False),
        sa.Column("source_id", sa.String(32), nullable=False),
        sa.Column("target_id", sa.String(32), nullable=False),
        sa.Column("step", sa.Integer(), nullable=False),
        sa.Column("hour", UTCHour(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_transfers"),
        sa.ForeignKeyConstraint(["tip_id"], ["tips.id"], name="fk_transfers_tip_id_tips"),
        sa.ForeignKeyConstraint(["source_id"], ["units.id"], name="fk_transfers_source_id_units"),
        sa.ForeignKeyConstraint(["target_id"], ["units.id"], name="fk_transfers_target_id_units"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_transfers_tip_id", "transfers", ["tip_id"])
