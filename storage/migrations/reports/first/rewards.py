"""The rewards, what happened to each, and the ledger."""

from __future__ import annotations

from collections.abc import Callable

import sqlalchemy as sa
from sqlalchemy.schema import SchemaItem

from storage.kit.base import Sealed, UTCHour

TABLES: dict[str, Callable[[], tuple[SchemaItem, ...]]] = {
    "rewards": lambda: (
        sa.Column("id", sa.String(32), primary_key=True),
        sa.Column("tip_number", sa.String(9), nullable=False, unique=True),
        sa.Column("unit_id", sa.String(32), sa.ForeignKey("units.id"), nullable=False, index=True),
        sa.Column("year", sa.Integer(), nullable=False),
    ),
    "reward_events": lambda: (
        sa.Column("reward_id", sa.String(32), sa.ForeignKey("rewards.id"), primary_key=True),
        sa.Column("sequence", sa.Integer(), primary_key=True, autoincrement=False),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("staff_id", sa.String(32), sa.ForeignKey("staff.id")),
        sa.Column("amount", sa.BigInteger()),
        sa.Column("upper", sa.BigInteger()),
        sa.Column("reason", sa.String(32)),
        sa.Column("facts", sa.JSON()),
        sa.Column("verifier", sa.LargeBinary(32)),
        sa.Column("note", Sealed()),
        sa.Column("note_key", sa.String(64)),
        sa.Column("hour", UTCHour(), nullable=False),
    ),
    "ledger_entries": lambda: (
        sa.Column("transaction_id", sa.String(64), primary_key=True),
        sa.Column("line", sa.Integer(), primary_key=True, autoincrement=False),
        sa.Column("position", sa.BigInteger(), nullable=False, index=True),
        sa.Column("unit_id", sa.String(32), sa.ForeignKey("units.id"), nullable=False, index=True),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("account", sa.String(16), nullable=False),
        sa.Column("debit", sa.BigInteger(), nullable=False),
        sa.Column("credit", sa.BigInteger(), nullable=False),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("reward_id", sa.String(32), sa.ForeignKey("rewards.id"), index=True),
        sa.Column("tip_number", sa.String(9)),
        sa.Column("staff_id", sa.String(32), sa.ForeignKey("staff.id")),
        sa.Column("reverses", sa.String(64)),
        sa.Column("hour", UTCHour(), nullable=False),
        sa.CheckConstraint(
            "debit >= 0 AND credit >= 0 AND (debit = 0) <> (credit = 0)",
            name="ck_ledger_entries_one_side",
        ),
    ),
    "reward_cards": lambda: (
        sa.Column("reward_id", sa.String(32), sa.ForeignKey("rewards.id"), primary_key=True),
        sa.Column("message_id", sa.BigInteger(), nullable=False),
    ),
}
