"""The tables of the education house; their rows carry no numbers, which told who came first."""

from __future__ import annotations

from collections.abc import Callable

import sqlalchemy as sa
from alembic import op
from sqlalchemy.schema import SchemaItem

from storage.kit.base import UTCDateTime, UTCHour

revision = "2026_11_30_1"
down_revision = None
branch_labels = None
depends_on = None

# Parents stand before their children; made anew each time, for a column belongs to one table.
TABLES: dict[str, Callable[[], tuple[SchemaItem, ...]]] = {
    "applied_updates": lambda: (
        sa.Column("bot_id", sa.BigInteger(), primary_key=True),
        sa.Column("update_id", sa.BigInteger(), primary_key=True),
        sa.Column("applied_at", UTCHour(), nullable=False, index=True),
    ),
    "certificates": lambda: (
        sa.Column("code", sa.String(20), primary_key=True),
        sa.Column("lesson_id", sa.String(40), nullable=False),
        sa.Column("correct", sa.Integer(), nullable=False),
        sa.Column("asked", sa.Integer(), nullable=False),
        sa.Column("issued_on", sa.Date(), nullable=False),
    ),
    "learners": lambda: (
        sa.Column("id", sa.String(32), primary_key=True),
        sa.Column("channel", sa.String(16), nullable=False),
        sa.Column("chat_id", sa.BigInteger(), nullable=False, index=True),
        sa.Column("is_active", sa.Boolean(), nullable=False),
        sa.Column("nickname", sa.String(40)),
        sa.Column("locale", sa.String(16)),
        sa.Column("age_band", sa.String(16)),
        sa.Column("region_id", sa.String(40)),
        sa.Column("consented_on", sa.Date()),
        sa.Column("seen_at", UTCHour(), nullable=False),
        sa.Column("consent_version", sa.String(16)),
        sa.Column("consent_by", sa.String(16)),
        sa.Column("consent_slip", sa.String(16)),
    ),
    "attempts": lambda: (
        sa.Column("id", sa.String(16), primary_key=True),
        sa.Column(
            "learner_id",
            sa.String(32),
            sa.ForeignKey("learners.id", ondelete="CASCADE"),
            nullable=False,
            index=True,
        ),
        sa.Column("lesson_id", sa.String(40), nullable=False),
        sa.Column("seed", sa.Integer(), nullable=False),
        sa.Column("question_ids", sa.JSON(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("scene_node", sa.String(20)),
        sa.Column("scene_choice", sa.String(40)),
        sa.Column("selected", sa.JSON(), nullable=False),
        sa.Column("started_at", UTCHour(), nullable=False),
        sa.Column("finished_at", UTCHour()),
        sa.Column("certificate_code", sa.String(20)),
        sa.Column("kind", sa.String(16), nullable=False, server_default="lesson"),
    ),
    "answers": lambda: (
        sa.Column(
            "attempt_id",
            sa.String(16),
            sa.ForeignKey("attempts.id", ondelete="CASCADE"),
            primary_key=True,
        ),
        sa.Column("question_id", sa.String(40), primary_key=True),
        sa.Column("chosen", sa.JSON(), nullable=False),
        sa.Column("is_correct", sa.Boolean(), nullable=False),
        sa.Column("answered_at", UTCHour(), nullable=False),
    ),
    "reviews": lambda: (
        sa.Column(
            "learner_id",
            sa.String(32),
            sa.ForeignKey("learners.id", ondelete="CASCADE"),
            primary_key=True,
        ),
        sa.Column("point", sa.String(40), primary_key=True),
        sa.Column("stability", sa.Double(), nullable=False),
        sa.Column("difficulty", sa.Double(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("reviewed_on", sa.Date(), nullable=False),
        sa.Column("repetitions", sa.Integer(), nullable=False),
        sa.Column("lapses", sa.Integer(), nullable=False),
        sa.Column("scheduler", sa.String(40), nullable=False),
        sa.Column("history", sa.JSON(), nullable=False),
        sa.Column("asked_last", sa.String(40)),
    ),
    "habits": lambda: (
        sa.Column(
            "learner_id",
            sa.String(32),
            sa.ForeignKey("learners.id", ondelete="CASCADE"),
            primary_key=True,
        ),
        sa.Column("reminder_hour", sa.Integer()),
        sa.Column("quiet_until", sa.Date()),
        sa.Column("reminded_on", sa.Date()),
        sa.Column("practised_on", sa.Date()),
        sa.Column("streak", sa.Integer(), nullable=False),
        sa.Column("streak_until", sa.Date()),
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


def upgrade() -> None:
    for name, columns in TABLES.items():
        op.create_table(name, *columns(), sqlite_with_rowid=False)
    op.create_index(
        "uq_learners_active_chat",
        "learners",
        ["channel", "chat_id"],
        unique=True,
        sqlite_where=sa.text("is_active"),
        postgresql_where=sa.text("is_active"),
    )


def downgrade() -> None:
    for name in reversed(TABLES):
        op.drop_table(name)
