"""Readers, in and out of the database. Nobody who opted out comes back but by his own wish."""

from __future__ import annotations

import re
import secrets
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from sqlalchemy import select
from sqlalchemy.orm import Session

from houxu.errors import InputError
from houxu.model import Job
from houxu.store.tables import BaselineRow, MailKeyRow, ReaderRow

# The same form as `to:` of job files takes.
_ADDRESS = re.compile(r"[^\s@<>(),;:\"\\]+@[^\s@<>(),;:\"\\.]+(?:\.[^\s@<>(),;:\"\\.]+)*")
_HOUR = re.compile(r"\d{1,2}")
MAY_CHANGE = ("name", "language", "baselines", "timezone", "hour", "rhythm", "weekday", "quiet")


@dataclass(frozen=True, slots=True)
class Reader:
    """Somebody who is told, and how he wants it."""

    id: int
    address: str
    name: str
    language: str
    baselines: tuple[str, ...]  # slugs; none means all
    timezone: str
    hour: int
    weekday: int | None  # None is every day
    quiet: str
    nonce: str
    state: str  # active, paused, opted out, bounced or removed
    added_at: datetime
    bounce: str | None

    @property
    def recipient(self) -> str:
        """His name in the outbox."""
        return f"reader:{self.id}"


def everyone(session: Session, *, removed: bool = False) -> list[Reader]:
    """All readers by address; those who were removed only when asked for."""
    rows = session.scalars(select(ReaderRow).order_by(ReaderRow.address))
    return [_reader(row) for row in rows if removed or row.removed_at is None]


def active(session: Session) -> list[Reader]:
    """Those who are told now."""
    return [reader for reader in everyone(session) if reader.state == "active"]


def _reader(row: ReaderRow) -> Reader:
    same = {k: getattr(row, k) for k in ("id", "address", "name", "language", "timezone", "hour", "quiet", "nonce", "added_at", "bounce")}  # fmt: skip
    weekday = row.weekday if row.rhythm == "weekly" else None
    return Reader(**same, baselines=tuple(row.baselines), weekday=weekday, state=_state(row))


def _state(row: ReaderRow) -> str:
    if row.removed_at is not None:
        return "removed"
    if row.opted_out_at is not None:
        return "opted out"
    if row.bounced_at is not None:
        return "bounced"
    return "active" if row.paused_at is None else "paused"


def add(session: Session, address: str, wishes: Mapping[str, Any], now: datetime, *, again: bool = False) -> bool:
    """Take in a reader; one who is there already is left as he is, one who was removed comes back. True when added.

    Raises InputError for an address that is none, and for one who opted out, unless he asked to come back (`again`).
    """
    address = checked_address(address)
    row = _find(session, address)
    if row is not None and row.opted_out_at is not None and not again:
        raise InputError(f"{address} opted out on {row.opted_out_at:%Y-%m-%d}",
                         hint="only when the reader asked to come back: houxu readers add ADDRESS --again")  # fmt: skip
    if row is not None and row.removed_at is None and row.opted_out_at is None:
        return False
    values = {"baselines": [], **_checked(session, wishes)}
    if row is None:
        session.add(ReaderRow(address=address, origin="person", nonce=_nonce(), added_at=now, **values))
        return True
    row.removed_at = row.removed_by = row.opted_out_at = row.bounced_at = row.bounce = row.paused_at = None
    row.origin, row.added_at, row.nonce = "person", now, _nonce()
    _assign(row, values)
    return True


def change(session: Session, address: str, wishes: Mapping[str, Any]) -> None:
    """Change what a reader wants; from now on job files leave him alone. Raises InputError."""
    row = get(session, address)
    _assign(row, _checked(session, wishes))
    row.origin = "person"


def pause(session: Session, address: str, now: datetime) -> None:
    """Tell a reader nothing until he is resumed. Raises InputError."""
    row = get(session, address)
    row.paused_at = row.paused_at or now


def resume(session: Session, address: str) -> None:
    """End a pause, and forget a bounce. Raises InputError for one who opted out."""
    row = get(session, address)
    if row.opted_out_at is not None:
        raise InputError(
            f"{row.address} opted out on {row.opted_out_at:%Y-%m-%d}",
            hint="houxu readers add ADDRESS --again, if he asked",
        )
    row.paused_at = row.bounced_at = row.bounce = None


def remove(session: Session, address: str, now: datetime) -> None:
    """Remove a reader; job files that still name him do not bring him back. Raises InputError."""
    row = get(session, address)
    row.removed_at, row.removed_by = now, "person"


