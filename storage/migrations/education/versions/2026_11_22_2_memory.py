"""Review states, reminders and consent."""

from __future__ import annotations

revision = "2026_11_22_2"
down_revision = "2026_11_22_1"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Filled in with its feature."""


def downgrade() -> None:
    """Filled in with its feature."""
