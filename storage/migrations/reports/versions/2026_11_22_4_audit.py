"""The audit chain over what the staff do and read."""

from __future__ import annotations

revision = "2026_11_22_4"
down_revision = "2026_11_22_3"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Filled in with its feature."""


def downgrade() -> None:
    """Filled in with its feature."""
