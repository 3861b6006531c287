"""Articles with their reprint clusters and their evidence, written together or not at all."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import func, insert, select
from sqlalchemy.orm import Session

from houxu.model import Article, Item, Judgement, Passage, Tier
from houxu.reprints import ALGORITHM, Signature, is_credited_copy, is_reprint
from houxu.store.tables import ArticleRow, ClaimRevisionRow, ClaimRow, EvidenceRow, ReprintBandRow, ReviewRow

MOST_COMPARED = 50  # candidates of one article that are compared exactly
PRUNED_BANDS = (
    0.8  # a pruned text cannot be compared, nor its numbers: only what is 90 % verbatim counts as its reprint
)


Place = tuple[int, int, int, str]  # claim row, start, end, verdict


@dataclass(frozen=True, slots=True)
class Judged:
    """A passage's judgement for a claim row."""

    claim_row: int
    passage: Passage
    judgement: Judgement


def known_urls(session: Session, urls: Iterable[str]) -> set[str]:
    """Those of the addresses that are articles already."""
    return set(session.scalars(select(ArticleRow.url).where(ArticleRow.url.in_(list(urls)))))


def put_article(
    session: Session, article: Article, signature: Signature, judged: Sequence[Judged], now: datetime
) -> int | None:
    """Store an article, its cluster and its evidence. None when the address is stored already: nothing is doubled."""
    if known_urls(session, [article.url]):
        return None
    row = ArticleRow(
        url=article.url,
        title=article.title,
        text=article.text,
        published=article.published,
        published_from=article.published_from,
        published_precision=article.published_precision,
        outlet=article.outlet,
        tier=article.tier.value,
        language=article.language,
        author=article.author,
        credit=article.credit,
        items=[[i.start, i.end, i.heading] for i in article.items],
        first_seen=now,
    )
    session.add(row)
    session.flush()
    _cluster(session, row, signature)
    put_evidence(session, row.id, judged, now)
    return row.id


def put_evidence(session: Session, article_id: int, judged: Sequence[Judged], now: datetime) -> None:
    """Store judgements of one article, each bound to the wording of the claim that was judged."""
    revisions = current_revisions(session, {j.claim_row for j in judged})
    session.add_all(
        EvidenceRow(
            claim_id=j.claim_row,
            revision_id=revisions[j.claim_row],
            article_id=article_id,
            verdict=j.judgement.verdict.value,
            confidence=j.judgement.confidence,
            scores={v.value: s for v, s in j.judgement.scores.items()},
            reasons=list(j.judgement.reasons),
            passage=j.passage.text,
            start=j.passage.start,
            end=j.passage.end,
            judged_by=j.judgement.judged_by,
            at=now,
        )
        for j in judged
    )


def put_missing_evidence(session: Session, article_id: int, judged: Sequence[Judged], now: datetime) -> int:
    """Store those judgements of an article that are not stored yet; how many. Two processes may come to the same ones.

    One that was stored and retired counts again, with what is thought of it now.
    """
    here = _evidence_here(session, article_id, {j.claim_row for j in judged})
    known = {(row.claim_id, row.start, row.end, row.verdict): row for row in here}
    fresh = [j for j in judged if place(j) not in known]
    put_evidence(session, article_id, fresh, now)
    again = [(row, j) for j in judged if (row := known.get(place(j))) is not None and row.stale]
    for row, j in again:
        row.stale, row.confidence, row.judged_by = False, j.judgement.confidence, j.judgement.judged_by
        row.reasons, row.scores = list(j.judgement.reasons), {v.value: s for v, s in j.judgement.scores.items()}
    return len(fresh) + len(again)


def retire_evidence(session: Session, article_id: int, claim_rows: Iterable[int], found: Collection[Place]) -> None:
    """Let what the claims had in an article, and `found` has not, count no more; what a person or an LLM judged stays."""
    rows = [
        row
        for row in _evidence_here(session, article_id, claim_rows)
        if not row.judged_by.startswith("llm:") and (row.claim_id, row.start, row.end, row.verdict) not in found
    ]
    ids = [row.id for row in rows]
    reviewed = set(session.scalars(select(ReviewRow.evidence_id).where(ReviewRow.evidence_id.in_(ids))))
    for row in rows:
        row.stale = row.id not in reviewed


def _evidence_here(session: Session, article_id: int, claim_rows: Iterable[int]) -> list[EvidenceRow]:
    """What an article holds on the present texts of some claims, retired evidence too."""
    revisions = list(current_revisions(session, claim_rows).values())
    query = select(EvidenceRow).where(EvidenceRow.article_id == article_id, EvidenceRow.revision_id.in_(revisions))
    return list(session.scalars(query))


def place(judged: Judged) -> Place:
    """What tells two judgements of one article and one wording apart."""
    return judged.claim_row, judged.passage.start, judged.passage.end, judged.judgement.verdict.value


