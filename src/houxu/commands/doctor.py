"""`houxu doctor`: what is wrong on this machine, and its mend."""

from __future__ import annotations

import shutil
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import make_url, text
from sqlalchemy.orm import Session

from houxu.errors import ConfigError, HouxuError, JudgeError, MailError
from houxu.llm.second import Forgetful
from houxu.llm.setup import second_judge
from houxu.mail.smtp import Connection, server
from houxu.ops.reading import database_bytes
from houxu.settings import Settings
from houxu.store import addresses, baselines, firings, locks, outbox, readers, runs
from houxu.store.engine import Store, open_store, shown
from houxu.store.overdue import overdue
from houxu.terminal import Format, show

LEAST_FREE_MB = 500
CLOCKS_APART = 30.0  # seconds
STALE_HOURS = 48


def doctor(given: Settings | ConfigError, form: Format) -> int:
    """Check everything, print a line each. Returns 1 when something needs mending; wrong settings come first and alone."""
    rows = [_wrong_settings(given)] if isinstance(given, ConfigError) else list(_all(given))
    show(rows, form, columns=["check", "state", "found", "mend"], wide="mend")
    return 1 if any(r["state"] == "wrong" for r in rows) else 0


def _row(check: str, state: str, found: str, mend: str = "") -> dict[str, Any]:
    return {"check": check, "state": state, "found": found, "mend": mend}


def _wrong_settings(error: ConfigError) -> dict[str, Any]:
    found = f"{error.where}: {error.what}" if error.where else error.what
    return _row("configuration", "wrong", found, error.hint or "")


def _all(settings: Settings) -> Iterator[dict[str, Any]]:
    yield _clock()
    yield _disk(settings)
    yield _mail(settings)
    yield _llm(settings)
    try:
        store = open_store(settings.db)
    except HouxuError as error:
        yield _row("database", "wrong", error.what, error.hint or "")
        return
    with store.reading() as session:
        size = database_bytes(session) / 2**20
    yield _row("database", "ok", f"{shown(settings.db)}, schema up to date, {size:.1f} MB")
    yield _database_clock(store)
    yield _leader(store)
    yield from _contents(store, settings)


def _llm(settings: Settings) -> dict[str, Any]:
    """Whether the optional LLM judge answers; asked one short question."""
    try:
        with second_judge(settings, Forgetful()) as second:
            if second is None:
                return _row("LLM judge", "off", "HOUXU_LLM_URL and HOUXU_LLM_MODEL are not set")
            second.client.ask([{"role": "user", "content": "Answer with the JSON object {}."}])
    except (ConfigError, JudgeError) as error:
        return _row("LLM judge", "wrong", str(error), "the built-in judge works without it; docs/llm.md")
    return _row("LLM judge", "ok", f"{settings.llm_model} answers at {settings.llm_url}")


def _clock() -> dict[str, Any]:
    drift = abs(time.time() - datetime.now(UTC).timestamp())
    now = datetime.now(UTC)
    if now.year < 2024 or drift > 1:
        return _row("clock", "wrong", now.isoformat(timespec="seconds"), "set the clock; verdicts depend on dates")
    return _row("clock", "ok", now.isoformat(timespec="seconds"))


def _database_clock(store: Store) -> dict[str, Any]:
    """The machine's clock against the database's, which two processes on two machines share."""
    if store.engine.dialect.name == "sqlite":
        return _row("database clock", "ok", "the machine's own")
    with store.reading() as session:
        there = session.execute(text("SELECT clock_timestamp()")).scalar_one()
    apart = abs((datetime.now(UTC) - there).total_seconds())
    mend = "set both clocks by NTP: schedules and verdicts go by them"
    return _row("database clock", "wrong" if apart > CLOCKS_APART else "ok", f"{apart:.1f} s apart", mend if apart > CLOCKS_APART else "")  # fmt: skip


