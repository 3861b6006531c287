"""A mail room in a real database for the tests of sending: readers, one letter, the clock of a morning."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import select

from houxu.mail import delivery
from houxu.mail.delivery import Post, Rendered, Sending
from houxu.mail.due import Span
from houxu.mail.message import UNSUBSCRIBE_HERE, Letter, sender
from houxu.mail.smtp import Server
from houxu.store import readers
from houxu.store.engine import Store
from houxu.store.tables import OutboxRow
from tests.mailservers import PASSWORD, USER

MORNING = datetime(2024, 12, 10, 0, 5, tzinfo=UTC)  # five past eight in Shanghai
FROM = sender("后续 <houxu@example.org>")
WEB = "https://houxu.example.org"


def server(port: int, **changed: object) -> Server:
    """A server on loopback, in clear and without login unless `changed`."""
    plain = Server("localhost", port, "none", "", "", None, 5.0, "client.example.org", 100)
    return replace(plain, **changed)  # type: ignore[arg-type]


def with_login(port: int, ca_file: Path, security: str = "starttls") -> Server:
    """The same by TLS, with the name and password that the office knows."""
    return server(port, security=security, user=USER, password=PASSWORD, ca_file=ca_file)


def render(language: str, baselines: tuple[str, ...], span: Span) -> Rendered:
    """A busy day's letter, in the reader's language."""
    news = "1 条被推翻：60 秒 → 20 秒" if language == "zh" else "1 contradicted: 60 seconds → 20 seconds"
    text = f"{span.day} {news}\n{' '.join(baselines)}\n{UNSUBSCRIBE_HERE}\n"
    return Rendered(Letter(news, text, f"<p>{text}</p>\n"), quiet=False)


def quiet(language: str, baselines: tuple[str, ...], span: Span) -> Rendered:
    """A day without news."""
    return replace(render(language, baselines, span), quiet=True)


def add(store: Store, *addresses: str, now: datetime = MORNING, **wishes: object) -> None:
    """Readers who all want the same."""
    with store.session() as session:
        for address in addresses:
            readers.add(session, address, wishes, now)


def post(store: Store) -> Post:
    """What signs and addresses the mails of this store."""
    with store.session() as session:
        return Post(FROM, WEB, "", readers.key(session))


def enqueue(store: Store, now: datetime = MORNING, rendering: delivery.Render = render) -> int:
    """What is due goes into the outbox."""
    return delivery.enqueue(store, delivery.plan(store, rendering, now), FROM, now)


def deliver(store: Store, to: Server, now: datetime = MORNING, rendering: delivery.Render = render) -> Sending:
    """Plan, enqueue, send."""
    enqueue(store, now, rendering)
    return delivery.send(store, to, post(store), now)


def outbox_states(store: Store) -> dict[str, str]:
    """The state of each row, by recipient, day and kind."""
    with store.session() as session:
        return {f"{r.recipient} {r.day} {r.kind}": r.state for r in session.scalars(select(OutboxRow))}


def states(store: Store) -> list[str]:
    """The states alone, in order of their rows."""
    with store.session() as session:
        return list(session.scalars(select(OutboxRow.state).order_by(OutboxRow.id)))


def names(number: int) -> Iterable[str]:
    """Addresses of many readers."""
    return [f"reader{n:04d}@example.net" for n in range(number)]
