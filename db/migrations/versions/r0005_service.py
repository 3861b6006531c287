"""The pace of sources and the firings of schedules."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    """Two tables of their own: what was there stays as it is."""
    op.create_table(
        "firing",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("job", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("due", sa.DateTime(timezone=True), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("next_try_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("owner", sa.String(), nullable=False),
        sa.Column("message", sa.String(), nullable=True),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("folded", sa.Integer(), nullable=False),
        sa.CheckConstraint("kind IN ('fetch', 'digest')", name=op.f("ck_firing_kind")),
        sa.CheckConstraint(
            "state IN ('running', 'done', 'failed', 'put back', 'given up')", name=op.f("ck_firing_state")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_firing")),
        sa.UniqueConstraint("job", "kind", "due", name=op.f("uq_firing_job_kind_due")),
    )
    op.create_index("ix_firing_state", "firing", ["state"], unique=False)
    op.create_table(
        "source_pace",
        sa.Column("source_id", sa.Integer(), nullable=False),
        sa.Column("polled_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("factor", sa.Integer(), nullable=False),
        sa.Column("steady", sa.Integer(), nullable=False),
        sa.Column("breaker", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("wishes", sa.JSON(), nullable=False),
        sa.CheckConstraint("breaker IN ('closed', 'open')", name=op.f("ck_source_pace_breaker")),
        sa.ForeignKeyConstraint(["source_id"], ["source.id"], name=op.f("fk_source_pace_source_id_source")),
        sa.PrimaryKeyConstraint("source_id", name=op.f("pk_source_pace")),
    )
