"""How each claim is read, and evidence that a changed reading no longer raises."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    """Claims keep an empty mark until their file is loaded again; nothing is judged anew for that."""
    op.add_column("claim", sa.Column("reading", sa.String(), nullable=False, server_default=""))
    op.add_column("evidence", sa.Column("stale", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.execute("DROP VIEW claim_evidence")
    op.execute(CLAIM_EVIDENCE)


CLAIM_EVIDENCE = """
CREATE VIEW claim_evidence AS
SELECT e.id AS evidence_id, c.key AS claim_id,
       COALESCE(r.verdict, e.verdict) AS verdict, e.confidence, e.reasons, e.passage,
       a.url AS article_url, a.title AS article_title, a.outlet, a.tier, a.published,
       o.url AS reprint_of, e.judged_by, r.reviewed_by, e.at
FROM evidence e
JOIN claim c ON c.id = e.claim_id
JOIN article a ON a.id = e.article_id
LEFT JOIN article o ON o.id = a.original_id
LEFT JOIN (
    SELECT w.evidence_id, w."by" AS reviewed_by, w.decision, w.verdict FROM review w
    WHERE w.id = (SELECT MAX(v.id) FROM review v WHERE v.evidence_id = w.evidence_id)
) r ON r.evidence_id = e.id
WHERE (r.decision IS NULL OR r.decision <> 'reject') AND NOT e.stale
"""
