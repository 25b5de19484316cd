"""The units, who works there, and what is written down of their work."""

from __future__ import annotations

from collections.abc import Callable

import sqlalchemy as sa
from sqlalchemy.schema import SchemaItem

from storage.kit.base import UTCDateTime, UTCHour

TABLES: dict[str, Callable[[], tuple[SchemaItem, ...]]] = {
    "units": lambda: (
        sa.Column("id", sa.String(32), primary_key=True),
        sa.Column("region_id", sa.String(32), nullable=False),
        sa.Column("chat_id", sa.BigInteger(), unique=True),
        sa.Column("locale", sa.String(16), nullable=False),
        sa.Column("binding_digest", sa.LargeBinary(32)),
        sa.Column("binding_until", UTCDateTime()),
        sa.Column("unreachable_since", UTCHour()),
        sa.Column("exposed_wrapping", sa.LargeBinary(32)),
    ),
    "staff": lambda: (
        sa.Column("id", sa.String(32), primary_key=True),
        sa.Column("unit_id", sa.String(32), sa.ForeignKey("units.id"), nullable=False, index=True),
        sa.Column("chat_id", sa.BigInteger(), nullable=False),
        sa.Column("locale", sa.String(16), nullable=False),
        sa.Column("joined", UTCDateTime(), nullable=False),
        sa.Column("roles", sa.String(64), nullable=False, server_default=sa.text("''")),
        sa.Column("knows_passphrase", sa.Boolean(), nullable=False, server_default=sa.false()),
        sa.UniqueConstraint("chat_id", "unit_id"),
    ),
    "invitations": lambda: (
        sa.Column("digest", sa.LargeBinary(32), primary_key=True),
        sa.Column("panel", sa.String(32), nullable=False, unique=True),
        sa.Column("unit_id", sa.String(32), sa.ForeignKey("units.id"), nullable=False),
        sa.Column("roles", sa.String(64), nullable=False),
        sa.Column("until", UTCHour(), nullable=False),
        sa.Column("invited_by", sa.String(32), sa.ForeignKey("staff.id")),
        sa.Column("used_by", sa.String(32), sa.ForeignKey("staff.id")),
    ),
    "attempts_refused": lambda: (
        sa.Column("hour", UTCHour(), primary_key=True),
        sa.Column("kind", sa.String(40), primary_key=True),
        sa.Column("staff_id", sa.String(32), primary_key=True),
        sa.Column("count", sa.Integer(), nullable=False),
    ),
    "audit_entries": lambda: (
        sa.Column("position", sa.BigInteger(), primary_key=True, autoincrement=False),
        sa.Column("kind", sa.String(24), nullable=False),
        sa.Column("unit_id", sa.String(40), nullable=False, index=True),
        sa.Column("staff_id", sa.String(32)),
        sa.Column("tip_number", sa.String(9), index=True),
        sa.Column("detail", sa.String(64), nullable=False),
        sa.Column("hour", UTCHour(), nullable=False),
        sa.Column("digest", sa.LargeBinary(32), nullable=False),
        sa.Column("signature", sa.LargeBinary(64), nullable=False),
    ),
    "audit_heads": lambda: (
        sa.Column("unit_id", sa.String(40), primary_key=True),
        sa.Column("day", sa.Date(), primary_key=True),
        sa.Column("position", sa.BigInteger(), nullable=False),
        sa.Column("digest", sa.LargeBinary(32), nullable=False),
        sa.Column("signature", sa.LargeBinary(64), nullable=False),
    ),
    "boards": lambda: (
        sa.Column("unit_id", sa.String(32), sa.ForeignKey("units.id"), primary_key=True),
        sa.Column("chat_id", sa.BigInteger(), nullable=False),
        sa.Column("message_id", sa.BigInteger(), nullable=False),
        sa.Column("shown", sa.LargeBinary(16), nullable=False),
    ),
    "digests": lambda: (
        sa.Column("unit_id", sa.String(32), sa.ForeignKey("units.id"), primary_key=True),
        sa.Column("message_id", sa.BigInteger(), nullable=False),
        sa.Column("hour", UTCDateTime(), nullable=False),
    ),
    "counted_months": lambda: (
        sa.Column("month", sa.Integer(), primary_key=True, autoincrement=False),
    ),
    "monthly_figures": lambda: (
        sa.Column(
            "month",
            sa.Integer(),
            sa.ForeignKey("counted_months.month"),
            primary_key=True,
            autoincrement=False,
        ),
        sa.Column("subject", sa.String(16), primary_key=True),
        sa.Column("region_id", sa.String(32), primary_key=True),
        sa.Column("cell", sa.String(16), primary_key=True),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.Column("fen", sa.BigInteger(), nullable=False),
    ),
    "outbox": lambda: (
        sa.Column("id", sa.String(32), primary_key=True),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("address", sa.LargeBinary(), nullable=False),
        sa.Column("payload", sa.JSON(), nullable=False),
        sa.Column("due_at", UTCDateTime(), nullable=False, index=True),
        sa.Column("attempts", sa.Integer(), nullable=False),
    ),
}