def current_revisions(session: Session, claim_rows: Iterable[int]) -> dict[int, int]:
    """The revision that holds each claim's present text."""
    query = (
        select(ClaimRow.id, ClaimRevisionRow.id)
        .join(ClaimRevisionRow, (ClaimRevisionRow.claim_id == ClaimRow.id) & (ClaimRevisionRow.text == ClaimRow.text))
        .where(ClaimRow.id.in_(list(claim_rows)))
    )
    return {row[0]: row[1] for row in session.execute(query)}


def _cluster(session: Session, row: ArticleRow, signature: Signature) -> None:
    """Find the article's reprint cluster; the earliest published of a cluster is the original of all."""
    twins = [t for t in _neighbours(session, row, signature) if _one_voice(t, row)]
    bands = [
        {"article_id": row.id, "number": n, "band": band, "algorithm": ALGORITHM}
        for n, band in enumerate(signature.bands)
    ]
    session.execute(insert(ReprintBandRow), bands)  # one statement: as objects, these rows cost most of an article
    if not twins:
        return
    roots = {t.original_id or t.id for t in twins}
    members = session.scalars(select(ArticleRow).where(ArticleRow.id.in_(roots) | ArticleRow.original_id.in_(roots)))
    cluster = sorted({*members, row}, key=_age)
    original = cluster[0]
    for member in cluster:
        member.original_id = None if member is original else original.id


def _one_voice(one: ArticleRow, other: ArticleRow) -> bool:
    """Reprinted, or taken over in part under the other's name. A pruned text was told apart by its bands already."""
    if not one.text:
        return True
    if is_reprint(one.text, other.text):
        return True
    a, b = article_value(one), article_value(other)
    return is_credited_copy(a, b) or is_credited_copy(b, a)


def _neighbours(session: Session, row: ArticleRow, signature: Signature) -> list[ArticleRow]:
    bands = (
        select(ReprintBandRow.article_id)
        .where(ReprintBandRow.algorithm == ALGORITHM, ReprintBandRow.band.in_(signature.bands))
        .distinct()
        .order_by(ReprintBandRow.article_id)
        .limit(MOST_COMPARED)
    )
    found = session.scalars(select(ArticleRow).where(ArticleRow.id.in_(bands), ArticleRow.id != row.id))
    return [r for r in found if r.text or _same_bands(session, r, signature) >= PRUNED_BANDS]


def _same_bands(session: Session, row: ArticleRow, signature: Signature) -> float:
    """The share of a pruned article's bands that a signature has: the square of the share of shingles in common."""
    same = select(func.count()).where(ReprintBandRow.article_id == row.id, ReprintBandRow.band.in_(signature.bands))
    return (session.scalar(same) or 0) / len(signature.bands)


def _age(row: ArticleRow) -> tuple[datetime, str]:
    """Earliest first. The address tells two of one minute apart: row numbers follow arrival, which differs by run."""
    return row.published or row.first_seen, row.url


def counts(session: Session, since: datetime, until: datetime) -> Mapping[str, int]:
    """Articles first seen in a span of time."""
    found = session.scalars(select(ArticleRow.id).where(ArticleRow.first_seen >= since, ArticleRow.first_seen < until))
    return {"articles": len(list(found))}


def bearing_on(session: Session, claim_rows: Sequence[int]) -> list[tuple[int, Article, set[Place]]]:
    """Articles with any evidence for these claims, in order of time, each with the places that are judged already."""
    found: dict[int, set[Place]] = {}
    present = list(current_revisions(session, claim_rows).values())
    live = select(EvidenceRow).where(EvidenceRow.revision_id.in_(present), EvidenceRow.stale.is_(False))
    for row in session.scalars(live):
        found.setdefault(row.article_id, set()).add((row.claim_id, row.start, row.end, row.verdict))
    rows = session.scalars(select(ArticleRow).where(ArticleRow.id.in_(list(found))))
    return [(r.id, readable(session, r), found[r.id]) for r in sorted(rows, key=_age)]


def readable(session: Session, row: ArticleRow) -> Article:
    """An article to judge. Of a pruned one the passages of its evidence are there, each at its place, and nothing else."""
    article = article_value(row)
    if row.text:
        return article
    text: list[str] = []
    at = 0
    kept = select(EvidenceRow.start, EvidenceRow.passage).where(EvidenceRow.article_id == row.id)
    for start, passage in session.execute(kept.order_by(EvidenceRow.start, EvidenceRow.end.desc())):
        new = passage[max(at - start, 0) :]
        text += ["\n" * (start - at), new]
        at = max(at, start + len(passage))
    return replace(article, text="".join(text))


def article_value(row: ArticleRow) -> Article:
    """An article row as a plain value."""
    return Article(
        url=row.url,
        title=row.title,
        text=row.text,
        published=row.published,
        published_from=row.published_from,
        published_precision=row.published_precision,
        outlet=row.outlet,
        tier=Tier(row.tier),
        language=row.language,
        author=row.author,
        credit=row.credit,
        items=tuple(Item(*i) for i in row.items),
    )
