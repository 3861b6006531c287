"""From readers who are due to mails that are sent: first everything goes into the outbox, then the outbox is emptied.

Each mail is committed as sent after the server's 250 and not before, so that a process killed at any point loses nothing.
Killed between the 250 and the commit, it sends that one mail again, with the same Message-ID; SMTP knows no better.
"""

from __future__ import annotations

import hashlib
import hmac
import logging
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from sqlalchemy.orm import Session

from houxu.errors import MailError
from houxu.mail import due, unsubscribe
from houxu.mail.due import Rhythm, Span
from houxu.mail.message import Direction, Letter, Sender, message
from houxu.mail.smtp import Connection, Server
from houxu.store import evidence, locks, outbox, readers
from houxu.store.engine import Store
from houxu.store.outbox import Entry, Parcel, Told
from houxu.store.readers import Reader

log = logging.getLogger(__name__)
BATCH = 50  # rows taken from the outbox at once
BREAKS = 3  # connections in a row that break before a pass is given up
LOCK = "mail outbox"
LOCK_WAIT = 30.0  # seconds for another process that is sending


@dataclass(frozen=True, slots=True)
class Rendered:
    """A letter, and whether there was nothing to tell."""

    letter: Letter
    quiet: bool


Render = Callable[[str, tuple[str, ...], Span], Rendered]
"""(language, baselines or none for all, span) → the letter; called once for all readers who are told the same."""


@dataclass(frozen=True, slots=True)
class Planned:
    """A digest that is due."""

    reader: Reader
    span: Span
    rendered: Rendered
    reply_to: str | None

    @property
    def wanted(self) -> bool:
        """False on a quiet day for a reader who wants no mail then."""
        return not self.rendered.quiet or self.reader.quiet == "short"


@dataclass(frozen=True, slots=True)
class Post:
    """Whose mails these are and where their links lead."""

    frm: Sender
    web_url: str
    unsubscribe_to: str
    key: str


@dataclass(slots=True)
class Sending:
    """What a pass over the outbox did; troubles by name."""

    sent: int = 0
    connections: int = 0
    later: list[tuple[str, str]] = field(default_factory=list)
    failed: list[tuple[str, str]] = field(default_factory=list)

    @property
    def troubled(self) -> bool:
        """True when anything was not sent."""
        return bool(self.later or self.failed)


def plan(store: Store, render: Render, now: datetime, day: date | None = None) -> list[Planned]:
    """The digests that are due at `now`, or those of a named day for all readers who have not had it."""
    with store.reading() as session:
        people, told, learned = readers.active(session), outbox.told(session), evidence.last_learned(session)
    spans = [(r, told.get(r.id), _span(r, told.get(r.id), now, day, learned)) for r in people]
    made: dict[tuple[str, tuple[str, ...], Span], Rendered] = {}
    found = []
    for reader, before, span in spans:
        if span is None:
            continue
        same = (reader.language, reader.baselines, span)
        if same not in made:
            made[same] = render(*same)
        found.append(Planned(reader, span, made[same], before.message_id if before else None))
    return found


def _span(reader: Reader, told: Told | None, now: datetime, day: date | None, learned: datetime | None) -> Span | None:
    rhythm = Rhythm(reader.timezone, reader.hour, reader.weekday)
    if day is not None:
        return due.whole_day(day, rhythm)
    return due.span(rhythm, now, learned, told.day if told else None, told.until if told else None)


def enqueue(store: Store, planned: Sequence[Planned], frm: Sender, now: datetime, *, named_day: bool = False) -> int:
    """Put digests into the outbox, all in one transaction. Returns how many were not there yet."""
    with store.session() as session:
        key = readers.key(session)
        rows: dict[int, int] = {}
        entries = [_entry(session, p, key, frm, now, rows, named_day) for p in planned]
        return outbox.enqueue(session, entries, now)


def _entry(
    session: Session, p: Planned, key: str, frm: Sender, now: datetime, rows: dict[int, int], named_day: bool
) -> Entry:
    letter = p.rendered.letter
    if p.wanted and id(letter) not in rows:
        rows[id(letter)] = outbox.put_letter(session, letter.subject, letter.text, letter.html, now)
    return Entry(
        recipient=p.reader.recipient,
        day=p.span.day,
        kind="digest",
        reader_id=p.reader.id,
        letter_id=rows[id(letter)] if p.wanted else None,
        message_id=message_id(key, p.reader.nonce, p.span.day, "digest", frm.domain),
        reply_to=p.reply_to,
        until=None if named_day else p.span.end,
    )


