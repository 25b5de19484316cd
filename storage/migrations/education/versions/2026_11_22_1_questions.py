"""New kinds of question need no new column: an answer is a list of ids, as it was."""

from __future__ import annotations

revision = "2026_11_22_1"
down_revision = "2026_11_21_2"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Change nothing."""


def downgrade() -> None:
    """Change nothing."""
