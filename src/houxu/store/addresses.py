"""Sources and article addresses: what is due, what was found, what failed and when to try again."""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from houxu.sources import pace
from houxu.sources.wishes import Wishes
from houxu.store.tables import AddressRow, FailureRow, JobRow, PollRow, SourcePaceRow, SourceRow

log = logging.getLogger(__name__)
FIRST_WAIT = timedelta(minutes=15)
LONGEST_WAIT = timedelta(days=2)
MOST_ATTEMPTS = 8


def wait_after(failures: int, retry_after: float | None = None) -> timedelta:
    """How long to leave a failing address alone: doubling from 15 minutes to two days, or as long as the server asks."""
    doublings: int = min(max(failures - 1, 0), 10)
    wait = min(FIRST_WAIT * (1 << doublings), LONGEST_WAIT)
    return max(wait, timedelta(seconds=min(retry_after or 0.0, LONGEST_WAIT.total_seconds())))


@dataclass(frozen=True, slots=True)
class Found:
    """A link that a source brought, with the canonical address."""

    url: str
    title: str | None = None
    published: datetime | None = None


@dataclass(frozen=True, slots=True)
class Due:
    """An address to fetch now, with what its source says about it."""

    id: int
    url: str
    title: str | None
    published: datetime | None
    source_id: int | None
    source_key: str | None
    attempts: int


def source_rows(session: Session, job: str) -> dict[str, SourceRow]:
    """A job's active sources by their key."""
    query = select(SourceRow).join(JobRow).where(JobRow.name == job, SourceRow.active)
    return {row.key: row for row in session.scalars(query)}


def validators(session: Session, source_id: int, url: str) -> tuple[str | None, str | None]:
    """ETag and Last-Modified that the last answer of a polled address carried."""
    row = session.scalar(select(PollRow).where(PollRow.source_id == source_id, PollRow.url == url))
    return (row.etag, row.last_modified) if row else (None, None)


def record_poll(session: Session, source_id: int, url: str, etag: str | None, last_modified: str | None) -> None:
    """Keep the validators of an answer."""
    row = session.scalar(select(PollRow).where(PollRow.source_id == source_id, PollRow.url == url))
    if row is None:
        session.add(PollRow(source_id=source_id, url=url, etag=etag, last_modified=last_modified))
    elif (row.etag, row.last_modified) != (etag, last_modified):
        row.etag, row.last_modified = etag, last_modified


def record_found(session: Session, source_id: int, found: Iterable[Found], now: datetime) -> int:
    """Keep new addresses; known ones stay as they are. Returns how many were new."""
    by_url = {f.url: f for f in found}
    known: set[str] = set()
    urls = list(by_url)
    for at in range(0, len(urls), 500):
        known |= set(session.scalars(select(AddressRow.url).where(AddressRow.url.in_(urls[at : at + 500]))))
    new = [f for url, f in by_url.items() if url not in known]
    session.add_all(
        AddressRow(url=f.url, source_id=source_id, title=f.title, published=f.published, found_at=now) for f in new
    )
    return len(new)


def due(session: Session, source_ids: Sequence[int], now: datetime, limit: int = 100_000) -> list[Due]:
    """Addresses of these sources that wait to be fetched, the oldest first."""
    query = (
        select(AddressRow, SourceRow.key)
        .join(SourceRow, AddressRow.source_id == SourceRow.id)
        .where(
            AddressRow.source_id.in_(list(source_ids)),
            AddressRow.state.in_(("pending", "failed")),
            or_(AddressRow.next_try_at.is_(None), AddressRow.next_try_at <= now),
        )
        .order_by(AddressRow.published.is_(None), AddressRow.published, AddressRow.id)
        .limit(limit)
    )
    return [Due(a.id, a.url, a.title, a.published, a.source_id, key, a.attempts) for a, key in session.execute(query)]


def address_failed(
    session: Session, address_id: int, now: datetime, code: str, message: str, *, retry: bool, retry_after: float | None
) -> None:
    """Record that an address could not be fetched or read, and when to try again, if ever."""
    row = session.get_one(AddressRow, address_id)
    row.attempts += 1
    row.last_code, row.last_message = code, message
    hopeless = not retry or row.attempts >= MOST_ATTEMPTS
    row.state = "gone" if hopeless else "failed"
    row.next_try_at = None if hopeless else now + wait_after(row.attempts, retry_after)
    _failure(session, now, code, message, row.url, address_id=address_id, source_id=row.source_id)


def address_done(session: Session, address_id: int) -> None:
    """Mark an address as fetched and judged."""
    row = session.get_one(AddressRow, address_id)
    row.state, row.next_try_at = "done", None