def _leader(store: Store) -> dict[str, Any]:
    """Whether a service leads; wrong when the ledger shows that one used to."""
    lock = locks.leader(store)
    if not lock.acquire():
        return _row("service", "ok", "one leads")
    lock.release()
    with store.reading() as session:
        served = bool(firings.ended(session))
    if served:
        return _row("service", "wrong", "it has run here, and none leads now", "systemctl status houxu; or houxu serve")
    return _row("service", "off", "none", "houxu serve, or houxu run from cron: see docs/operations.md")


def _disk(settings: Settings) -> dict[str, Any]:
    try:
        database = make_url(settings.db).database
    except Exception as error:
        raise ConfigError(f"not a database URL: {settings.db}") from error
    folder = Path(database or ".").resolve().parent if settings.db.startswith("sqlite") else Path.cwd()
    while not folder.exists():
        folder = folder.parent
    free = shutil.disk_usage(folder).free // 2**20
    state = "ok" if free >= LEAST_FREE_MB else "wrong"
    return _row("disk", state, f"{free} MB free", "" if state == "ok" else "free some space; writes will fail soon")


def _mail(settings: Settings) -> dict[str, Any]:
    """Connect and log in; nothing is sent."""
    if not settings.smtp_host:
        return _row("mail", "off", "no mail server is set", "HOUXU_SMTP_HOST and HOUXU_MAIL_FROM, see docs/mail.md")
    try:
        with Connection(server(settings)) as connection:
            return _row("mail", "ok", connection.check())
    except (ConfigError, MailError) as error:
        return _row("mail", "wrong", f"{error.where}: {error.what}" if error.where else error.what, error.hint or "")


def _told(session: Session) -> Iterator[dict[str, Any]]:
    """Readers, what waits for them, and those who cannot be reached."""
    people, waiting = readers.everyone(session), outbox.counts(session)
    if not people:
        return
    active = sum(r.state == "active" for r in people)
    yield _row("readers", "ok", f"{len(people)}, {active} of them told; {waiting.get('pending', 0)} mails wait")
    for reader in people:
        if reader.state == "bounced":
            yield _row(
                f"reader {reader.address}", "wrong", reader.bounce or "", "houxu readers remove, or resume when mended"
            )
    last = outbox.latest_of(session)
    for reader in people:
        row = last.get(reader.id)
        if row is not None and row.state == "failed" and reader.state == "active":
            yield _row(
                f"reader {reader.address}", "wrong", f"{row.day}: {row.message}", "the next digest is tried again"
            )


def _contents(store: Store, settings: Settings) -> Iterator[dict[str, Any]]:
    with store.reading() as session:
        session.execute(text("SELECT 1"))
        loaded = baselines.baselines(session)
        jobs = baselines.jobs(session)
        last = runs.last(session)
        failing = [h for h in addresses.health(session, settings.clock()) if h.failures]
        late_jobs = overdue(session, settings.clock())
        told = list(_told(session))
    claims = sum(len(s.claim_rows) for s in loaded)
    mend = "houxu load db/baselines/sora-2024.yaml jobs/sora-2024.yaml"
    yield _row("baselines", "ok" if loaded else "wrong", f"{len(loaded)} with {claims} claims", "" if loaded else mend)
    yield _row(
        "jobs",
        "ok" if jobs else "wrong",
        f"{len(jobs)} with {sum(len(j.sources) for j in jobs)} sources",
        "" if jobs else mend,
    )
    if last is None:
        yield _row("last run", "wrong" if jobs else "off", "never", "houxu run; then put it into cron")
    else:
        age = (settings.clock() - last.clock).total_seconds() / 3600
        late = age > STALE_HOURS
        yield _row(
            "last run",
            "wrong" if late else "ok",
            last.clock.isoformat(timespec="minutes"),
            "is cron running?" if late else "",
        )
    for h in failing:
        circuit = f", left alone until {h.next_try_at:%F %H:%M} UTC" if h.breaker == "open" and h.next_try_at else ""
        yield _row(f"source {h.source}", "wrong", f"{h.code} x{h.failures}{circuit}", h.message or "")
    for o in late_jobs:
        since = f"nothing since {o.last_ok:%F %H:%M} UTC" if o.last_ok else "it never ran"
        yield _row(f"job {o.job} {o.kind}", "wrong", since, "is the service, or cron, running? the log says why not")
    yield from told
