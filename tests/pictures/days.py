"""Days to photograph, from the bundled demo run: a quiet one and a busy one, with all that can happen on it."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from houxu.commands.demo import FIRST, LAST, replay
from houxu.demo.serve import DemoSites
from houxu.digest.build import Digest
from houxu.digest_day import build, tell
from houxu.model import Verdict
from houxu.settings import load_settings
from houxu.store import evidence
from houxu.store.engine import Store
from houxu.store.tables import ClaimRow, EvidenceRow, SourceRow

QUIET = date(2024, 7, 1)
BUSY = (date(2024, 12, 2), date(2025, 2, 27))


def replayed(folder: Path) -> Store:
    """The demo's sixteen months in a database."""
    with DemoSites() as sites:
        store, _ = replay(sites, f"sqlite:///{folder / 'demo.db'}", load_settings())
    return store


def quiet(store: Store) -> Digest:
    """A day on which nothing happened."""
    return build(store, QUIET, _after(QUIET))


def busy(store: Store) -> Digest:
    """Some eventful weeks as one digest, in which a person took back a flag that an earlier digest had told."""
    since, day = BUSY
    tell(store, build(store, since - timedelta(days=1), _after(day), since=FIRST))
    with store.session() as session:
        _review(session, "openai-80bn", Verdict.UPDATES, "reject", "说的是另一笔交易", _after(day))
        _review(session, "sora-not-public", Verdict.UPDATES, "accept", "与官网原文一致", _after(day))
        source = session.scalars(select(SourceRow).order_by(SourceRow.id)).first()
        assert source is not None
        source.failures, source.failing_since = 7, _after(day) - timedelta(days=3)
        source.last_code, source.last_message = "http-503", "HTTP 503 Service Unavailable"
    return build(store, day, _after(day), since=since)


def _review(session: Session, key: str, verdict: Verdict, decision: str, note: str, until: datetime) -> None:
    """A person's word on every passage with a verdict of one claim."""
    at = until - timedelta(hours=3)
    claim = session.scalars(select(ClaimRow).where(ClaimRow.key == key)).one()
    query = select(EvidenceRow).where(EvidenceRow.claim_id == claim.id, EvidenceRow.verdict == verdict.value)
    for row in session.scalars(query.order_by(EvidenceRow.id)).all():
        evidence.put_review(session, row.id, decision, None, "王编辑", note, at)
    session.flush()
    evidence.refresh(session, {claim.id: claim.due}, LAST, at)


def _after(day: date) -> datetime:
    return datetime.combine(day + timedelta(days=1), datetime.min.time(), UTC)
