"""What the digest of some days is made from: the passages behind claims, new coverage, and what digests told before."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from houxu.model import Verdict
from houxu.store.tables import (
    ArticleRow,
    BaselineRow,
    ClaimRevisionRow,
    ClaimRow,
    ClaimStatusHistoryRow,
    ClaimStatusRow,
    EvidenceRow,
    ReviewRow,
    ToldRow,
)

_AT_ONCE = 500  # row numbers in one statement; SQLite takes 32,766


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of a passage: its words, its article, its voice, and a person's review that holds for it."""

    evidence_id: int
    claim_row: int
    verdict: Verdict
    machine_verdict: Verdict
    confidence: float
    passage: str
    reasons: tuple[str, ...]
    learned_at: datetime
    url: str
    title: str
    outlet: str | None
    tier: str
    published: datetime | None
    first_seen: datetime
    language: str | None
    voice: int
    decision: str | None = None
    reviewed_by: str | None = None
    note: str = ""
    reviewed_at: datetime | None = None


def followed(session: Session, slugs: Sequence[str] = ()) -> dict[int, tuple[ClaimRow, BaselineRow]]:
    """The claims of these baselines (all, when none is named), in the order in which their files have them."""
    query = (
        select(ClaimRow, BaselineRow)
        .join(BaselineRow, BaselineRow.id == ClaimRow.baseline_id)
        .where(ClaimRow.withdrawn_at.is_(None))
        .order_by(BaselineRow.slug, ClaimRow.position)
    )
    if slugs:
        query = query.where(BaselineRow.slug.in_(list(slugs)))
    return {claim.id: (claim, baseline) for claim, baseline in session.execute(query)}


def passages(session: Session, claim_rows: Iterable[int]) -> dict[int, list[Known]]:
    """All evidence of the claims' present wordings, by claim row; what a person rejected is left out.

    A review is of the words, so it holds for every reprint with the same verdict (status.py does the same).
    """
    found: dict[int, list[Known]] = {}
    for some in _chunks(claim_rows):
        reviews = _reviews(session, some)
        rows = list(session.execute(_PASSAGES.where(EvidenceRow.claim_id.in_(some))).mappings())
        by_words: dict[tuple[int, int, str], ReviewRow] = {}
        for row in rows:
            if (review := reviews.get(row["id"])) is not None:
                key = (row["claim_id"], row["original_id"] or row["article_id"], row["verdict"])
                by_words[key] = max(by_words.get(key, review), review, key=lambda r: (r.at, r.id))
        for row in rows:
            key = (row["claim_id"], row["original_id"] or row["article_id"], row["verdict"])
            passage = _known(row, by_words.get(key))
            if passage.decision != "reject":
                found.setdefault(passage.claim_row, []).append(passage)
    return found


_PASSAGES = (
    select(
        EvidenceRow.id, EvidenceRow.claim_id, EvidenceRow.verdict, EvidenceRow.confidence, EvidenceRow.passage,
        EvidenceRow.reasons, EvidenceRow.at, EvidenceRow.article_id, ArticleRow.url, ArticleRow.title, ArticleRow.outlet,
        ArticleRow.tier, ArticleRow.published, ArticleRow.first_seen, ArticleRow.language, ArticleRow.original_id,
    )
    .join(ArticleRow, ArticleRow.id == EvidenceRow.article_id)
    .join(ClaimRevisionRow, ClaimRevisionRow.id == EvidenceRow.revision_id)
    .join(ClaimRow, (ClaimRow.id == EvidenceRow.claim_id) & (ClaimRow.text == ClaimRevisionRow.text))
    .where(EvidenceRow.stale.is_(False))
    .order_by(EvidenceRow.id)
)  # fmt: skip


def _known(row: Mapping[Any, Any], review: ReviewRow | None) -> Known:
    machine = Verdict(row["verdict"])
    return Known(
        evidence_id=row["id"],
        claim_row=row["claim_id"],
        verdict=Verdict(review.verdict) if review and review.verdict else machine,
        machine_verdict=machine,
        confidence=row["confidence"],
        passage=row["passage"].strip(),
        reasons=tuple(row["reasons"]),
        learned_at=row["at"],
        voice=row["original_id"] or row["article_id"],
        decision=review.decision if review else None,
        reviewed_by=review.by if review else None,
        note=review.note if review else "",
        reviewed_at=review.at if review else None,
        **{k: row[k] for k in ("url", "title", "outlet", "tier", "published", "first_seen", "language")},
    )


