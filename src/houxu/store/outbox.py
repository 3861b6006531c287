"""The outbox: what is to be sent, was sent, or could not be. Each (recipient, day, kind) has one row for ever."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import func, or_, select, update
from sqlalchemy.orm import Session

from houxu.store.tables import LetterRow, OutboxRow, ReaderRow

WAITS = tuple(timedelta(minutes=m) for m in (5, 15, 30, 60, 120, 240))
"""Between tries; the last one again and again. Greylisting servers want some minutes, outages last hours."""
PATIENCE = timedelta(days=4)
"""After which a mail that could not be handed over is given up (RFC 5321 names four to five days)."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One letter for one recipient, not yet in the outbox. No letter: nothing is sent, and that was decided."""

    recipient: str
    day: date
    kind: str
    message_id: str
    reader_id: int | None = None
    letter_id: int | None = None
    reply_to: str | None = None
    until: datetime | None = None


@dataclass(frozen=True, slots=True)
class Parcel:
    """A row that this process may send."""

    id: int
    recipient: str
    reader_id: int | None
    letter_id: int
    kind: str
    day: date
    message_id: str
    reply_to: str | None
    queued_at: datetime


@dataclass(frozen=True, slots=True)
class Told:
    """Where a reader's digests stand."""

    day: date
    message_id: str | None  # of the last that was sent or is to be
    until: datetime | None


def put_letter(session: Session, subject: str, text: str, html: str, now: datetime) -> int:
    """The row of a letter; the same letter is kept once."""
    mark = hashlib.sha256("\0".join((subject, text, html)).encode()).hexdigest()
    found = session.scalar(select(LetterRow.id).where(LetterRow.mark == mark))
    if found is not None:
        return found
    row = LetterRow(mark=mark, subject=subject, text=text, html=html, made_at=now)
    session.add(row)
    session.flush()
    return row.id


def letter(session: Session, letter_id: int) -> tuple[str, str, str]:
    """Subject, text and HTML."""
    row = session.get_one(LetterRow, letter_id)
    return row.subject, row.text, row.html


def enqueue(session: Session, entries: Iterable[Entry], now: datetime) -> int:
    """Add what is not there yet; returns how many were. Writers queue (see Store.session), so nobody slips in between."""
    entries = list(entries)
    known = _known(session, {e.day for e in entries}, {e.kind for e in entries})
    fresh = [e for e in entries if (e.recipient, e.day, e.kind) not in known]
    for e in fresh:
        session.add(
            OutboxRow(
                recipient=e.recipient, day=e.day, kind=e.kind, reader_id=e.reader_id, letter_id=e.letter_id,
                message_id=e.message_id, reply_to=e.reply_to, until=e.until, queued_at=now,
                next_try_at=now if e.letter_id else None, state="pending" if e.letter_id else "skipped",
            )
        )  # fmt: skip
    return len(fresh)


def _known(session: Session, days: set[date], kinds: set[str]) -> set[tuple[str, date, str]]:
    row = OutboxRow
    query = select(row.recipient, row.day, row.kind).where(row.day.in_(days), row.kind.in_(kinds))
    return {(r.recipient, r.day, r.kind) for r in session.execute(query)}


def told(session: Session, kind: str = "digest") -> dict[int, Told]:
    """The last digest of each reader, by reader."""
    row = OutboxRow
    last = select(row.reader_id, func.max(row.day).label("day")).where(row.kind == kind, row.reader_id.is_not(None))
    latest = last.group_by(row.reader_id).subquery()
    ends = select(row.reader_id, func.max(row.until)).where(row.kind == kind).group_by(row.reader_id)
    until = dict(session.execute(ends).all())
    on = (row.reader_id == latest.c.reader_id) & (row.day == latest.c.day) & (row.kind == kind)
    rows = session.scalars(select(row).join(latest, on))
    return {r.reader_id: Told(r.day, r.message_id if r.letter_id else r.reply_to, until.get(r.reader_id)) for r in rows if r.reader_id is not None}  # fmt: skip


def take_back(session: Session) -> int:
    """What a process that died had taken is to be sent again; only for the one who holds the sending lock."""
    return _count(session.execute(update(OutboxRow).where(OutboxRow.state == "leased").values(state="pending")))


def drop_unwanted(session: Session, now: datetime) -> int:
    """What waits for a reader who has meanwhile opted out, bounced, paused or been removed is not sent."""
    gone = select(ReaderRow.id).where(
        or_(
            *(
                at.is_not(None)
                for at in (ReaderRow.opted_out_at, ReaderRow.removed_at, ReaderRow.bounced_at, ReaderRow.paused_at)
            )
        )
    )
    waiting = (OutboxRow.state == "pending") & OutboxRow.reader_id.in_(gone)
    values = {"state": "skipped", "next_try_at": None, "message": "the reader takes no more mails"}
    return _count(session.execute(update(OutboxRow).where(waiting).values(**values)))


def lease(session: Session, now: datetime, most: int, channel: bool = False) -> list[Parcel]:
    """Take the next rows that are due, readers' mails or channels' notes, oldest first."""
    row = OutboxRow
    query = select(row).where(row.state == "pending", row.next_try_at <= now, row.reader_id.is_(None) == channel)
    rows = list(session.scalars(query.order_by(row.next_try_at, row.letter_id, row.id).limit(most)))
    for r in rows:
        r.state = "leased"
    return [_parcel(r) for r in rows]


def _parcel(row: OutboxRow) -> Parcel:
    assert row.letter_id is not None
    return Parcel(row.id, row.recipient, row.reader_id, row.letter_id, row.kind, row.day, row.message_id, row.reply_to, row.queued_at)  # fmt: skip


def sent(session: Session, parcel_id: int, now: datetime) -> None:
    """The server has taken it."""
    row = session.get_one(OutboxRow, parcel_id)
    row.state, row.sent_at, row.next_try_at = "sent", now, None
    row.tries, row.code, row.message = row.tries + 1, 250, None


def refused(session: Session, parcel_id: int, now: datetime, code: int | None, why: str, *, lasting: bool) -> bool:
    """It was not taken: tried again later, or given up. Returns True when it was given up."""
    row = session.get_one(OutboxRow, parcel_id)
    wait = WAITS[min(row.tries, len(WAITS) - 1)]
    row.tries, row.code, row.message = row.tries + 1, code, why
    given_up = lasting or now - row.queued_at >= PATIENCE
    row.state, row.next_try_at = ("failed", None) if given_up else ("pending", now + wait)
    return given_up


def put_back(session: Session, parcel_ids: Sequence[int], now: datetime, why: str) -> None:
    """The server, not the mail, was the trouble: all of them wait a little."""
    values: dict[str, Any] = {"state": "pending", "next_try_at": now + WAITS[0], "message": why}
    session.execute(update(OutboxRow).where(OutboxRow.id.in_(parcel_ids)).values(**values))


def latest_of(session: Session) -> dict[int, OutboxRow]:
    """The newest row of each reader."""
    newest = select(func.max(OutboxRow.id)).where(OutboxRow.reader_id.is_not(None)).group_by(OutboxRow.reader_id)
    rows = session.scalars(select(OutboxRow).where(OutboxRow.id.in_(newest)))
    return {r.reader_id: r for r in rows if r.reader_id is not None}


def counts(session: Session) -> dict[str, int]:
    """How many rows are in each state."""
    query = select(OutboxRow.state, func.count(OutboxRow.id)).group_by(OutboxRow.state)
    return dict(session.execute(query).all())


def _count(result: Any) -> int:
    return int(result.rowcount)
