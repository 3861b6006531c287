"""Which firings are due: pure reckoning over the loaded jobs, what the ledger holds, and the time."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from houxu.claims import schedule
from houxu.model import Job
from houxu.service.state import FiringKind, Upcoming

Key = tuple[str, FiringKind]


@dataclass(frozen=True, slots=True)
class Due:
    """A firing whose time has come; `folded` earlier ones that were missed are done with it."""

    job: str
    kind: FiringKind
    due: datetime
    folded: int = 0

    @property
    def key(self) -> Key:
        """The schedule entry it belongs to."""
        return self.job, self.kind


@dataclass(frozen=True, slots=True)
class Entry:
    """One schedule entry. `cursor`: dues up to here are settled. `first`: a due besides the cron ones (a fresh job's)."""

    job: str
    kind: FiringKind
    expression: str
    zone: str
    jitter: float  # seconds at most
    cursor: datetime
    first: datetime | None = None

    def starts_at(self, due: datetime) -> datetime:
        """The start of a firing: its due time and a delay that is its own, at most a quarter of the way to the next."""
        quarter = schedule.spacing(self.expression, self.zone, due).total_seconds() / 4
        return due + schedule.jitter(f"{self.job} {self.kind}", due, min(self.jitter, quarter))


def entry(job: Job, kind: FiringKind, *, loaded_at: datetime, last: datetime | None, now: datetime, jitter: float) -> Entry:  # fmt: skip
    """The entry of a job as it was loaded at `loaded_at`, `last` being the latest due up to `now` in the ledger.

    A fresh or changed job fetches at once. Digests count from when the job was first loaded. Times ahead of `now` were
    noted under a wrong clock and count nothing.
    """
    loaded = min(loaded_at, now)
    fresh = kind is FiringKind.FETCH and loaded_at <= now and (last is None or last < loaded_at)
    return Entry(
        job=job.name,
        kind=kind,
        expression=job.schedule.fetch if kind is FiringKind.FETCH else job.schedule.digest,
        zone=job.timezone,
        jitter=jitter if kind is FiringKind.FETCH else 0.0,
        cursor=min(last or loaded, now),
        first=loaded_at if fresh else None,
    )


class Agenda:
    """The entries of all loaded jobs, each with its cursor."""

    def __init__(self, entries: Iterable[Entry] = ()) -> None:
        """No two entries share a key."""
        self._entries: dict[Key, Entry] = {(e.job, e.kind): e for e in entries}

    @property
    def entries(self) -> Mapping[Key, Entry]:
        """By (job, kind)."""
        return self._entries

    def due(self, now: datetime) -> list[Due]:
        """Firings to start now, the earliest first, those missed folded into the latest of their entry.

        A clock that was set back moves the cursors back with it: the ledger keeps what comes again from being done twice.
        """
        found = [self._due(key, entry, now) for key, entry in list(self._entries.items())]
        return sorted((d for d in found if d is not None), key=lambda d: (d.due, d.kind != FiringKind.FETCH, d.job))

    def _due(self, key: Key, entry: Entry, now: datetime) -> Due | None:
        if entry.cursor > now:
            entry = self._entries[key] = replace(entry, cursor=now)
        last, count = schedule.latest(entry.expression, entry.zone, entry.cursor, now)
        if last is not None and entry.starts_at(last) > now:
            last = None if entry.first is None else entry.first
        elif last is None:
            last = entry.first
        if last is None:
            return None
        return Due(entry.job, entry.kind, last, folded=max(count - 1, 0))

    def settled(self, due: Due) -> None:
        """A firing was entered in the ledger, or found there: it and what it stands for do not come up again."""
        entry = self._entries.get(due.key)
        if entry is not None:
            cursor = max(entry.cursor, due.due)
            first = entry.first if entry.first is not None and entry.first > due.due else None
            self._entries[due.key] = replace(entry, cursor=cursor, first=first)

    def upcoming(self, now: datetime) -> tuple[Upcoming, ...]:
        """The next firing of each entry, by its start. One that is due and has not started yet counts as next."""
        found = [self._next(entry, now) for entry in self._entries.values()]
        return tuple(sorted((u for u in found if u is not None), key=lambda u: (u.starts_at, u.job, u.kind)))

    def _next(self, entry: Entry, now: datetime) -> Upcoming | None:
        waiting, _ = schedule.latest(entry.expression, entry.zone, min(entry.cursor, now), now)
        due = waiting or schedule.after(entry.expression, entry.zone, now)
        return None if due is None else Upcoming(entry.job, entry.kind, due, entry.starts_at(due))
