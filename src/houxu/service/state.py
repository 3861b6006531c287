"""What the service knows about itself, as values that HTTP handlers read. Imports nothing of houxu.

A room that adds endpoints gives a function `(read: ReadState) -> list[starlette.routing.BaseRoute]`; `commands/serve.py`
gathers the lists and mounts them, see `houxu.service.http`. Handlers run on the service's own event loop: what blocks goes
through `asyncio.to_thread` (a plain `def` endpoint does so by itself).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class FiringKind(StrEnum):
    """What a schedule entry of a job file asks for."""

    FETCH = "fetch"
    DIGEST = "digest"


class Outcome(StrEnum):
    """How a firing ended."""

    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"  # it could not be done: tried again after a pause, see `Fired.message`
    PUT_BACK = "put back"  # stopped before it was done: it runs again, by this or another process


@dataclass(frozen=True, slots=True)
class Fired:
    """One firing that began. `due` is when the schedule asked for it; times are aware, UTC."""

    job: str
    kind: FiringKind
    due: datetime
    started_at: datetime
    finished_at: datetime | None = None
    outcome: Outcome = Outcome.RUNNING
    message: str | None = None  # what went wrong, in words
    failures: int = 0  # things that did not work within it, by name in the run's account


@dataclass(frozen=True, slots=True)
class Upcoming:
    """The next firing of one schedule entry: when it is due, and when it starts (later by its jitter)."""

    job: str
    kind: FiringKind
    due: datetime
    starts_at: datetime


@dataclass(frozen=True, slots=True)
class ServiceState:
    """A snapshot; a new one replaces it at every beat and at every change."""

    started_at: datetime
    beat_at: datetime  # the loop's last beat: older than `beat_limit` seconds means that the loop hangs
    beat_limit: float
    leader: bool = False  # this process fires; a standby does not
    ready: bool = False  # the database was reached and the jobs were read
    stopping: bool = False
    jobs: int = 0
    reloaded_at: datetime | None = None
    running: tuple[Fired, ...] = ()
    last: tuple[Fired, ...] = ()  # the latest ended firing of each (job, kind)
    next: tuple[Upcoming, ...] = ()  # by time; empty in a standby
    database_down_since: datetime | None = None
    trouble: str | None = None  # why it is not ready or not leading, in words

    def alive(self, now: datetime) -> bool:
        """True while the loop beats. A clock that was set back counts as beating."""
        return (now - self.beat_at).total_seconds() <= self.beat_limit


ReadState = Callable[[], ServiceState]
