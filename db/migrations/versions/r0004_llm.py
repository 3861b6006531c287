"""What the optional LLM judge answered, by content, and what each answer cost."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """One table of its own."""
    op.create_table(
        "llm_answer",
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("model", sa.String(), nullable=False),
        sa.Column("answer", sa.String(), nullable=False),
        sa.Column("tokens", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_llm_answer")),
    )
    op.create_index(op.f("ix_llm_answer_day"), "llm_answer", ["day"], unique=False)
