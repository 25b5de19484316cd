"""Rewards, decisions, claims and the ledger."""

from __future__ import annotations

revision = "2026_11_22_6"
down_revision = "2026_11_22_5"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Filled in with its feature."""


def downgrade() -> None:
    """Filled in with its feature."""
