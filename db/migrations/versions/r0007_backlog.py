"""Claims that wait to be held against coverage stored before they were loaded."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    """One table of its own: what was there stays as it is."""
    op.create_table(
        "claim_backlog",
        sa.Column("claim_row", sa.Integer(), nullable=False),
        sa.Column("after_article", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["claim_row"], ["claim.id"], name=op.f("fk_claim_backlog_claim_row_claim")),
        sa.PrimaryKeyConstraint("claim_row", name=op.f("pk_claim_backlog")),
    )
