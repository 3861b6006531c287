"""What one firing does: the job's lock, the ledger, the work, the ledger again. Blocking; runs in a thread of its own."""

from __future__ import annotations

import logging
import os
import socket
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING
from uuid import uuid4

from structlog.contextvars import bound_contextvars

from houxu.errors import HouxuError, InputError, Interrupted
from houxu.model import Job
from houxu.service.agenda import Due
from houxu.service.state import Fired, FiringKind, Outcome
from houxu.settings import Settings
from houxu.stopping import Stop
from houxu.store import baselines, firings, locks, runs
from houxu.store.engine import Store

if TYPE_CHECKING:
    from houxu.pipeline import Watch

log = logging.getLogger(__name__)
FIRST_PAUSE, LONGEST_PAUSE = timedelta(minutes=1), timedelta(hours=1)
Now = Callable[[], datetime]
Digest = Callable[[Store, Settings, Job, datetime], int]  # builds and sends the digest due then; how much of it failed
Deliver = Callable[[Store, Settings], int]  # sends what readers are due by their own hours; how much of it failed


@dataclass(slots=True)
class Work:
    """The actions of one service. `digest` and `deliver` are the mail room's, handed in: it lies above this one."""

    store: Store
    settings: Settings
    now: Now
    digest: Digest
    deliver: Deliver
    owner: str = field(default_factory=lambda: f"{socket.gethostname()}:{os.getpid()}")
    _watched: tuple[tuple[tuple[str, ...], str], Watch] | None = None

    def perform(self, due: Due, stop: Stop) -> Fired | None:
        """Do a firing; None when another process is at the job. Raises StoreError when the ledger cannot be reached."""
        named = bound_contextvars(run=uuid4().hex[:12], job=due.job, kind=due.kind.value)  # in every line of its log
        with named, locks.job(self.store, lock_name(due), stop=stop.asked) as mine:
            if not mine:
                return None
            with self.store.session() as session:
                covered = due.kind is FiringKind.FETCH and runs.covers(session, due.job, due.due, self.now())
                entry = firings.begin(
                    session, due.job, due.kind, due.due, self.now(), owner=self.owner, folded=due.folded
                )
            fired = Fired(due.job, due.kind, due.due, self.now())
            if entry is None:
                return replace(fired, finished_at=self.now(), outcome=Outcome.DONE, message="was done before")
            ended = self._covered(fired) if covered else self._ended(fired, stop)
            self._close(entry, ended)
            return ended

    def _covered(self, fired: Fired) -> Fired:
        return replace(fired, outcome=Outcome.DONE, finished_at=self.now(), message="another process ran the job since")

    def _ended(self, fired: Fired, stop: Stop) -> Fired:
        """The work itself, whatever comes of it."""
        try:
            failures = self._act(fired, stop)
        except Interrupted as error:
            return replace(fired, outcome=Outcome.PUT_BACK, finished_at=self.now(), message=str(error))
        except HouxuError as error:
            return replace(fired, outcome=Outcome.FAILED, finished_at=self.now(), message=str(error))
        except Exception as error:  # a mistake of ours ends this firing, not the service
            log.exception("%s %s failed", fired.job, fired.kind)
            what = f"{type(error).__name__}: {error}"
            return replace(fired, outcome=Outcome.FAILED, finished_at=self.now(), message=what)
        return replace(fired, outcome=Outcome.DONE, finished_at=self.now(), failures=failures)

    def _act(self, fired: Fired, stop: Stop) -> int:
        settings = self.settings.model_copy(update={"now": fired.started_at})
        job = self._job(fired.job)
        if fired.kind is FiringKind.DIGEST:
            return self.digest(self.store, settings, job, fired.due)
        from houxu import pipeline  # half a second, which a standby need not spend

        report = pipeline.run(self.store, settings, job.name, watched=self._watch(job), locked=True, stop=stop)
        return len(report.failures) + self._delivered(settings)

    def _delivered(self, settings: Settings) -> int:
        """After every fetch, since readers name hours of their own. Mails that fail wait in the outbox, not the fetch."""
        try:
            return self.deliver(self.store, settings)
        except HouxuError as error:
            log.error("mails: %s", error)
        except Exception:  # a mistake of ours; the fetch was done all the same
            log.exception("mails")
        return 1

    def _job(self, name: str) -> Job:
        with self.store.reading() as session:
            found = next((j for j in baselines.jobs(session) if j.name == name), None)
        if found is None:
            raise InputError(f"job '{name}' is not loaded", hint="run: houxu load jobs/NAME.yaml")
        return found

    def _watch(self, job: Job) -> Watch:
        """The baselines as they are now; read anew only when they changed, or for another job's."""
        with self.store.reading() as session:
            now = (job.watch, baselines.mark(session))
        from houxu import pipeline

        if self._watched is None or self._watched[0] != now:
            self._watched = (now, pipeline.watch(self.store, job.watch))
        return self._watched[1]

    def _close(self, entry: firings.Entry, ended: Fired) -> None:
        failed = ended.outcome is Outcome.FAILED
        with self.store.session() as session:
            now = self.now()
            firings.finish(
                session, entry, now, ended.outcome.value, message=ended.message, failures=ended.failures,
                next_try_at=now + pause(entry.attempt) if failed else None,
            )  # fmt: skip


def lock_name(due: Due) -> str:
    """`houxu run` takes the job's own lock; a digest need not wait for it."""
    return due.job if due.kind is FiringKind.FETCH else f"{due.job} digest"


def pause(attempt: int) -> timedelta:
    """How long to wait after a firing failed for the `attempt`-th time: a minute, doubling up to an hour."""
    doublings: int = min(max(attempt - 1, 0), 10)
    return min(FIRST_PAUSE * (1 << doublings), LONGEST_PAUSE)
