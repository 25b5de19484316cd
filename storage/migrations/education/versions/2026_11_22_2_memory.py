"""Review states, habits, kinds of attempt, consent, and an outbox for reminders."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from storage.kit.base import UTCDateTime

revision = "2026_11_22_2"
down_revision = "2026_11_22_1"
branch_labels = None
depends_on = None

CONSENT = ("consent_version", "consent_by", "consent_slip")


def upgrade() -> None:
    for name in CONSENT:
        op.add_column("learners", sa.Column(name, sa.String(16)))
    op.add_column(
        "attempts", sa.Column("kind", sa.String(16), nullable=False, server_default="lesson")
    )
    _create_reviews()
    _create_habits()
    _create_outbox()


def downgrade() -> None:
    for table in ("outbox", "habits", "reviews"):
        op.drop_table(table)
    # Earlier versions would take a practice or a probe for a lesson.
    op.execute("DELETE FROM attempts WHERE kind <> 'lesson'")
    op.drop_column("attempts", "kind")
    for name in CONSENT:
        op.drop_column("learners", name)


def _create_reviews() -> None:
    op.create_table(
        "reviews",
        sa.Column("learner_id", sa.String(32), nullable=False),
        sa.Column("point", sa.String(40), nullable=False),
        sa.Column("stability", sa.Double(), nullable=False),
        sa.Column("difficulty", sa.Double(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("reviewed_on", sa.Date(), nullable=False),
        sa.Column("repetitions", sa.Integer(), nullable=False),
        sa.Column("lapses", sa.Integer(), nullable=False),
        sa.Column("scheduler", sa.String(40), nullable=False),
        sa.Column("history", sa.JSON(), nullable=False),
        sa.Column("asked_last", sa.String(40)),
        sa.ForeignKeyConstraint(
            ["learner_id"],
            ["learners.id"],
            name="fk_reviews_learner_id_learners",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("learner_id", "point", name="pk_reviews"),
        sqlite_with_rowid=False,
    )


def _create_habits() -> None:
    op.create_table(
        "habits",
        sa.Column("learner_id", sa.String(32), nullable=False),
        sa.Column("reminder_hour", sa.Integer()),
        sa.Column("quiet_until", sa.Date()),
        sa.Column("reminded_on", sa.Date()),
        sa.Column("practised_on", sa.Date()),
        sa.Column("streak", sa.Integer(), nullable=False),
        sa.Column("streak_until", sa.Date()),
        sa.ForeignKeyConstraint(
            ["learner_id"],
            ["learners.id"],
            name="fk_habits_learner_id_learners",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("learner_id", name="pk_habits"),
        sqlite_with_rowid=False,
    )


def _create_outbox() -> None:
    op.create_table(
        "outbox",
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("address", sa.LargeBinary(), nullable=False),
        sa.Column("payload", sa.JSON(), nullable=False),
        sa.Column("due_at", UTCDateTime(timezone=True), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_outbox"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_outbox_due_at", "outbox", ["due_at"])
