"""What digests told, so that a later one can correct it."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    """One table of its own: what was there stays as it is."""
    op.create_table(
        "told",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("claim_row", sa.Integer(), nullable=False),
        sa.Column("evidence_id", sa.Integer(), nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("corrected_on", sa.Date(), nullable=True),
        sa.CheckConstraint(
            "status IN ('open', 'confirmed', 'contradicted', 'disputed', 'superseded', 'expired', 'opinion')",
            name=op.f("ck_told_status"),
        ),
        sa.ForeignKeyConstraint(["claim_row"], ["claim.id"], name=op.f("fk_told_claim_row_claim")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_told")),
        sa.UniqueConstraint("claim_row", "evidence_id", "status", name=op.f("uq_told_claim_row_evidence_id_status")),
    )
