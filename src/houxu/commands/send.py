"""`houxu digest --send`: the digests that are due, into the outbox and out of it."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from typing import Any

from houxu.digest.build import Digest, subject_line
from houxu.digest.links import Links
from houxu.digest.render import as_html, as_text
from houxu.digest_day import build, tell
from houxu.errors import InputError
from houxu.mail import delivery
from houxu.mail.alerts import after_run
from houxu.mail.delivery import Planned, Post, Rendered, Sending
from houxu.mail.due import Span
from houxu.mail.feed import MOST, atom
from houxu.mail.message import UNSUBSCRIBE_HERE, Letter, sender
from houxu.mail.smtp import server
from houxu.settings import Settings
from houxu.store import changes, readers
from houxu.store.engine import Store, open_store
from houxu.terminal import Format, err, show

A_DAY = timedelta(hours=36)  # a digest that covers more is told as one of several days


def send(settings: Settings, day: date | None, *, dry_run: bool, form: Format) -> int:
    """Mail what is due, and what waits from before. Returns 1 when anything was not sent, with names."""
    store = open_store(settings.db)
    if dry_run:
        planned = delivery.plan(store, _Renderer(store, settings), settings.clock(), day)
        show(
            [_shown(p) for p in planned],
            form,
            columns=["address", "language", "day", "mail", "subject"],
            wide="subject",
        )
        return 0
    return report(deliver(store, settings, day))


def deliver(store: Store, settings: Settings, day: date | None = None) -> Sending:
    """Everything that is due now goes into the outbox, then the outbox is emptied. Raises ConfigError before anything."""
    mail_server, frm, now = server(settings), sender(settings.mail_from), settings.clock()
    render = _Renderer(store, settings)
    planned = delivery.plan(store, render, now, day)
    delivery.enqueue(store, planned, frm, now, named_day=day is not None)
    for digest in render.digests:
        tell(store, digest)
    return delivery.send(store, mail_server, post(store, settings), now)


def report(done: Sending) -> int:
    """Say what was sent and what was not; the exit status."""
    said = err()
    for line in delivery.addresses(done.failed):
        said.print(f"failed: {line}", markup=False, style="red", soft_wrap=True)
    for line in delivery.addresses(done.later):
        said.print(f"tried again later: {line}", markup=False, style="yellow", soft_wrap=True)
    said.print(f"sent {done.sent}  later {len(done.later)}  failed {len(done.failed)}", markup=False)
    return 1 if done.troubled else 0


def alerts(store: Store, settings: Settings) -> int:
    """After a run: tell at once of claims marked `alert: true`. The exit status; silent where nobody is to be told."""
    done = after_run(store, settings)
    return report(done) if done.sent or done.troubled else 0


def feed(settings: Settings, out: Path, language: str) -> None:
    """Write the feed; a reader of the file sees the old one or the new one. Raises InputError."""
    if language not in ("zh", "en"):
        raise InputError(f"--language: '{language}' is neither zh nor en")
    with open_store(settings.db).reading() as session:
        steps = changes.steps(session, most=MOST)
    made = atom(steps, language=language, web_url=settings.web_url, now=settings.clock())
    partial = out.with_name(out.name + ".part")
    try:
        partial.write_bytes(made)
        partial.replace(out)
    except OSError as error:
        raise InputError(f"the feed cannot be written: {error.strerror}", where=str(out)) from error
    err().print(f"feed: {out} ({len(steps)} entries)", markup=False, soft_wrap=True)


def post(store: Store, settings: Settings) -> Post:
    """Whose mails these are. Raises ConfigError."""
    with store.session() as session:
        key = readers.key(session)
    return Post(sender(settings.mail_from), settings.web_url, settings.mail_unsubscribe, key)


def _shown(p: Planned) -> dict[str, Any]:
    return {
        "address": p.reader.address,
        "language": p.reader.language,
        "day": p.span.day,
        "since": p.span.start,
        "until": p.span.end,
        "mail": "yes" if p.wanted else "no: quiet day",
        "subject": p.rendered.letter.subject,
    }


class _Renderer:
    """Letters from the database, and the digests that they were made of."""

    def __init__(self, store: Store, settings: Settings) -> None:
        """Nothing is rendered yet."""
        self.store, self.now = store, settings.clock()
        self.links = Links(claim_page=settings.web_url or None, unsubscribe=UNSUBSCRIBE_HERE)
        self.digests: list[Digest] = []

    def __call__(self, language: str, baselines: tuple[str, ...], span: Span) -> Rendered:
        """See `delivery.Render`."""
        digest = self.digest(baselines, span)
        self.digests.append(digest)
        text, html = (form(digest, language, links=self.links) for form in (as_text, as_html))
        return Rendered(Letter(subject_line(digest, language), text, html), digest.quiet)

    def digest(self, baselines: tuple[str, ...], span: Span) -> Digest:
        """What a reader of these baselines has not been told yet."""
        last = max(span.day, span.end.date())
        since = last if span.end - span.start <= A_DAY else span.start.date()
        return build(self.store, last, self.now, since=since, baselines=baselines, learned=(span.start, span.end))
