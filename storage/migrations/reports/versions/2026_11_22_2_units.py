"""Units in a tree, roles, invitations and topics."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from storage.kit.base import UTCHour

revision = "2026_11_22_2"
down_revision = "2026_11_22_1"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column(
        "staff", sa.Column("roles", sa.String(64), nullable=False, server_default=sa.text("''"))
    )
    op.add_column(
        "staff",
        sa.Column("knows_passphrase", sa.Boolean(), nullable=False, server_default=sa.false()),
    )
    op.execute("UPDATE staff SET roles = role")
    op.drop_column("staff", "role")
    op.add_column("units", sa.Column("unreachable_since", UTCHour(), nullable=True))
    op.add_column("units", sa.Column("exposed_wrapping", sa.LargeBinary(32), nullable=True))
    _create_invitations()
    _create_tip_topics()
    _create_attempts_refused()


def downgrade() -> None:
    for table in ("attempts_refused", "tip_topics", "invitations"):
        op.drop_table(table)
    op.drop_column("units", "exposed_wrapping")
    op.drop_column("units", "unreachable_since")
    op.add_column(
        "staff", sa.Column("role", sa.String(16), nullable=False, server_default="triage")
    )
    # Whoever has no role any more must not come back with the older tables.
    op.execute(
        "UPDATE staff SET role = CASE WHEN roles = '' THEN '' "
        "WHEN roles LIKE '%supervisor%' THEN 'supervisor' ELSE 'triage' END"
    )
    op.drop_column("staff", "knows_passphrase")
    op.drop_column("staff", "roles")


def _create_invitations() -> None:
    op.create_table(
        "invitations",
        sa.Column("digest", sa.LargeBinary(32), nullable=False),
        sa.Column("panel", sa.String(32), nullable=False),
        sa.Column("unit_id", sa.String(32), nullable=False),
        sa.Column("roles", sa.String(64), nullable=False),
        sa.Column("until", UTCHour(), nullable=False),
        sa.Column("invited_by", sa.String(32), nullable=True),
        sa.Column("used_by", sa.String(32), nullable=True),
        sa.PrimaryKeyConstraint("digest", name="pk_invitations"),
        sa.ForeignKeyConstraint(["unit_id"], ["units.id"], name="fk_invitations_unit_id_units"),
        sa.ForeignKeyConstraint(
            ["invited_by"], ["staff.id"], name="fk_invitations_invited_by_staff"
        ),
        sa.ForeignKeyConstraint(["used_by"], ["staff.id"], name="fk_invitations_used_by_staff"),
        sa.UniqueConstraint("panel", name="uq_invitations_panel"),
        sqlite_with_rowid=False,
    )


def _create_tip_topics() -> None:
    op.create_table(
        "tip_topics",
        sa.Column("tip_id", sa.String(32), nullable=False),
        sa.Column("chat_id", sa.BigInteger(), nullable=False),
        sa.Column("thread_id", sa.BigInteger(), nullable=False),
        sa.Column("title", sa.String(128), nullable=False),
        sa.Column("is_closed", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("tip_id", name="pk_tip_topics"),
        sa.ForeignKeyConstraint(["tip_id"], ["tips.id"], name="fk_tip_topics_tip_id_tips"),
        sqlite_with_rowid=False,
    )


def _create_attempts_refused() -> None:
    op.create_table(
        "attempts_refused",
        sa.Column("hour", UTCHour(), nullable=False),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("staff_id", sa.String(32), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("hour", "kind", "staff_id", name="pk_attempts_refused"),
        sqlite_with_rowid=False,
    )
