"""Sources and article addresses: what is due, what was found, what failed and when to try again."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from houxu.store.tables import AddressRow, FailureRow, JobRow, PollRow, SourceRow

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


def source_ok(session: Session, source_id: int, now: datetime) -> None:
    """A source answered."""
    row = session.get_one(SourceRow, source_id)
    row.failures, row.failing_since, row.next_try_at, row.last_code, row.last_message = 0, None, None, None, None
    row.last_ok_at = now


def source_failed(
    session: Session, source_id: int, now: datetime, code: str, message: str, url: str, retry_after: float | None = None
) -> None:
    """A source did not answer, or not with what it should."""
    row = session.get_one(SourceRow, source_id)
    if (
        row.last_code == code
        and row.failing_since is not None
        and row.next_try_at == now + wait_after(row.failures, retry_after)
    ):
        return  # the same clock, the same failure: a repeated run adds nothing
    row.failures += 1
    row.failing_since = row.failing_since or now
    row.last_code, row.last_message = code, message
    row.next_try_at = now + wait_after(row.failures, retry_after)
    _failure(session, now, code, message, url, source_id=source_id)


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
    """How a source fares."""

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


def health(session: Session) -> list[Health]:
    """All active sources, failing ones first."""
    query = (
        select(SourceRow, JobRow.name).join(JobRow).where(SourceRow.active).order_by(-SourceRow.failures, SourceRow.id)
    )
    return [
        Health(job, s.key, s.outlet, _state(s), s.failures, s.failing_since, s.last_ok_at, s.next_try_at, s.last_code, s.last_message)
        for s, job in session.execute(query)
    ]  # fmt: skip


def _state(row: SourceRow) -> str:
    if row.failures:
        return "failing"
    return "ok" if row.last_ok_at else "never read"
