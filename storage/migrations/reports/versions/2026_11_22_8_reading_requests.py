"""Who asks to read about a minor, before a supervisor has answered."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "2026_11_22_8"
down_revision = "2026_11_22_7"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _let_approved_by_wait(nullable=True)


def downgrade() -> None:
    op.execute("DELETE FROM minor_approvals WHERE approved_by IS NULL")
    _let_approved_by_wait(nullable=False)


def _let_approved_by_wait(*, nullable: bool) -> None:
    rowless = {"sqlite_with_rowid": False}
    with op.batch_alter_table("minor_approvals", table_kwargs=rowless) as table:
        table.alter_column("approved_by", existing_type=sa.String(32), nullable=nullable)
