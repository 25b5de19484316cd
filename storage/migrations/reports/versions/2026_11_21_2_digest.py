"""Tips that wait together in a digest, the digests, and wishes to mute."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from storage.kit.base import UTCDateTime

revision = "2026_11_21_2"
down_revision = "2026_11_21_1"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "waiting_tips",
        sa.Column("tip_id", sa.String(32), nullable=False),
        sa.PrimaryKeyConstraint("tip_id", name="pk_waiting_tips"),
        sa.ForeignKeyConstraint(["tip_id"], ["tips.id"], name="fk_waiting_tips_tip_id_tips"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "digests",
        sa.Column("unit_id", sa.String(32), nullable=False),
        sa.Column("message_id", sa.BigInteger(), nullable=False),
        sa.Column("hour", UTCDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("unit_id", name="pk_digests"),
        sa.ForeignKeyConstraint(["unit_id"], ["units.id"], name="fk_digests_unit_id_units"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "mute_wishes",
        sa.Column("tip_id", sa.String(32), nullable=False),
        sa.PrimaryKeyConstraint("tip_id", name="pk_mute_wishes"),
        sa.ForeignKeyConstraint(["tip_id"], ["tips.id"], name="fk_mute_wishes_tip_id_tips"),
        sqlite_with_rowid=False,
    )


def downgrade() -> None:
    for table in ("mute_wishes", "digests", "waiting_tips"):
        op.drop_table(table)
