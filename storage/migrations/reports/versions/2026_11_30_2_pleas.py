"""A tip says whether its words are a plea."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "2026_11_30_2"
down_revision = "2026_11_30_1"
branch_labels = None
depends_on = None


def upgrade() -> None:
    column: sa.Column[bool] = sa.Column(
        "asks_help", sa.Boolean(), nullable=False, server_default=sa.false()
    )
    op.add_column("tips", column)


def downgrade() -> None:
    op.drop_column("tips", "asks_help")
