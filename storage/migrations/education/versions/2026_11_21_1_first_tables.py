"""Learners, attempts, answers, certificates and applied updates."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from storage.kit.base import UTCDateTime

revision = "2026_11_21_1"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    _create_applied_updates()
    _create_certificates()
    _create_learners()
    _create_attempts()
    _create_answers()


def downgrade() -> None:
    for table in ("answers", "attempts", "learners", "certificates", "applied_updates"):
        op.drop_table(table)


def _create_applied_updates() -> None:
    op.create_table(
        "applied_updates",
        sa.Column("bot_id", sa.BigInteger(), nullable=False),
        sa.Column("update_id", sa.BigInteger(), nullable=False),
        sa.Column("applied_at", UTCDateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("bot_id", "update_id", name="pk_applied_updates"),
    )
    op.create_index("ix_applied_updates_applied_at", "applied_updates", ["applied_at"])


def _create_certificates() -> None:
    op.create_table(
        "certificates",
        sa.Column("code", sa.String(20), nullable=False),
        sa.Column("lesson_id", sa.String(40), nullable=False),
        sa.Column("correct", sa.Integer(), nullable=False),
        sa.Column("asked", sa.Integer(), nullable=False),
        sa.Column("issued_on", sa.Date(), nullable=False),
        sa.PrimaryKeyConstraint("code", name="pk_certificates"),
    )


def _create_learners() -> None:
    op.create_table(
        "learners",
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("channel", sa.String(16), nullable=False),
        sa.Column("chat_id", sa.BigInteger(), nullable=False),
        sa.Column("is_active", sa.Boolean(), nullable=False),
        sa.Column("nickname", sa.String(40)),
        sa.Column("locale", sa.String(16)),
        sa.Column("age_band", sa.String(16)),
        sa.Column("region_id", sa.String(40)),
        sa.Column("consented_on", sa.Date()),
        sa.Column("seen_at", UTCDateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_learners"),
    )
    op.create_index("ix_learners_chat_id", "learners", ["chat_id"])
    op.create_index(
        "uq_learners_active_chat",
        "learners",
        ["channel", "chat_id"],
        unique=True,
        sqlite_where=sa.text("is_active"),
        postgresql_where=sa.text("is_active"),
    )


def _create_attempts() -> None:
    op.create_table(
        "attempts",
        sa.Column("id", sa.String(16), nullable=False),
        sa.Column("learner_id", sa.String(32), nullable=False),
        sa.Column("lesson_id", sa.String(40), nullable=False),
        sa.Column("seed", sa.Integer(), nullable=False),
        sa.Column("question_ids", sa.JSON(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("scene_node", sa.String(20)),
        sa.Column("scene_choice", sa.String(40)),
        sa.Column("selected", sa.JSON(), nullable=False),
        sa.Column("started_at", UTCDateTime(timezone=True), nullable=False),
        sa.Column("finished_at", UTCDateTime(timezone=True)),
        sa.Column("certificate_code", sa.String(20)),
        sa.ForeignKeyConstraint(
            ["learner_id"],
            ["learners.id"],
            name="fk_attempts_learner_id_learners",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name="pk_attempts"),
    )
    op.create_index("ix_attempts_learner_id", "attempts", ["learner_id"])


def _create_answers() -> None:
    op.create_table(
        "answers",
        sa.Column("attempt_id", sa.String(16), nullable=False),
        sa.Column("question_id", sa.String(40), nullable=False),
        sa.Column("chosen", sa.JSON(), nullable=False),
        sa.Column("is_correct", sa.Boolean(), nullable=False),
        sa.Column("answered_at", UTCDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["attempt_id"],
            ["attempts.id"],
            name="fk_answers_attempt_id_attempts",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("attempt_id", "question_id", name="pk_answers"),
    )
