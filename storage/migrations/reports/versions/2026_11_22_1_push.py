"""Sealed addresses of who asked to be notified, and wishes to forget them."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from storage.kit.base import UTCDateTime

revision = "2026_11_22_1"
down_revision = "2026_11_21_3"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "notice_routes",
        sa.Column("tip_id", sa.String(32), nullable=False),
        sa.Column("month", sa.String(7), nullable=False),
        sa.Column("address", sa.LargeBinary(), nullable=False),
        sa.Column("due_at", UTCDateTime(), nullable=True),
        sa.Column("is_told", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("tip_id", name="pk_notice_routes"),
        sa.ForeignKeyConstraint(["tip_id"], ["tips.id"], name="fk_notice_routes_tip_id_tips"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "forget_wishes",
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("month", sa.String(7), nullable=False),
        sa.Column("address", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_forget_wishes"),
        sqlite_with_rowid=False,
    )


def downgrade() -> None:
    op.drop_table("forget_wishes")
    op.drop_table("notice_routes")
