"""The audit chain over what the staff do and read."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from storage.kit.base import UTCHour

revision = "2026_11_22_4"
down_revision = "2026_11_22_3"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "audit_entries",
        sa.Column("position", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("kind", sa.String(24), nullable=False),
        sa.Column("unit_id", sa.String(40), nullable=False),
        sa.Column("staff_id", sa.String(32), nullable=True),
        sa.Column("tip_number", sa.String(9), nullable=True),
        sa.Column("detail", sa.String(64), nullable=False),
        sa.Column("hour", UTCHour(), nullable=False),
        sa.Column("digest", sa.LargeBinary(32), nullable=False),
        sa.Column("signature", sa.LargeBinary(64), nullable=False),
        sa.PrimaryKeyConstraint("position", name="pk_audit_entries"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_audit_entries_unit_id", "audit_entries", ["unit_id"])
    op.create_index("ix_audit_entries_tip_number", "audit_entries", ["tip_number"])
    op.create_table(
        "audit_heads",
        sa.Column("unit_id", sa.String(40), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("position", sa.BigInteger(), nullable=False),
        sa.Column("digest", sa.LargeBinary(32), nullable=False),
        sa.Column("signature", sa.LargeBinary(64), nullable=False),
        sa.PrimaryKeyConstraint("unit_id", "day", name="pk_audit_heads"),
        sqlite_with_rowid=False,
    )


def downgrade() -> None:
    op.drop_table("audit_heads")
    op.drop_table("audit_entries")