def source_wishes(session: Session, source_id: int) -> Wishes:
    """What the source's server last said about how often it wants to be asked."""
    row = session.get(SourcePaceRow, source_id)
    return Wishes.read(row.wishes) if row else Wishes()


def source_ok(session: Session, source_id: int, now: datetime, every: timedelta, wishes: Wishes | None = None) -> None:
    """A source answered; `every` is its schedule's spacing. What it brought is counted from what was found at `now`."""
    row = session.get_one(SourceRow, source_id)
    found = select(func.count()).where(AddressRow.source_id == source_id, AddressRow.found_at == now)
    _paced(session, row, pace.Answered(session.scalar(found) or 0, wishes or Wishes()), every, now)
    row.failures, row.failing_since, row.last_code, row.last_message = 0, None, None, None
    row.last_ok_at = now


def source_failed(
    session: Session, source_id: int, now: datetime, code: str, message: str, url: str,
    retry_after: float | None = None,
) -> None:  # fmt: skip
    """A source did not answer, or not with what it should."""
    row = session.get_one(SourceRow, source_id)
    if not _paced(session, row, pace.Failed(code, retry_after), pace.FIRST_REST, now):
        return  # the same clock: a repeated run adds nothing
    row.failures += 1
    row.failing_since = row.failing_since or now
    row.last_code, row.last_message = code, message
    _failure(session, now, code, message, url, source_id=source_id)


def _paced(
    session: Session, row: SourceRow, came: pace.Answered | pace.Failed, every: timedelta, now: datetime
) -> bool:
    """Decide when the source is asked next, and keep why; False when this was decided at this very clock before."""
    kept = session.get(SourcePaceRow, row.id)
    if kept is not None and kept.polled_at == now:
        return False
    old = pace.Pace(kept.factor, kept.steady, row.failures, kept.breaker == "open") if kept else pace.Pace()
    decided = pace.decide(old, came, every=every, now=now, chance=_chance(row, now))
    if kept is None:
        kept = SourcePaceRow(source_id=row.id, wishes={})
        session.add(kept)
    kept.polled_at, kept.factor, kept.steady = now, decided.pace.factor, decided.pace.steady
    kept.breaker, kept.reason = "open" if decided.pace.open else "closed", decided.reason
    if isinstance(came, pace.Answered):
        kept.wishes = came.wishes.stored()
    row.next_try_at = decided.next_try
    log.info("source %s: %s", row.key, decided.reason)
    return True


def _chance(row: SourceRow, now: datetime) -> float:
    """In [0, 1), by source and moment: a run that is repeated decides alike."""
    return int.from_bytes(hashlib.sha256(f"{row.key} {now.isoformat()}".encode()).digest()[:4], "big") / 2**32


def _failure(
    session: Session,
    now: datetime,
    code: str,
    message: str,
    url: str,
    *,
    address_id: int | None = None,
    source_id: int | None = None,
) -> None:
    session.add(FailureRow(source_id=source_id, address_id=address_id, url=url, code=code, message=message, at=now))


@dataclass(frozen=True, slots=True)
class Health:
    """How a source fares. `factor`: it is asked every so-many-th firing; `breaker`: closed, open or half-open."""

    job: str
    source: str
    outlet: str
    state: str
    failures: int
    failing_since: datetime | None
    last_ok_at: datetime | None
    next_try_at: datetime | None
    code: str | None
    message: str | None
    factor: int = 1
    breaker: str = "closed"
    reason: str | None = None


def health(session: Session, now: datetime | None = None) -> list[Health]:
    """All active sources, failing ones first. Without `now` an open breaker stays open after its rest."""
    query = (
        select(SourceRow, JobRow.name, SourcePaceRow)
        .join(JobRow)
        .outerjoin(SourcePaceRow, SourcePaceRow.source_id == SourceRow.id)
        .where(SourceRow.active)
        .order_by(-SourceRow.failures, SourceRow.id)
    )
    return [_health(s, job, kept, now) for s, job, kept in session.execute(query)]


def _health(s: SourceRow, job: str, kept: SourcePaceRow | None, now: datetime | None) -> Health:
    state = "failing" if s.failures else "ok" if s.last_ok_at else "never read"
    told = (s.failures, s.failing_since, s.last_ok_at, s.next_try_at, s.last_code, s.last_message)
    if kept is None:
        return Health(job, s.key, s.outlet, state, *told)
    word = pace.breaker(kept.breaker == "open", s.next_try_at, now or kept.polled_at)
    return Health(job, s.key, s.outlet, state, *told, kept.factor, word, kept.reason)