def _reviews(session: Session, claim_rows: Sequence[int]) -> dict[int, ReviewRow]:
    """The latest review of each evidence."""
    query = select(ReviewRow).join(EvidenceRow).where(EvidenceRow.claim_id.in_(claim_rows)).order_by(ReviewRow.id)
    return {r.evidence_id: r for r in session.scalars(query)}


@dataclass(frozen=True, slots=True)
class Coverage:
    """One new article that bears on claims without settling any, and how often it was reprinted."""

    url: str
    title: str
    outlet: str | None
    tier: str
    published: datetime | None
    language: str | None
    claim_rows: tuple[int, ...]
    reprints: int


def unsettling(session: Session, start: datetime, end: datetime, claim_rows: Iterable[int]) -> list[Coverage]:
    """New voices of a span (first seen in [start, end)) all of whose evidence only mentions these claims."""
    wanted = set(claim_rows)
    voice = func.coalesce(ArticleRow.original_id, ArticleRow.id)
    seen = select(voice).where(ArticleRow.first_seen >= start, ArticleRow.first_seen < end)
    query = (
        select(
            voice.label("voice"), ArticleRow.id, ArticleRow.url, ArticleRow.title, ArticleRow.outlet, ArticleRow.tier,
            ArticleRow.published, ArticleRow.language, ArticleRow.first_seen, EvidenceRow.claim_id, EvidenceRow.verdict,
        )
        .join(EvidenceRow, EvidenceRow.article_id == ArticleRow.id)
        .where(voice.in_(seen))
        .order_by(ArticleRow.published, ArticleRow.id)
    )  # fmt: skip
    clusters: dict[int, list[Any]] = {}
    for row in session.execute(query):
        clusters.setdefault(row.voice, []).append(row)
    return [_coverage(rows, wanted) for rows in clusters.values() if _says_nothing(rows, wanted, start)]


def _says_nothing(rows: Sequence[Any], wanted: set[int], start: datetime) -> bool:
    ours = [r for r in rows if r.claim_id in wanted]
    new = min(r.first_seen for r in rows) >= start
    return bool(ours) and new and not any(Verdict(r.verdict).is_flag for r in ours)


def _coverage(rows: Sequence[Any], wanted: set[int]) -> Coverage:
    first = next((r for r in rows if r.id == r.voice), rows[0])
    claims = tuple(sorted({r.claim_id for r in rows if r.claim_id in wanted}))
    same = {k: getattr(first, k) for k in ("url", "title", "outlet", "tier", "published", "language")}
    return Coverage(**same, claim_rows=claims, reprints=len({r.id for r in rows}) - 1)


@dataclass(frozen=True, slots=True)
class Fallen:
    """A flag that was told and holds no more; `at` is when it fell, None when nobody wrote that down."""

    claim: ClaimRow
    baseline: BaselineRow
    told_on: date
    told: str
    status: str | None
    cause: str
    at: datetime | None
    corrected_on: date | None
    by: str | None = None
    note: str = ""
    outlet: str | None = None
    url: str = ""


def tell(session: Session, day: date, flags: Iterable[tuple[str, str, str, int]], corrected: Iterable[str]) -> None:
    """Note what a digest tells: (baseline, claim id, status, deciding evidence) each, and which claims it corrects.

    What an earlier digest told keeps its day; telling the same again changes nothing.
    """
    rows = {(b.slug, c.key): c.id for c, b in session.execute(_CLAIMS)}
    known = {(t.claim_row, t.evidence_id, t.status): t for t in session.scalars(select(ToldRow))}
    for slug, key, status, evidence_id in flags:
        row = rows.get((slug, key))
        if row is not None and (row, evidence_id, status) not in known:
            told = ToldRow(claim_row=row, evidence_id=evidence_id, status=status, day=day)
            known[row, evidence_id, status] = told
            session.add(told)
    taken_back = {rows[k] for k in rows if f"{k[0]}/{k[1]}" in set(corrected)}
    for told in known.values():
        if told.claim_row in taken_back and told.corrected_on is None and told.day < day:
            told.corrected_on = day


