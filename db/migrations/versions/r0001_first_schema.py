"""The first schema: baselines, coverage, evidence, status."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

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
WHERE r.decision IS NULL OR r.decision <> 'reject'
"""


def upgrade() -> None:
    """Every table, and the view of evidence."""
    op.create_table(
        "article",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("url", sa.String(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("published", sa.DateTime(timezone=True), nullable=True),
        sa.Column("published_from", sa.String(), nullable=True),
        sa.Column("published_precision", sa.String(), nullable=False),
        sa.Column("outlet", sa.String(), nullable=True),
        sa.Column("tier", sa.String(), nullable=False),
        sa.Column("language", sa.String(), nullable=True),
        sa.Column("author", sa.String(), nullable=True),
        sa.Column("credit", sa.String(), nullable=True),
        sa.Column("items", sa.JSON(), nullable=False),
        sa.Column("first_seen", sa.DateTime(timezone=True), nullable=False),
        sa.Column("original_id", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "tier IN ('official', 'agency', 'major', 'trade', 'blog', 'aggregator')",
            name=op.f("ck_article_tier"),
        ),
        sa.ForeignKeyConstraint(["original_id"], ["article.id"], name=op.f("fk_article_original_id_article")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_article")),
        sa.UniqueConstraint("url", name=op.f("uq_article_url")),
    )
    op.create_index("ix_article_published", "article", ["published"], unique=False)
    op.create_table(
        "baseline",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("slug", sa.String(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("url", sa.String(), nullable=True),
        sa.Column("outlet", sa.String(), nullable=True),
        sa.Column("author", sa.String(), nullable=True),
        sa.Column("published", sa.Date(), nullable=False),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("loaded_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_baseline")),
        sa.UniqueConstraint("slug", name=op.f("uq_baseline_slug")),
    )
    op.create_table(
        "job",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("body", sa.JSON(), nullable=False),
        sa.Column("loaded_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_job")),
        sa.UniqueConstraint("name", name=op.f("uq_job_name")),
    )
    op.create_table(
        "run",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("job", sa.String(), nullable=False),
        sa.Column("clock", sa.DateTime(timezone=True), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("counts", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_run")),
        sa.UniqueConstraint("job", "clock", name=op.f("uq_run_job_clock")),
    )
    op.create_table(
        "claim",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("baseline_id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("text_en", sa.String(), nullable=True),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("speaker", sa.String(), nullable=True),
        sa.Column("asserted", sa.Date(), nullable=True),
        sa.Column("due", sa.Date(), nullable=True),
        sa.Column("about", sa.JSON(), nullable=False),
        sa.Column("expect", sa.JSON(), nullable=True),
        sa.Column("alert", sa.Boolean(), nullable=False),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "kind IN ('fact', 'quantity', 'date', 'capability', 'limitation', 'comparison', 'prediction', 'opinion')",
            name=op.f("ck_claim_kind"),
        ),
        sa.ForeignKeyConstraint(["baseline_id"], ["baseline.id"], name=op.f("fk_claim_baseline_id_baseline")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_claim")),
        sa.UniqueConstraint("baseline_id", "key", name=op.f("uq_claim_baseline_id_key")),
    )
    op.create_table(
        "entity",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("baseline_id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=True),
        sa.Column("owner", sa.String(), nullable=True),
        sa.Column("version_of", sa.String(), nullable=True),
        sa.Column("aliases", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["baseline_id"], ["baseline.id"], name=op.f("fk_entity_baseline_id_baseline")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_entity")),
        sa.UniqueConstraint("baseline_id", "key", name=op.f("uq_entity_baseline_id_key")),
    )
    op.create_table(
        "reprint_band",
        sa.Column("article_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("band", sa.BigInteger(), nullable=False),
        sa.Column("algorithm", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["article_id"], ["article.id"], name=op.f("fk_reprint_band_article_id_article")),
        sa.PrimaryKeyConstraint("article_id", "number", name=op.f("pk_reprint_band")),
    )
    op.create_index("ix_reprint_band_algorithm_band", "reprint_band", ["algorithm", "band"], unique=False)
    op.create_table(
        "source",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("job_id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("outlet", sa.String(), nullable=False),
        sa.Column("tier", sa.String(), nullable=False),
        sa.Column("url", sa.String(), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("failing_since", sa.DateTime(timezone=True), nullable=True),
        sa.Column("next_try_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("last_ok_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("last_code", sa.String(), nullable=True),
        sa.Column("last_message", sa.String(), nullable=True),
        sa.CheckConstraint(
            "tier IN ('official', 'agency', 'major', 'trade', 'blog', 'aggregator')",
            name=op.f("ck_source_tier"),
        ),
        sa.ForeignKeyConstraint(["job_id"], ["job.id"], name=op.f("fk_source_job_id_job")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_source")),
        sa.UniqueConstraint("job_id", "key", name=op.f("uq_source_job_id_key")),
    )
    op.create_table(
        "address",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("url", sa.String(), nullable=False),
        sa.Column("source_id", sa.Integer(), nullable=True),
        sa.Column("title", sa.String(), nullable=True),
        sa.Column("published", sa.DateTime(timezone=True), nullable=True),
        sa.Column("found_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("next_try_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("last_code", sa.String(), nullable=True),
        sa.Column("last_message", sa.String(), nullable=True),
        sa.CheckConstraint("state IN ('pending', 'done', 'failed', 'gone')", name=op.f("ck_address_state")),
        sa.ForeignKeyConstraint(["source_id"], ["source.id"], name=op.f("fk_address_source_id_source")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_address")),
        sa.UniqueConstraint("url", name=op.f("uq_address_url")),
    )
    op.create_index("ix_address_state_next_try_at", "address", ["state", "next_try_at"], unique=False)
    op.create_table(
        "claim_revision",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("claim_id", sa.Integer(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("valid_from", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["claim_id"], ["claim.id"], name=op.f("fk_claim_revision_claim_id_claim")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_claim_revision")),
        sa.UniqueConstraint("claim_id", "text", name=op.f("uq_claim_revision_claim_id_text")),
    )
    op.create_table(
        "claim_status",
        sa.Column("claim_row", sa.Integer(), nullable=False),
        sa.Column("claim_id", sa.String(), nullable=False),
        sa.Column("baseline", sa.String(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("speaker", sa.String(), nullable=True),
        sa.Column("asserted", sa.Date(), nullable=True),
        sa.Column("due", sa.Date(), nullable=True),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("confidence", sa.Double(), nullable=False),
        sa.Column("supports", sa.Integer(), nullable=False),
        sa.Column("refutes", sa.Integer(), nullable=False),
        sa.Column("updates", sa.Integer(), nullable=False),
        sa.Column("independent_outlets", sa.Integer(), nullable=False),
        sa.Column("first_evidence_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("last_evidence_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reason", sa.String(), nullable=False),
        sa.CheckConstraint(
            "status IN ('open', 'confirmed', 'contradicted', 'disputed', 'superseded', 'expired', 'opinion')",
            name=op.f("ck_claim_status_status"),
        ),
        sa.ForeignKeyConstraint(["claim_row"], ["claim.id"], name=op.f("fk_claim_status_claim_row_claim")),
        sa.PrimaryKeyConstraint("claim_row", name=op.f("pk_claim_status")),
    )
    op.create_index(op.f("ix_claim_status_claim_id"), "claim_status", ["claim_id"], unique=False)
    op.create_table(
        "evidence",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("claim_id", sa.Integer(), nullable=False),
        sa.Column("revision_id", sa.Integer(), nullable=False),
        sa.Column("article_id", sa.Integer(), nullable=False),
        sa.Column("verdict", sa.String(), nullable=False),
        sa.Column("confidence", sa.Double(), nullable=False),
        sa.Column("scores", sa.JSON(), nullable=False),
        sa.Column("reasons", sa.JSON(), nullable=False),
        sa.Column("passage", sa.String(), nullable=False),
        sa.Column("start", sa.Integer(), nullable=False),
        sa.Column("end", sa.Integer(), nullable=False),
        sa.Column("judged_by", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "verdict IN ('supports', 'refutes', 'updates', 'mentions')", name=op.f("ck_evidence_verdict")
        ),
        sa.CheckConstraint("confidence BETWEEN 0 AND 1", name=op.f("ck_evidence_confidence")),
        sa.ForeignKeyConstraint(["article_id"], ["article.id"], name=op.f("fk_evidence_article_id_article")),
        sa.ForeignKeyConstraint(["claim_id"], ["claim.id"], name=op.f("fk_evidence_claim_id_claim")),
        sa.ForeignKeyConstraint(
            ["revision_id"], ["claim_revision.id"], name=op.f("fk_evidence_revision_id_claim_revision")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_evidence")),
        sa.UniqueConstraint(
            "revision_id",
            "article_id",
            "start",
            "end",
            "verdict",
            name=op.f("uq_evidence_revision_id_article_id_start_end_verdict"),
        ),
    )
    op.create_index("ix_evidence_article_id", "evidence", ["article_id"], unique=False)
    op.create_index("ix_evidence_claim_id_verdict", "evidence", ["claim_id", "verdict"], unique=False)
    op.create_table(
        "poll",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("source_id", sa.Integer(), nullable=False),
        sa.Column("url", sa.String(), nullable=False),
        sa.Column("etag", sa.String(), nullable=True),
        sa.Column("last_modified", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(["source_id"], ["source.id"], name=op.f("fk_poll_source_id_source")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_poll")),
        sa.UniqueConstraint("source_id", "url", name=op.f("uq_poll_source_id_url")),
    )
    op.create_table(
        "claim_status_history",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("claim_row", sa.Integer(), nullable=False),
        sa.Column("step", sa.Integer(), nullable=False),
        sa.Column("claim_id", sa.String(), nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("previous", sa.String(), nullable=True),
        sa.Column("confidence", sa.Double(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("evidence_id", sa.Integer(), nullable=True),
        sa.Column("reason", sa.String(), nullable=False),
        sa.CheckConstraint(
            "status IN ('open', 'confirmed', 'contradicted', 'disputed', 'superseded', 'expired', 'opinion')",
            name=op.f("ck_claim_status_history_status"),
        ),
        sa.ForeignKeyConstraint(["claim_row"], ["claim.id"], name=op.f("fk_claim_status_history_claim_row_claim")),
        sa.ForeignKeyConstraint(
            ["evidence_id"], ["evidence.id"], name=op.f("fk_claim_status_history_evidence_id_evidence")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_claim_status_history")),
        sa.UniqueConstraint("claim_row", "step", name=op.f("uq_claim_status_history_claim_row_step")),
    )
    op.create_index(op.f("ix_claim_status_history_claim_id"), "claim_status_history", ["claim_id"], unique=False)
    op.create_table(
        "failure",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("source_id", sa.Integer(), nullable=True),
        sa.Column("address_id", sa.Integer(), nullable=True),
        sa.Column("url", sa.String(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("message", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["address_id"], ["address.id"], name=op.f("fk_failure_address_id_address")),
        sa.ForeignKeyConstraint(["source_id"], ["source.id"], name=op.f("fk_failure_source_id_source")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_failure")),
    )
    op.create_index("ix_failure_at", "failure", ["at"], unique=False)
    op.create_table(
        "review",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("evidence_id", sa.Integer(), nullable=False),
        sa.Column("decision", sa.String(), nullable=False),
        sa.Column("verdict", sa.String(), nullable=True),
        sa.Column("by", sa.String(), nullable=False),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("decision IN ('accept', 'reject', 'relabel')", name=op.f("ck_review_decision")),
        sa.ForeignKeyConstraint(["evidence_id"], ["evidence.id"], name=op.f("fk_review_evidence_id_evidence")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_review")),
    )
    op.create_index("ix_review_evidence_id", "review", ["evidence_id"], unique=False)
    op.execute(CLAIM_EVIDENCE)
