"""`houxu doctor`: what is wrong on this machine, and its mend."""

from __future__ import annotations

import shutil
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import make_url, text

from houxu.errors import ConfigError, HouxuError
from houxu.settings import Settings
from houxu.store import addresses, baselines, runs
from houxu.store.engine import Store, open_store, shown
from houxu.terminal import Format, show

LEAST_FREE_MB = 500
STALE_HOURS = 48


def doctor(settings: Settings, form: Format) -> int:
    """Check everything, print a line each. Returns 1 when something needs mending."""
    rows = list(_all(settings))
    show(rows, form, columns=["check", "state", "found", "mend"], wide="mend")
    return 1 if any(r["state"] == "wrong" for r in rows) else 0


def _row(check: str, state: str, found: str, mend: str = "") -> dict[str, Any]:
    return {"check": check, "state": state, "found": found, "mend": mend}


def _all(settings: Settings) -> Iterator[dict[str, Any]]:
    yield _clock()
    yield _disk(settings)
    yield _mail()
    try:
        store = open_store(settings.db)
    except HouxuError as error:
        yield _row("database", "wrong", error.what, error.hint or "")
        return
    yield _row("database", "ok", f"{shown(settings.db)}, schema up to date")
    yield from _contents(store, settings)


def _clock() -> dict[str, Any]:
    drift = abs(time.time() - datetime.now(UTC).timestamp())
    now = datetime.now(UTC)
    if now.year < 2024 or drift > 1:
        return _row("clock", "wrong", now.isoformat(timespec="seconds"), "set the clock; verdicts depend on dates")
    return _row("clock", "ok", now.isoformat(timespec="seconds"))


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


def _mail() -> dict[str, Any]:
    return _row("mail", "off", "this version writes digests to files", "use houxu digest --out FILE")


def _contents(store: Store, settings: Settings) -> Iterator[dict[str, Any]]:
    with store.session() as session:
        session.execute(text("SELECT 1"))
        loaded = baselines.baselines(session)
        jobs = baselines.jobs(session)
        last = runs.last(session)
        failing = [h for h in addresses.health(session) if h.failures]
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
        yield _row(f"source {h.source}", "wrong", f"{h.code} x{h.failures}", h.message or "")