def opt_out(session: Session, nonce: str, now: datetime) -> str | None:
    """The reader with this nonce is told nothing any more; a second time changes nothing. Returns his address."""
    row = session.scalar(select(ReaderRow).where(ReaderRow.nonce == nonce))
    if row is None:
        return None
    row.opted_out_at = row.opted_out_at or now
    return row.address


def bounced(session: Session, reader_id: int, now: datetime, why: str) -> None:
    """The mail server says for good that this address takes no mail."""
    row = session.get_one(ReaderRow, reader_id)
    row.bounced_at, row.bounce = now, why


def key(session: Session) -> str:
    """The key that unsubscribe links are signed with, made when first asked for; hexadecimal."""
    row = session.get(MailKeyRow, 1)
    if row is None:
        row = MailKeyRow(id=1, key=secrets.token_hex(32))
        session.add(row)
        session.flush()
    return row.key


def from_jobs(session: Session, jobs: Sequence[Job], now: datetime) -> int:
    """Take in whom the job files name, and let go whom they name no more. Returns how many rows changed.

    A reader whom a person added, changed or removed, or who opted out, stays as he is.
    """
    wanted = _wanted(jobs)
    known = {row.address: row for row in session.scalars(select(ReaderRow))}
    changed = 0
    for address, values in wanted.items():
        row = known.get(address)
        if row is None:
            session.add(ReaderRow(address=address, origin="job", nonce=_nonce(), added_at=now, **values))
            changed += 1
        elif row.origin == "job" and (row.removed_at is None or row.removed_by == "job"):
            changed += _assign(row, {"baselines": values["baselines"], "removed_at": None, "removed_by": None})
    for address, row in known.items():
        if row.origin == "job" and address not in wanted and row.removed_at is None:
            row.removed_at, row.removed_by = now, "job"
            changed += 1
    return changed


def _wanted(jobs: Iterable[Job]) -> dict[str, dict[str, Any]]:
    """Each named address with what the first job that names it wants, and the baselines of all that do."""
    found: dict[str, dict[str, Any]] = {}
    for job in jobs:
        for given in job.digest.to:
            values = found.setdefault(
                checked_address(given),
                {"language": job.digest.language, "timezone": job.timezone, "hour": _hour(job.schedule.digest), "baselines": []},
            )  # fmt: skip
            values["baselines"] = sorted({*values["baselines"], *job.watch})
    return found


def _hour(cron: str) -> int:
    """The hour of a daily schedule; eight where it is not a plain one."""
    field = cron.split()[1] if len(cron.split()) == 5 else ""
    return int(field) if _HOUR.fullmatch(field) and int(field) < 24 else 8


def checked_address(address: str) -> str:
    """A bare address, its domain in small letters. Raises InputError."""
    address = address.strip()
    if not _ADDRESS.fullmatch(address) or len(address) > 254 or not address.isprintable():
        raise InputError(f"{address!r} is not a mail address", hint="write name@example.org alone")
    local, _, domain = address.rpartition("@")
    return f"{local}@{domain.lower()}"


def get(session: Session, address: str) -> ReaderRow:
    """A reader's row. Raises InputError."""
    row = _find(session, checked_address(address))
    if row is None or row.removed_at is not None:
        raise InputError(f"there is no reader {address}", hint="houxu readers list")
    return row


def _find(session: Session, address: str) -> ReaderRow | None:
    return session.scalar(select(ReaderRow).where(ReaderRow.address == address))


def _checked(session: Session, wishes: Mapping[str, Any]) -> dict[str, Any]:
    """Wishes that can be kept; those that were not given are left out. Raises InputError."""
    given = {k: v for k, v in wishes.items() if v is not None}
    if "timezone" in given:
        try:
            ZoneInfo(given["timezone"])
        except (ZoneInfoNotFoundError, ValueError, OSError) as error:
            raise InputError(f"there is no time zone {given['timezone']!r}", hint="such as Asia/Shanghai") from error
    if "hour" in given and not 0 <= given["hour"] <= 23:
        raise InputError(f"{given['hour']} is not an hour of the day", hint="0 to 23")
    if given.get("baselines"):
        known = set(session.scalars(select(BaselineRow.slug)))
        for slug in given["baselines"]:
            if slug not in known:
                raise InputError(f"baseline '{slug}' is not loaded", hint="run: houxu load FILE")
        given["baselines"] = sorted(set(given["baselines"]))
    return given


def _assign(row: ReaderRow, values: Mapping[str, Any]) -> bool:
    changed = {k: v for k, v in values.items() if getattr(row, k) != v}
    for name, value in changed.items():
        setattr(row, name, value)
    return bool(changed)


def _nonce() -> str:
    """A reader's own name in unsubscribe links: 96 random bits; hex, since a leading dash reads as an option."""
    return secrets.token_hex(12)
