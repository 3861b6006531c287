"""Changes of status with the passage behind each, newest first: what alerts and the feed tell."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from houxu.model import Status
from houxu.store.tables import ArticleRow, BaselineRow, ClaimRevisionRow, ClaimRow, ClaimStatusHistoryRow, EvidenceRow


@dataclass(frozen=True, slots=True)
class Step:
    """One change of a claim's status."""

    baseline: str
    claim_id: str
    text: str
    text_en: str | None
    alert: bool
    previous: Status
    status: Status
    at: datetime  # when the world changed
    recorded_at: datetime  # when a run learned of it
    reason: str
    passage: str | None
    outlet: str | None
    published: datetime | None
    url: str | None

    @property
    def mark(self) -> str:
        """A name that stays when the history is derived again: it rests on what changed and not on row numbers."""
        named = "\0".join((self.baseline, self.claim_id, self.previous, self.status, self.at.isoformat()))
        return hashlib.sha256(named.encode()).hexdigest()[:20]


def steps(session: Session, *, since: datetime | None = None, most: int | None = None, alerts: bool = False) -> list[Step]:  # fmt: skip
    """Changes that were learned since a time, of all claims or of those to be alerted of; at most the newest `most`.

    Nobody is alerted of what a claim already was when it was loaded: a prediction that had expired by then is no news.
    """
    row = ClaimStatusHistoryRow
    query = (
        select(row, ClaimRow, BaselineRow.slug, EvidenceRow, ArticleRow)
        .join(ClaimRow, ClaimRow.id == row.claim_row)
        .join(BaselineRow, BaselineRow.id == ClaimRow.baseline_id)
        .outerjoin(EvidenceRow, EvidenceRow.id == row.evidence_id)
        .outerjoin(ArticleRow, ArticleRow.id == EvidenceRow.article_id)
        .where(row.previous.is_not(None), row.previous != row.status, ClaimRow.withdrawn_at.is_(None))
        .order_by(row.recorded_at.desc(), row.at.desc(), row.id.desc())
        .limit(most)
    )
    if since is not None:
        query = query.where(row.recorded_at >= since)
    if alerts:
        revision = ClaimRevisionRow
        loaded = select(func.min(revision.valid_from)).where(revision.claim_id == ClaimRow.id).scalar_subquery()
        query = query.where(ClaimRow.alert, row.recorded_at > loaded)
    return [_step(*found) for found in session.execute(query)]


def _step(
    row: ClaimStatusHistoryRow, claim: ClaimRow, slug: str, evidence: EvidenceRow | None, article: ArticleRow | None
) -> Step:
    return Step(
        baseline=slug,
        claim_id=claim.key,
        text=claim.text,
        text_en=claim.text_en,
        alert=claim.alert,
        previous=Status(row.previous or ""),
        status=Status(row.status),
        at=row.at,
        recorded_at=row.recorded_at,
        reason=row.reason,
        passage=evidence.passage.strip() if evidence else None,
        outlet=article.outlet if article else None,
        published=article.published if article else None,
        url=article.url if article else None,
    )
