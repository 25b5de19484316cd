"""The end of tips, tombstones, and links between tips that are likely the same."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from storage.kit.base import Sealed

revision = "2026_11_21_3"
down_revision = "2026_11_21_2"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("tips", sa.Column("closed_on", sa.Date(), nullable=True))
    _create_tombstones()
    _create_end_announcements()
    _create_tip_signatures()
    _create_tip_links()


def downgrade() -> None:
    for table in ("tip_links", "tip_signatures", "end_announcements", "tombstones"):
        op.drop_table(table)
    op.drop_column("tips", "closed_on")


def _create_tombstones() -> None:
    op.create_table(
        "tombstones",
        sa.Column("number", sa.String(9), nullable=False),
        sa.Column("lookup", sa.LargeBinary(32), nullable=False),
        sa.Column("accepted_on", sa.Date(), nullable=False),
        sa.Column("ended_on", sa.Date(), nullable=False),
        sa.Column("category_class", sa.String(16), nullable=False),
        sa.Column("outcome_class", sa.String(16), nullable=False),
        sa.PrimaryKeyConstraint("number", name="pk_tombstones"),
        sa.UniqueConstraint("lookup", name="uq_tombstones_lookup"),
        sqlite_with_rowid=False,
    )


def _create_end_announcements() -> None:
    op.create_table(
        "end_announcements",
        sa.Column("tip_id", sa.String(32), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column("days_ahead", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("tip_id", name="pk_end_announcements"),
        sa.ForeignKeyConstraint(["tip_id"], ["tips.id"], name="fk_end_announcements_tip_id_tips"),
        sqlite_with_rowid=False,
    )


def _create_tip_signatures() -> None:
    op.create_table(
        "tip_signatures",
        sa.Column("tip_id", sa.String(32), nullable=False),
        sa.Column("covers", sa.Integer(), nullable=False),
        sa.Column("key_id", sa.String(64), nullable=False),
        sa.Column("body", Sealed(), nullable=False),
        sa.PrimaryKeyConstraint("tip_id", name="pk_tip_signatures"),
        sa.ForeignKeyConstraint(["tip_id"], ["tips.id"], name="fk_tip_signatures_tip_id_tips"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_tip_signatures_key_id", "tip_signatures", ["key_id"])


def _create_tip_links() -> None:
    op.create_table(
        "tip_links",
        sa.Column("tip_id", sa.String(32), nullable=False),
        sa.Column("other_id", sa.String(32), nullable=False),
        sa.Column("score", sa.String(8), nullable=False),
        sa.Column("verdict", sa.String(16), nullable=True),
        sa.PrimaryKeyConstraint("tip_id", "other_id", name="pk_tip_links"),
        sa.ForeignKeyConstraint(["tip_id"], ["tips.id"], name="fk_tip_links_tip_id_tips"),
        sa.ForeignKeyConstraint(["other_id"], ["tips.id"], name="fk_tip_links_other_id_tips"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_tip_links_other_id", "tip_links", ["other_id"])
