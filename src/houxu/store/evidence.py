"""Evidence, reviews, and the claim-status tables derived from them."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, time
from typing import Any

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from houxu.errors import InputError
from houxu.model import Change, Claim, Evidence, Review, Status, Tier, Verdict
from houxu.status import Standing, current, replay
from houxu.store.baselines import claim_value
from houxu.store.tables import (
    ArticleRow,
    BaselineRow,
    ClaimRevisionRow,
    ClaimRow,
    ClaimStatusHistoryRow,
    ClaimStatusRow,
    EvidenceRow,
    ReviewRow,
)


def evidence_of(session: Session, claim_row: int) -> list[Evidence]:
    """All evidence of a claim's present wording, as the status function sees it; what spoke of an earlier one is kept,
    and so is what the present reading no longer finds."""
    claim = session.get_one(ClaimRow, claim_row)
    query = (
        select(EvidenceRow, ArticleRow)
        .join(ArticleRow)
        .join(ClaimRevisionRow, ClaimRevisionRow.id == EvidenceRow.revision_id)
        .where(EvidenceRow.claim_id == claim_row, ClaimRevisionRow.text == claim.text, EvidenceRow.stale.is_(False))
        .order_by(EvidenceRow.id)
    )
    reviews = _reviews(session, claim_row)
    key = claim.key
    return [_evidence(key, e, a, reviews.get(e.id)) for e, a in session.execute(query)]


def _reviews(session: Session, claim_row: int) -> dict[int, Review]:
    """The latest review of each evidence."""
    query = select(ReviewRow).join(EvidenceRow).where(EvidenceRow.claim_id == claim_row).order_by(ReviewRow.id)
    return {
        r.evidence_id: Review(r.decision, r.by, r.at, r.note, Verdict(r.verdict) if r.verdict else None)
        for r in session.scalars(query)
    }


def _evidence(claim_key: str, row: EvidenceRow, article: ArticleRow, review: Review | None) -> Evidence:
    at = article.published or article.first_seen
    return Evidence(
        id=row.id,
        claim_id=claim_key,
        verdict=Verdict(row.verdict),
        confidence=row.confidence,
        day=at.date(),
        at=at,
        voice=str(article.original_id or article.id),
        outlet=article.outlet,
        tier=Tier(article.tier),
        reasons=tuple(row.reasons),
        review=review,
    )


def put_review(
    session: Session, evidence_id: int, decision: str, verdict: Verdict | None, by: str, note: str, now: datetime
) -> int:
    """Store a person's decision; the same decision by the same person twice is one. Returns the claim's row id."""
    evidence = session.get(EvidenceRow, evidence_id)
    if evidence is None:
        raise InputError(f"there is no evidence {evidence_id}", hint="houxu status CLAIM lists the numbers")
    last = session.scalar(
        select(ReviewRow).where(ReviewRow.evidence_id == evidence_id).order_by(ReviewRow.id.desc()).limit(1)
    )
    word = verdict.value if verdict else None
    if last is None or (last.decision, last.verdict, last.by, last.note) != (decision, word, by, note):
        session.add(ReviewRow(evidence_id=evidence_id, decision=decision, verdict=word, by=by, note=note, at=now))
    return evidence.claim_id


def refresh(
    session: Session, deadlines: Mapping[int, date | None], as_of: date, recorded_at: datetime | None = None
) -> list[tuple[int, Change]]:
    """Derive status and history of the given claim rows again; write what differs. Returns the changes that are new.

    `deadlines` gives each claim row its effective due day (a person's, or the horizon of "soon").
    """
    new: list[tuple[int, Change]] = []
    recorded = recorded_at or datetime.combine(as_of, time(), UTC)
    for claim_row, deadline in deadlines.items():
        row = session.get_one(ClaimRow, claim_row)
        claim = dataclasses.replace(claim_value(row), due=deadline)
        evidence = evidence_of(session, claim_row)
        history = replay(claim, evidence, as_of=as_of)
        new += [(claim_row, change) for change in _write_history(session, row, history, recorded)]
        _write_status(session, row, claim, current(claim, evidence, as_of=as_of))
    return new


def _write_history(session: Session, row: ClaimRow, history: Sequence[Change], recorded: datetime) -> list[Change]:
    query = (
        select(ClaimStatusHistoryRow)
        .where(ClaimStatusHistoryRow.claim_row == row.id)
        .order_by(ClaimStatusHistoryRow.step)
    )
    known = list(session.scalars(query))
    same = 0
    while same < min(len(known), len(history)) and _as_row(history[same]) == _kept(known[same]):
        same += 1
    if same < len(known):
        session.execute(
            delete(ClaimStatusHistoryRow).where(
                ClaimStatusHistoryRow.claim_row == row.id, ClaimStatusHistoryRow.step >= same
            )
        )
    for step, change in enumerate(history[same:], same):
        session.add(
            ClaimStatusHistoryRow(
                claim_row=row.id, step=step, claim_id=row.key, recorded_at=recorded, **_as_row(change)
            )
        )
    return list(history[same:])


def _as_row(change: Change) -> dict[str, Any]:
    return {
        "status": change.status.value,
        "previous": change.previous.value if change.previous else None,
        "confidence": change.confidence,
        "at": change.at,
        "evidence_id": change.evidence_id,
        "reason": change.reason,
    }


def _kept(row: ClaimStatusHistoryRow) -> dict[str, Any]:
    return {k: getattr(row, k) for k in ("status", "previous", "confidence", "at", "evidence_id", "reason")}


def _write_status(session: Session, row: ClaimRow, claim: Claim, standing: Standing) -> None:
    baseline = session.get_one(BaselineRow, row.baseline_id)
    values = {
        "claim_id": row.key,
        "baseline": baseline.slug,
        "text": row.text,
        "kind": row.kind,
        "speaker": row.speaker,
        "asserted": row.asserted,
        "due": claim.due,
        **{k: getattr(standing, k) for k in _STANDING},
        "status": standing.status.value,
    }
    known = session.get(ClaimStatusRow, row.id)
    if known is None:
        session.add(ClaimStatusRow(claim_row=row.id, **values))
        return
    for key, value in values.items():
        if getattr(known, key) != value:
            setattr(known, key, value)


_STANDING = tuple(f.name for f in dataclasses.fields(Standing))


def status_rows(
    session: Session, *, baseline: str | None = None, status: Status | None = None, as_of: date | None = None
) -> list[dict[str, Any]]:
    """The claim-status table, as it stands or as it stood at the end of a day."""
    query = (
        select(ClaimStatusRow, ClaimRow)
        .join(ClaimRow, ClaimRow.id == ClaimStatusRow.claim_row)
        .where(ClaimRow.withdrawn_at.is_(None))
        .order_by(ClaimStatusRow.baseline, ClaimRow.position)
    )
    if baseline is not None:
        query = query.where(ClaimStatusRow.baseline == baseline)
    rows = [_status_row(session, s, c, as_of) for s, c in session.execute(query)]
    return [r for r in rows if status is None or r["status"] == status.value]


STATUS_COLUMNS = (
    "claim_id", "baseline", "text", "kind", "speaker", "asserted", "due", "status", "confidence", "supports", "refutes",
    "updates", "independent_outlets", "first_evidence_at", "last_evidence_at", "changed_at", "reason",
)  # fmt: skip


def _status_row(session: Session, row: ClaimStatusRow, claim: ClaimRow, as_of: date | None) -> dict[str, Any]:
    values = {k: getattr(row, k) for k in STATUS_COLUMNS}
    if as_of is not None:
        value = dataclasses.replace(claim_value(claim), due=row.due)
        standing = current(value, evidence_of(session, claim.id), as_of=as_of)
        values |= {k: getattr(standing, k) for k in _STANDING} | {"status": standing.status.value}
    return values


def claim_rows(session: Session, key: str) -> list[ClaimRow]:
    """The claims of that id (one a baseline)."""
    return list(session.scalars(select(ClaimRow).where(ClaimRow.key == key)))


def evidence_rows(session: Session, claim_row: int, as_of: date | None = None) -> list[dict[str, Any]]:
    """A claim's evidence in time order, with article, outlet, cluster and review, for people to read."""
    reviews = _reviews(session, claim_row)
    query = select(EvidenceRow, ArticleRow).join(ArticleRow)
    query = query.where(EvidenceRow.claim_id == claim_row, EvidenceRow.stale.is_(False))
    originals = {a.id: a.url for a in session.scalars(select(ArticleRow).where(ArticleRow.original_id.is_(None)))}
    rows = []
    for evidence, article in session.execute(query):
        review = reviews.get(evidence.id)
        at = article.published or article.first_seen
        if as_of is not None and at.date() > as_of:
            continue
        rows.append(
            {
                "evidence_id": evidence.id,
                "verdict": (review.verdict if review and review.verdict else evidence.verdict),
                "confidence": evidence.confidence,
                "published": article.published,
                "outlet": article.outlet,
                "tier": article.tier,
                "passage": evidence.passage,
                "reasons": tuple(evidence.reasons),
                "article_title": article.title,
                "article_url": article.url,
                "reprint_of": originals.get(article.original_id) if article.original_id else None,
                "judged_by": evidence.judged_by,
                "review": f"{review.decision} ({review.by})" if review else None,
                "at": at,
            }
        )
    return sorted(rows, key=lambda r: (r["at"], r["evidence_id"]))


def history_rows(session: Session, claim_row: int) -> list[ClaimStatusHistoryRow]:
    """A claim's changes of status in time order."""
    query = select(ClaimStatusHistoryRow).where(ClaimStatusHistoryRow.claim_row == claim_row)
    return list(session.scalars(query.order_by(ClaimStatusHistoryRow.step)))


def changes_between(session: Session, first: datetime, last: datetime) -> list[ClaimStatusHistoryRow]:
    """Changes of status that happened, or that a run first learned of, in [first, last)."""
    row = ClaimStatusHistoryRow
    happened, learned = (row.at >= first) & (row.at < last), (row.recorded_at >= first) & (row.recorded_at < last)
    query = select(row).where(happened | learned)
    return list(session.scalars(query.order_by(ClaimStatusHistoryRow.at, ClaimStatusHistoryRow.id)))


def last_learned(session: Session) -> datetime | None:
    """When a run last learned of a change of status."""
    return session.scalar(select(func.max(ClaimStatusHistoryRow.recorded_at)))


def first_releases(session: Session) -> dict[str, date]:
    """The day on which predictions of a launch were first reported as met, by the claim's subject."""
    query = (
        select(ClaimRow.about, func.min(ArticleRow.published))
        .join(EvidenceRow, EvidenceRow.claim_id == ClaimRow.id)
        .join(ArticleRow, ArticleRow.id == EvidenceRow.article_id)
        .where(
            ClaimRow.kind == "prediction",
            EvidenceRow.verdict == "supports",
            EvidenceRow.judged_by == "rules:prediction:met",
            EvidenceRow.stale.is_(False),
        )
        .group_by(ClaimRow.id)
    )
    found: dict[str, date] = {}
    for about, at in session.execute(query):
        if at is not None and about:
            day = (at if at.tzinfo else at.replace(tzinfo=UTC)).date()
            found[about[0]] = min(found.get(about[0], day), day)
    return found
