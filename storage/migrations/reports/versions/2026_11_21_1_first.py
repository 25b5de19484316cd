"""The first tables of the reports house."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from storage.kit.base import Sealed, UTCDateTime

revision = "2026_11_21_1"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    _create_units()
    _create_staff()
    _create_tips()
    _create_envelopes()
    _create_sealed_files()
    _create_outbox()


def downgrade() -> None:
    for table in ("outbox", "sealed_files", "envelopes", "tips", "staff", "units"):
        op.drop_table(table)


def _create_units() -> None:
    op.create_table(
        "units",
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("region_id", sa.String(32), nullable=False),
        sa.Column("chat_id", sa.BigInteger(), nullable=True),
        sa.Column("locale", sa.String(16), nullable=False),
        sa.Column("binding_digest", sa.LargeBinary(32), nullable=True),
        sa.Column("binding_until", UTCDateTime(), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_units"),
        sa.UniqueConstraint("chat_id", name="uq_units_chat_id"),
        sqlite_with_rowid=False,
    )


def _create_staff() -> None:
    op.create_table(
        "staff",
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("unit_id", sa.String(32), nullable=False),
        sa.Column("chat_id", sa.BigInteger(), nullable=False),
        sa.Column("role", sa.String(16), nullable=False),
        sa.Column("locale", sa.String(16), nullable=False),
        sa.Column("joined", UTCDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_staff"),
        sa.ForeignKeyConstraint(["unit_id"], ["units.id"], name="fk_staff_unit_id_units"),
        sa.UniqueConstraint("chat_id", "unit_id", name="uq_staff_chat_id_unit_id"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_staff_unit_id", "staff", ["unit_id"])


def _create_tips() -> None:
    op.create_table(
        "tips",
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("number", sa.String(9), nullable=False),
        sa.Column("lookup", sa.LargeBinary(32), nullable=False),
        sa.Column("mailbox_public", sa.LargeBinary(32), nullable=False),
        sa.Column("region_id", sa.String(32), nullable=False),
        sa.Column("category", sa.String(16), nullable=False),
        sa.Column("urgency", sa.String(16), nullable=False),
        sa.Column("status", sa.String(16), nullable=False),
        sa.Column("unit_id", sa.String(32), nullable=False),
        sa.Column("hour", UTCDateTime(), nullable=False),
        sa.Column("acceptance", sa.BigInteger(), nullable=False),
        sa.Column("holder_id", sa.String(32), nullable=True),
        sa.Column("card_message_id", sa.BigInteger(), nullable=True),
        sa.Column("closed_as", sa.String(32), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_tips"),
        sa.ForeignKeyConstraint(["unit_id"], ["units.id"], name="fk_tips_unit_id_units"),
        sa.ForeignKeyConstraint(["holder_id"], ["staff.id"], name="fk_tips_holder_id_staff"),
        sa.UniqueConstraint("number", name="uq_tips_number"),
        sa.UniqueConstraint("lookup", name="uq_tips_lookup"),
        sa.UniqueConstraint("acceptance", name="uq_tips_acceptance"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_tips_unit_id", "tips", ["unit_id"])
    op.create_index("ix_tips_holder_id", "tips", ["holder_id"])


def _create_envelopes() -> None:
    op.create_table(
        "envelopes",
        sa.Column("tip_id", sa.String(32), nullable=False),
        sa.Column("sequence", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("author", sa.String(8), nullable=False),
        sa.Column("schema", sa.Integer(), nullable=False),
        sa.Column("key_id", sa.String(64), nullable=False),
        sa.Column("body", Sealed(), nullable=False),
        sa.Column("nonce", sa.LargeBinary(16), nullable=True),
        sa.Column("hour", UTCDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("tip_id", "sequence", name="pk_envelopes"),
        sa.ForeignKeyConstraint(["tip_id"], ["tips.id"], name="fk_envelopes_tip_id_tips"),
        sa.UniqueConstraint("nonce", name="uq_envelopes_nonce"),
        sqlite_with_rowid=False,
    )


def _create_sealed_files() -> None:
    op.create_table(
        "sealed_files",
        sa.Column("name", sa.String(32), nullable=False),
        sa.Column("tip_id", sa.String(32), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("name", name="pk_sealed_files"),
        sa.ForeignKeyConstraint(["tip_id"], ["tips.id"], name="fk_sealed_files_tip_id_tips"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_sealed_files_tip_id", "sealed_files", ["tip_id"])


def _create_outbox() -> None:
    op.create_table(
        "outbox",
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("address", sa.LargeBinary(), nullable=False),
        sa.Column("payload", sa.JSON(), nullable=False),
        sa.Column("due_at", UTCDateTime(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_outbox"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_outbox_due_at", "outbox", ["due_at"])
