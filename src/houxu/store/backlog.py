"""Claims that wait to be held against coverage that was stored before they were loaded, reworded, or read otherwise.

Each waits with the last article it was held against, so that the work is done in short transactions, goes on after a kill
where it stood, and keeps no writer waiting.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, func, select, update
from sqlalchemy.orm import Session

from houxu.model import Article
from houxu.store import articles
from houxu.store.articles import Judged
from houxu.store.tables import ArticleRow, ClaimBacklogRow, ClaimRow

Wording = tuple[str, str]  # a claim's text, and the mark of what else it is judged by
BATCH = 20  # articles read, and then written, in one transaction


@dataclass(frozen=True, slots=True)
class Batch:
    """Claims that stand at the same article, and the next articles to hold them against; none when they are through."""

    claim_rows: frozenset[int]
    after: int
    articles: tuple[tuple[int, Article], ...]


def add(session: Session, claim_rows: Iterable[int], after: int = 0) -> None:
    """Let claims wait from the article after `after` on; one that waits already keeps the earlier place."""
    for claim_row in claim_rows:
        row = session.get(ClaimBacklogRow, claim_row)
        if row is None:
            session.add(ClaimBacklogRow(claim_row=claim_row, after_article=after))
        else:
            row.after_article = min(row.after_article, after)


def drop(session: Session, claim_row: int) -> None:
    """A withdrawn claim waits for nothing."""
    session.execute(delete(ClaimBacklogRow).where(ClaimBacklogRow.claim_row == claim_row))


def waits(session: Session) -> bool:
    """Whether any claim waits."""
    return session.scalar(select(ClaimBacklogRow.claim_row).limit(1)) is not None


def batch(session: Session, claim_rows: Sequence[int], most: int = BATCH) -> Batch | None:
    """What to do next for those of the claims that stand furthest back; None when none of them waits."""
    wanted = set(claim_rows)
    waiting = {r.claim_row: r.after_article for r in session.scalars(select(ClaimBacklogRow)) if r.claim_row in wanted}
    if not waiting:
        return None
    after = min(waiting.values())
    found = session.scalars(select(ArticleRow).where(ArticleRow.id > after).order_by(ArticleRow.id).limit(most))
    return Batch(
        frozenset(claim for claim, at in waiting.items() if at == after),
        after,
        tuple((row.id, articles.readable(session, row)) for row in found),
    )


def put(
    session: Session, done: Batch, held: Mapping[int, Wording], judged: Mapping[int, Sequence[Judged]], now: datetime
) -> int:
    """Store a batch's judgements by article, and move its claims on; how many judgements were stored.

    What was found before and is not found any more counts no longer, unless a person or an LLM judged it. Left alone
    is a claim that another process moved on meanwhile, and one whose wording is no more the judged one (`held`, by claim row).
    """
    mine = {row for row in done.claim_rows if _still(session, row, done.after, held.get(row))}
    stored = 0
    for article_id, found in judged.items():
        fresh = [j for j in found if j.claim_row in mine]
        articles.retire_evidence(session, article_id, mine, {articles.place(j) for j in fresh})
        stored += articles.put_missing_evidence(session, article_id, fresh, now)
    here = ClaimBacklogRow.claim_row.in_(mine)
    if done.articles:
        session.execute(update(ClaimBacklogRow).where(here).values(after_article=done.articles[-1][0]))
    elif not session.scalar(select(func.count()).where(ArticleRow.id > done.after)):
        session.execute(delete(ClaimBacklogRow).where(here))
    return stored


def _still(session: Session, claim_row: int, after: int, held: Wording | None) -> bool:
    waiting, claim = session.get(ClaimBacklogRow, claim_row), session.get(ClaimRow, claim_row)
    here = waiting is not None and waiting.after_article == after
    return here and claim is not None and (claim.text, claim.reading) == held
