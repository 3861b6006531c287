"""Pruning: texts of old articles go; what a verdict rests on stays for ever.

An article keeps its row (address, title, outlet, dates), so that it is never taken in again, and its place in its reprint
cluster. Its evidence keeps its passages, of which `store.articles` makes a text again where claims are judged anew. Its
MinHash bands stay where its cluster has evidence: a verbatim reprint that comes later is still known as the same voice.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, delete, func, select, update
from sqlalchemy.orm import Session

from houxu.store.engine import Store
from houxu.store.tables import ArticleRow, EvidenceRow, ReprintBandRow

BATCH = 500  # articles a transaction: a run beside it waits for no longer than one


@dataclass(frozen=True, slots=True)
class Pruned:
    """What was, or would be, pruned. `characters` of text."""

    articles: int
    characters: int


def prune(store: Store, days: int, now: datetime, *, dry_run: bool = False) -> Pruned:
    """Empty the texts of articles first seen more than `days` (1 or more) before `now`. Safe to repeat and to interrupt."""
    before = now - timedelta(days=days)
    with store.session() as session:
        found = session.execute(select(func.count(), func.sum(func.length(ArticleRow.text))).where(*_old(before))).one()
    if not dry_run:
        while _batch(store, before):
            pass
    return Pruned(found[0], found[1] or 0)


def _old(before: datetime) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    return ArticleRow.first_seen < before, ArticleRow.text != ""


def _batch(store: Store, before: datetime) -> bool:
    with store.session() as session:
        ids = list(session.scalars(select(ArticleRow.id).where(*_old(before)).order_by(ArticleRow.id).limit(BATCH)))
        session.execute(update(ArticleRow).where(ArticleRow.id.in_(ids)).values(text=""))
        unheard = sorted(set(ids) - _with_a_voice(session, ids))
        session.execute(delete(ReprintBandRow).where(ReprintBandRow.article_id.in_(unheard)))
    return len(ids) == BATCH


def _with_a_voice(session: Session, ids: list[int]) -> set[int]:
    """Those of the articles whose reprint cluster has evidence."""
    root = func.coalesce(ArticleRow.original_id, ArticleRow.id)
    heard = select(root).join(EvidenceRow, EvidenceRow.article_id == ArticleRow.id)
    return set(session.scalars(select(ArticleRow.id).where(ArticleRow.id.in_(ids), root.in_(heard))))
