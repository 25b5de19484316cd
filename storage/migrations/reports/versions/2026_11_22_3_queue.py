"""The queue: urgency, hand-over, outcome facts and links."""

from __future__ import annotations

revision = "2026_11_22_3"
down_revision = "2026_11_22_2"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Filled in with its feature."""


def downgrade() -> None:
    """Filled in with its feature."""