_CLAIMS = select(ClaimRow, BaselineRow).join(BaselineRow, BaselineRow.id == ClaimRow.baseline_id)


def fallen(session: Session, slugs: Sequence[str] = ()) -> Iterator[Fallen]:
    """Every flag that was told and is not borne out by the claim's history any more, with what is known of why."""
    query = (
        select(ToldRow, ClaimRow, BaselineRow, ClaimStatusRow.status, EvidenceRow, ArticleRow)
        .join(ClaimRow, ClaimRow.id == ToldRow.claim_row)
        .join(BaselineRow, BaselineRow.id == ClaimRow.baseline_id)
        .outerjoin(ClaimStatusRow, ClaimStatusRow.claim_row == ClaimRow.id)
        .outerjoin(EvidenceRow, EvidenceRow.id == ToldRow.evidence_id)
        .outerjoin(ArticleRow, ArticleRow.id == EvidenceRow.article_id)
        .order_by(ToldRow.id)
    )
    if slugs:
        query = query.where(BaselineRow.slug.in_(list(slugs)))
    for told, claim, baseline, status, evidence, article in session.execute(query):
        history = ClaimStatusHistoryRow
        borne = select(history.id).where(history.claim_row == claim.id, history.status == told.status)
        if claim.withdrawn_at is not None or session.scalar(borne.limit(1)) is None:
            yield _fallen(session, told, claim, baseline, status, evidence, article)


def _fallen(
    session: Session, told: ToldRow, claim: ClaimRow, baseline: BaselineRow, status: str | None,
    evidence: EvidenceRow | None, article: ArticleRow | None,
) -> Fallen:  # fmt: skip
    cause, at, by, note = _cause(session, claim, evidence)
    return Fallen(
        claim=claim,
        baseline=baseline,
        told_on=told.day,
        told=told.status,
        status=None if claim.withdrawn_at else status,
        cause=cause,
        at=at,
        corrected_on=told.corrected_on,
        by=by,
        note=note,
        outlet=article.outlet if article else None,
        url=article.url if article else "",
    )


def _cause(
    session: Session, claim: ClaimRow, evidence: EvidenceRow | None
) -> tuple[str, datetime | None, str | None, str]:
    """Why a flag fell, when, by whom, and that person's note."""
    if claim.withdrawn_at is not None:
        return "withdrawn", claim.withdrawn_at, None, ""
    if evidence is None:
        return "gone", None, None, ""
    revision = select(ClaimRevisionRow).where(
        ClaimRevisionRow.claim_id == claim.id, ClaimRevisionRow.text == claim.text
    )
    current = session.scalar(revision)
    if current is not None and current.id != evidence.revision_id:
        return "reworded", current.valid_from, None, ""
    if evidence.stale:
        return "reread", None, None, ""
    review = _review_of(session, evidence)
    if review is not None and review.decision in ("reject", "relabel"):
        return ("rejected" if review.decision == "reject" else "relabelled"), review.at, review.by, review.note
    return "gone", None, None, ""


def _review_of(session: Session, evidence: EvidenceRow) -> ReviewRow | None:
    """The latest review of a passage or of a reprint of it with the same verdict."""
    voice = func.coalesce(ArticleRow.original_id, ArticleRow.id)
    own = select(voice).where(ArticleRow.id == evidence.article_id).scalar_subquery()
    query = (
        select(ReviewRow)
        .join(EvidenceRow, EvidenceRow.id == ReviewRow.evidence_id)
        .join(ArticleRow, ArticleRow.id == EvidenceRow.article_id)
        .where(EvidenceRow.claim_id == evidence.claim_id, EvidenceRow.verdict == evidence.verdict, voice == own)
        .order_by(ReviewRow.at.desc(), ReviewRow.id.desc())
        .limit(1)
    )
    return session.scalar(query)


def _chunks(rows: Iterable[int]) -> Iterator[list[int]]:
    whole = list(rows)
    for at in range(0, len(whole), _AT_ONCE):
        yield whole[at : at + _AT_ONCE]