def message_id(key: str, nonce: str, day: date | None, kind: str, domain: str) -> str:
    """The same for the same reader, day and kind, always; without a day, the id that a reader's thread hangs on."""
    named = f"{nonce} {day} {kind}".encode()
    mark = hmac.digest(bytes.fromhex(key), b"message-id " + named, hashlib.sha256).hex()[:20]
    return f"<{kind.partition(':')[0]}.{day or 'thread'}.{mark}@{domain}>"


def send(store: Store, server: Server, post: Post, now: datetime) -> Sending:
    """Send what is due from the outbox. Every trouble is noted there and returned; none stops the others."""
    done = Sending()
    with locks.job(store, LOCK, wait=LOCK_WAIT) as ours:
        if not ours:
            log.warning("another process is sending; what it leaves is sent next time")
            return done
        with store.session() as session:
            outbox.take_back(session)
            outbox.drop_unwanted(session, now)
            people = {r.id: r for r in readers.everyone(session, removed=True)}
        with Connection(server) as connection:
            pass_ = _Pass(store, connection, post, now, people, done)
            while pass_.batch():
                pass
            done.connections = connection.made
    return done


@dataclass(slots=True)
class _Pass:
    """One emptying of the outbox."""

    store: Store
    connection: Connection
    post: Post
    now: datetime
    people: dict[int, Reader]
    done: Sending
    breaks: int = 0
    letters: dict[int, Letter] = field(default_factory=dict)

    def batch(self) -> bool:
        """Send the next mails; False when none is left or the server is of no use."""
        with self.store.session() as session:
            parcels = outbox.lease(session, self.now, BATCH)
            for letter_id in {p.letter_id for p in parcels} - set(self.letters):
                self.letters[letter_id] = Letter(*outbox.letter(session, letter_id))
        for number, parcel in enumerate(parcels):
            trouble = self._one(parcel)
            if trouble is not None and (trouble.whole or self.breaks >= BREAKS):
                self._stop(parcels[number:] if trouble.whole else parcels[number + 1 :], trouble)
                return False
        return bool(parcels)

    def _one(self, parcel: Parcel) -> MailError | None:
        assert parcel.reader_id is not None
        reader = self.people.get(parcel.reader_id) or self._newcomer(parcel.reader_id)
        mail = message(self.letters[parcel.letter_id], self.post.frm, direction(self.post, reader, parcel))
        try:
            self.connection.send(self.post.frm.address, reader.address, mail)
        except MailError as error:
            self.breaks = self.breaks + 1 if error.code is None and not error.lasting else 0
            if not error.whole:
                self._refused(parcel, reader, error)
            return error
        with self.store.session() as session:
            outbox.sent(session, parcel.id, self.now)
        self.breaks = 0
        self.done.sent += 1
        return None

    def _newcomer(self, reader_id: int) -> Reader:
        with self.store.session() as session:
            self.people.update({r.id: r for r in readers.everyone(session, removed=True)})
        return self.people[reader_id]

    def _refused(self, parcel: Parcel, reader: Reader, error: MailError) -> None:
        why = f"{error.code} {error.what}" if error.code else str(error)
        with self.store.session() as session:
            given_up = outbox.refused(session, parcel.id, self.now, error.code, why, lasting=error.lasting)
            if error.reader and error.lasting:
                readers.bounced(session, reader.id, self.now, why)
        (self.done.failed if given_up else self.done.later).append((reader.address, why))

    def _stop(self, left: Sequence[Parcel], error: MailError) -> None:
        with self.store.session() as session:
            outbox.put_back(session, [p.id for p in left], self.now, str(error))
        self.done.later.extend((self.people[p.reader_id].address, str(error)) for p in left if p.reader_id is not None)


def direction(post: Post, reader: Reader, parcel: Parcel) -> Direction:
    """The headers of a reader's mail, from what the outbox keeps and nothing else, so that a second try is the same mail."""
    token = unsubscribe.token(post.key, reader.nonce)
    return Direction(
        to=reader.address,
        name=reader.name,
        message_id=parcel.message_id,
        thread=message_id(post.key, reader.nonce, None, parcel.kind, post.frm.domain),
        reply_to=parcel.reply_to,
        date=parcel.queued_at,
        unsubscribe_mail=unsubscribe.mailto(post.unsubscribe_to or post.frm.address, token),
        unsubscribe_url=unsubscribe.url(post.web_url, token),
    )


def addresses(troubles: Iterable[tuple[str, str]]) -> list[str]:
    """Troubles as lines, those of one reason together."""
    by_reason: dict[str, list[str]] = {}
    for address, why in troubles:
        by_reason.setdefault(why, []).append(address)
    return [f"{_few(who)}: {why}" for why, who in by_reason.items()]


def _few(who: Sequence[str]) -> str:
    return ", ".join(who[:5]) + (f" and {len(who) - 5} more" if len(who) > 5 else "")
