"""Figures of months that are over, counted once."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "2026_11_22_7"
down_revision = "2026_11_22_6"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "counted_months",
        sa.Column("month", sa.Integer(), nullable=False, autoincrement=False),
        sa.PrimaryKeyConstraint("month", name="pk_counted_months"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "monthly_figures",
        sa.Column("month", sa.Integer(), nullable=False, autoincrement=False),
        sa.Column("subject", sa.String(16), nullable=False),
        sa.Column("region_id", sa.String(32), nullable=False),
        sa.Column("cell", sa.String(16), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.Column("fen", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint(
            "month", "subject", "region_id", "cell", name="pk_monthly_figures"
        ),
        sa.ForeignKeyConstraint(
            ["month"], ["counted_months.month"], name="fk_monthly_figures_month_counted_months"
        ),
        sqlite_with_rowid=False,
    )


def downgrade() -> None:
    op.drop_table("monthly_figures")
    op.drop_table("counted_months")
