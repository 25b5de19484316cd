"""The tips, what is sealed of them, and what the staff do with them."""

from __future__ import annotations

from collections.abc import Callable

import sqlalchemy as sa
from sqlalchemy.schema import SchemaItem

from storage.kit.base import Sealed, UTCDateTime, UTCHour

TABLES: dict[str, Callable[[], tuple[SchemaItem, ...]]] = {
    "tips": lambda: (
        sa.Column("id", sa.String(32), primary_key=True),
        sa.Column("number", sa.String(9), nullable=False, unique=True),
        sa.Column("lookup", sa.LargeBinary(32), nullable=False, unique=True),
        sa.Column("mailbox_public", sa.LargeBinary(32), nullable=False),
        sa.Column("region_id", sa.String(32), nullable=False),
        sa.Column("category", sa.String(16), nullable=False),
        sa.Column("urgency", sa.String(16), nullable=False),
        sa.Column("status", sa.String(16), nullable=False),
        sa.Column("unit_id", sa.String(32), sa.ForeignKey("units.id"), nullable=False, index=True),
        sa.Column("hour", UTCDateTime(), nullable=False),
        sa.Column("acceptance", sa.BigInteger(), nullable=False, unique=True),
        sa.Column("holder_id", sa.String(32), sa.ForeignKey("staff.id"), index=True),
        sa.Column("card_message_id", sa.BigInteger()),
        sa.Column("closed_as", sa.String(32)),
        sa.Column("closed_on", sa.Date()),
        sa.Column("about_minor", sa.Boolean(), nullable=False, server_default=sa.false()),
        sa.Column("minor_reported", sa.Boolean(), nullable=False, server_default=sa.false()),
        sa.Column("asks_help", sa.Boolean(), nullable=False, server_default=sa.false()),
        sa.Column("card_claimed", sa.Boolean(), nullable=False, server_default=sa.false()),
    ),
    "envelopes": lambda: (
        sa.Column("tip_id", sa.String(32), sa.ForeignKey("tips.id"), primary_key=True),
        sa.Column("sequence", sa.Integer(), primary_key=True, autoincrement=False),
        sa.Column("author", sa.String(8), nullable=False),
        sa.Column("schema", sa.Integer(), nullable=False),
        sa.Column("key_id", sa.String(64), nullable=False),
        sa.Column("body", Sealed(), nullable=False),
        sa.Column("nonce", sa.LargeBinary(16), unique=True),
        sa.Column("hour", UTCDateTime(), nullable=False),
    ),
    "sealed_files": lambda: (
        sa.Column("name", sa.String(32), primary_key=True),
        sa.Column("tip_id", sa.String(32), sa.ForeignKey("tips.id"), nullable=False, index=True),
        sa.Column("sequence", sa.Integer(), nullable=False),
    ),
    "tombstones": lambda: (
        sa.Column("number", sa.String(9), primary_key=True),
        sa.Column("lookup", sa.LargeBinary(32), nullable=False, unique=True),
        sa.Column("accepted_on", sa.Date(), nullable=False),
        sa.Column("ended_on", sa.Date(), nullable=False),
        sa.Column("category_class", sa.String(16), nullable=False),
        sa.Column("outcome_class", sa.String(16), nullable=False),
    ),
    "end_announcements": lambda: (
        sa.Column("tip_id", sa.String(32), sa.ForeignKey("tips.id"), primary_key=True),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column("days_ahead", sa.Integer(), nullable=False),
    ),
    "tip_signatures": lambda: (
        sa.Column("tip_id", sa.String(32), sa.ForeignKey("tips.id"), primary_key=True),
        sa.Column("covers", sa.Integer(), nullable=False),
        sa.Column("key_id", sa.String(64), nullable=False, index=True),
        sa.Column("body", Sealed(), nullable=False),
    ),
    "tip_links": lambda: (
        sa.Column("tip_id", sa.String(32), sa.ForeignKey("tips.id"), primary_key=True),
        sa.Column(
            "other_id", sa.String(32), sa.ForeignKey("tips.id"), primary_key=True, index=True
        ),
        sa.Column("score", sa.String(8), nullable=False),
        sa.Column("verdict", sa.String(16)),
    ),
    "waiting_tips": lambda: (
        sa.Column("tip_id", sa.String(32), sa.ForeignKey("tips.id"), primary_key=True),
    ),
    "mute_wishes": lambda: (
        sa.Column("tip_id", sa.String(32), sa.ForeignKey("tips.id"), primary_key=True),
    ),
    "notice_routes": lambda: (
        sa.Column("tip_id", sa.String(32), sa.ForeignKey("tips.id"), primary_key=True),
        sa.Column("month", sa.String(7), nullable=False),
        sa.Column("address", Sealed(), nullable=False),
        sa.Column("due_at", UTCDateTime()),
        sa.Column("is_told", sa.Boolean(), nullable=False),
    ),
    "forget_wishes": lambda: (
        sa.Column("id", sa.String(32), primary_key=True),
        sa.Column("month", sa.String(7), nullable=False),
        sa.Column("address", Sealed(), nullable=False),
    ),
    "tip_topics": lambda: (
        sa.Column("tip_id", sa.String(32), sa.ForeignKey("tips.id"), primary_key=True),
        sa.Column("chat_id", sa.BigInteger(), nullable=False),
        sa.Column("thread_id", sa.BigInteger(), nullable=False),
        sa.Column("title", sa.String(128), nullable=False),
        sa.Column("is_closed", sa.Boolean(), nullable=False),
    ),
    "hand_overs": lambda: (
        sa.Column("tip_id", sa.String(32), sa.ForeignKey("tips.id"), primary_key=True),
        sa.Column(
            "staff_id", sa.String(32), sa.ForeignKey("staff.id"), nullable=False, index=True
        ),
    ),
    "tip_outcomes": lambda: (
        sa.Column("tip_id", sa.String(32), sa.ForeignKey("tips.id"), primary_key=True),
        sa.Column("verified", sa.Boolean(), nullable=False),
        sa.Column("outcome_class", sa.String(16), nullable=False),
        sa.Column("facts", sa.JSON(), nullable=False),
        sa.Column("status_before", sa.String(16), nullable=False),
        sa.Column("is_settled", sa.Boolean(), nullable=False),
    ),
    "shown_messages": lambda: (
        sa.Column("staff_id", sa.String(32), sa.ForeignKey("staff.id"), primary_key=True),
        sa.Column("message_id", sa.BigInteger(), primary_key=True, autoincrement=False),
        sa.Column("tip_id", sa.String(32), sa.ForeignKey("tips.id"), nullable=False, index=True),
    ),
    "minor_approvals": lambda: (
        sa.Column("tip_id", sa.String(32), sa.ForeignKey("tips.id"), primary_key=True),
        sa.Column("staff_id", sa.String(32), sa.ForeignKey("staff.id"), primary_key=True),
        sa.Column("approved_by", sa.String(32), sa.ForeignKey("staff.id")),
    ),
    "referrals": lambda: (
        sa.Column("tip_id", sa.String(32), sa.ForeignKey("tips.id"), primary_key=True),
        sa.Column("organ", sa.String(16), nullable=False),
        sa.Column("way", sa.String(16), nullable=False),
        sa.Column("hour", UTCHour(), nullable=False),
        sa.Column("recorded_by", sa.String(32), sa.ForeignKey("staff.id"), nullable=False),
        sa.Column("confirmed_by", sa.String(32), sa.ForeignKey("staff.id")),
    ),
    "transfers": lambda: (
        sa.Column("id", sa.String(32), primary_key=True),
        sa.Column("tip_id", sa.String(32), sa.ForeignKey("tips.id"), nullable=False, index=True),
        sa.Column("source_id", sa.String(32), sa.ForeignKey("units.id"), nullable=False),
        sa.Column("target_id", sa.String(32), sa.ForeignKey("units.id"), nullable=False),
        sa.Column("step", sa.Integer(), nullable=False),
        sa.Column("hour", UTCHour(), nullable=False),
    ),
    "tip_promises": lambda: (
        sa.Column("tip_id", sa.String(32), sa.ForeignKey("tips.id"), primary_key=True),
        sa.Column("term", sa.String(16), primary_key=True),
        sa.Column("round", sa.Integer(), primary_key=True, autoincrement=False),
        sa.Column("began", UTCHour(), nullable=False),
        sa.Column("due_at", UTCDateTime(), nullable=False),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("settled", UTCHour()),
    ),
    "tip_reminders": lambda: (
        sa.Column("tip_id", sa.String(32), sa.ForeignKey("tips.id"), primary_key=True),
        sa.Column("term", sa.String(16), primary_key=True),
        sa.Column("round", sa.Integer(), primary_key=True, autoincrement=False),
        sa.Column("step", sa.String(16), primary_key=True),
        sa.Column("at", UTCDateTime(), nullable=False, index=True),
        sa.Column("state", sa.String(16), nullable=False),
    ),
}
