"""`houxu readers`: who is told, how, and how that went."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from sqlalchemy.orm import Session

from houxu.errors import InputError
from houxu.mail import unsubscribe
from houxu.settings import Settings
from houxu.store import outbox, readers
from houxu.store.engine import open_store
from houxu.store.readers import Reader
from houxu.terminal import Format, err, show

COLUMNS = ["address", "state", "language", "baselines", "when", "quiet", "last", "trouble"]
DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


def wishes(
    name: str | None, language: str | None, baselines: list[str] | None, timezone: str | None, hour: int | None,
    rhythm: str | None, quiet: str | None,
) -> dict[str, Any]:  # fmt: skip
    """Options as the store takes them; `rhythm` is daily or the day of a weekly digest. Raises InputError."""
    if rhythm is not None and rhythm != "daily" and rhythm not in DAYS:
        raise InputError(f"--on: '{rhythm}' is neither daily nor a weekday", hint=f"daily, or one of {' '.join(DAYS)}")
    for option, given, words in (("language", language, ("zh", "en")), ("quiet", quiet, ("short", "nothing"))):
        if given is not None and given not in words:
            raise InputError(f"--{option}: '{given}' is neither {words[0]} nor {words[1]}")
    return {
        "name": name,
        "language": language,
        "baselines": [] if baselines == ["all"] else (baselines or None),
        "timezone": timezone,
        "hour": hour,
        "rhythm": None if rhythm is None else ("daily" if rhythm == "daily" else "weekly"),
        "weekday": DAYS.index(rhythm) if rhythm in DAYS else None,
        "quiet": quiet,
    }


def add(settings: Settings, address: str, wanted: Mapping[str, Any], *, again: bool) -> None:
    """Take in a reader."""
    store = open_store(settings.db)
    with store.session() as session:
        added = readers.add(session, address, wanted, settings.clock(), again=again)
    err().print(f"{address}: {'added' if added else 'is there already; houxu readers set changes it'}", markup=False)


def change(settings: Settings, address: str, wanted: Mapping[str, Any]) -> None:
    """Change what a reader wants."""
    _act(settings, address, "changed", lambda s: readers.change(s, address, wanted))


def pause(settings: Settings, address: str) -> None:
    """Tell a reader nothing for a while."""
    _act(settings, address, "paused", lambda s: readers.pause(s, address, settings.clock()))


def resume(settings: Settings, address: str) -> None:
    """Go on after a pause or a bounce."""
    _act(settings, address, "active", lambda s: readers.resume(s, address))


def remove(settings: Settings, address: str) -> None:
    """Remove a reader for good."""
    _act(settings, address, "removed", lambda s: readers.remove(s, address, settings.clock()))


def _act(settings: Settings, address: str, done: str, act: Callable[[Session], None]) -> None:
    store = open_store(settings.db)
    with store.session() as session:
        act(session)
    err().print(f"{address}: {done}", markup=False)


def opt_out(settings: Settings, token: str) -> None:
    """The reader whose token this is opts out. Raises InputError when it is nobody's."""
    store = open_store(settings.db)
    with store.session() as session:
        nonce = unsubscribe.reader_of(readers.key(session), token)
        address = readers.opt_out(session, nonce, settings.clock()) if nonce else None
    if address is None:
        raise InputError("this token is nobody's", hint="copy it whole, from the subject of the reader's mail")
    err().print(f"{address}: opted out", markup=False)


def listing(settings: Settings, form: Format) -> None:
    """All readers, with how the last mail to each went."""
    store = open_store(settings.db)
    with store.reading() as session:
        last = outbox.latest_of(session)
        rows = [_row(r, last.get(r.id)) for r in readers.everyone(session)]
    show(rows, form, columns=COLUMNS, wide="trouble")


def _row(reader: Reader, last: Any) -> dict[str, Any]:
    days = "daily" if reader.weekday is None else DAYS[reader.weekday]
    return {
        "address": reader.address,
        "name": reader.name,
        "state": reader.state,
        "language": reader.language,
        "baselines": ", ".join(reader.baselines) or "all",
        "when": f"{days} {reader.hour:02d}:00 {reader.timezone}",
        "quiet": reader.quiet,
        "last": f"{last.day} {last.state}" if last else "",
        "tries": last.tries if last else 0,
        "next_try_at": last.next_try_at if last else None,
        "trouble": reader.bounce or (last.message if last else None) or "",
    }
