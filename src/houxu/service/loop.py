"""The service's loop: lead or stand by, start what is due, and say how it fares. One beat follows another."""

from __future__ import annotations

import asyncio
import logging
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Protocol

from houxu.errors import InputError, StoreError
from houxu.service import notify
from houxu.service.agenda import Agenda, Due, Key, entry
from houxu.service.clock import Clock
from houxu.service.state import Fired, FiringKind, Outcome, ServiceState
from houxu.service.threads import Worker
from houxu.service.work import Work
from houxu.stopping import Stop
from houxu.store import baselines, firings, locks
from houxu.store.tables import FiringRow

log = logging.getLogger(__name__)
WANTED_FOR = timedelta(days=7)  # a digest that could not be made for so long is given up, and the ledger says so
_LAST_SECONDS = 3.0  # of the stop limit: for work that was told to stop


class Files(Protocol):
    """Baseline and job files that the service keeps loaded."""

    def load_changed(self, *, all_of_them: bool = False) -> bool:
        """Load those that changed since the last call; False when none did. Raises InputError when one is wrong."""


@dataclass(slots=True)
class _Running:
    due: Due
    fired: Fired
    stop: Stop
    ended: asyncio.Future[Fired | None]


class Service:
    """Fires what the loaded jobs ask for while it leads. One lane a kind: fetches never overlap, nor do digests."""

    def __init__(self, work: Work, clock: Clock, *, beat: float, files: Files | None = None) -> None:
        """`beat` in seconds: how often at least the lock, the jobs and the files are looked at."""
        self.work, self.clock, self.files, self.beat = work, clock, files, beat
        self.lock = locks.leader(work.store)
        self._agenda = Agenda()
        self._loaded: dict[str, datetime] = {}
        self._lanes: dict[FiringKind, _Running] = {}
        self._workers: dict[FiringKind, Worker[Fired | None]] = {kind: Worker(kind) for kind in FiringKind}
        self._busy: dict[Key, datetime] = {}  # entries whose job another process is at: when to try again
        self._last: dict[Key, Fired] = {}
        self._reload = True
        self._file_trouble: str | None = None
        self._wake = asyncio.Event()
        now = clock.now()
        self.state = ServiceState(started_at=now, beat_at=now, beat_limit=beat * 4 + 10)

    @property
    def working(self) -> bool:
        """True while a firing is under way in this process."""
        return bool(self._lanes)

    def read(self) -> ServiceState:
        """The latest snapshot, for handlers."""
        return self.state

    def stop(self) -> None:
        """End gracefully; asked a second time, work under way is told to stop at once."""
        if self.state.stopping:
            self._tell_stop()
        self.state = replace(self.state, stopping=True)
        self._wake.set()

    def reload(self) -> None:
        """Look at jobs, baselines and files again, at the next beat, which is now. Work under way goes on."""
        notify.reloading()
        self._reload = True
        self._wake.set()

    async def run(self) -> None:
        """Until `stop`. A database that cannot be reached is waited for."""
        said_ready = False
        while not self.state.stopping:
            until = await self._beat()
            notify.notify("WATCHDOG=1", f"STATUS={self._status()}")
            if not said_ready and self.state.ready:
                notify.notify("READY=1")
                said_ready = True
            if not self.state.stopping:
                await self.clock.wait(until, self._wake)
            self._wake.clear()
        await self._end()

    async def _beat(self) -> datetime:
        """One look at everything. Returns when the next one is due."""
        now = self.clock.now()
        try:
            self._collect()
            if await asyncio.to_thread(self._lead):
                await asyncio.to_thread(self._refresh)
                now = self.clock.now()
                for due in await asyncio.to_thread(self._candidates, now):
                    self._start(due)
            self.state = replace(self.state, ready=True, database_down_since=None)
        except StoreError as error:
            self._trouble(error, now)
        upcoming = self._agenda.upcoming(now) if self.state.leader else ()
        running = tuple(r.fired for r in self._lanes.values())
        self.state = replace(
            self.state, beat_at=now, running=running, last=tuple(self._last.values()), next=upcoming, jobs=len(self._loaded)
        )  # fmt: skip
        later = [u.starts_at for u in upcoming if u.starts_at > now]
        return min([now + timedelta(seconds=self.beat), *later])

    def _lead(self) -> bool:
        """True while this process leads. A leader whose lock is gone stops at once and leads no more until its work ended."""
        if self.lock.held():
            return True
        if self.state.leader:
            log.error("the leader's lock is lost: work under way is told to stop")
            self._tell_stop()
            self.state = replace(self.state, leader=False, trouble="the leader's lock was lost")
        if self._lanes or not self.lock.acquire():
            return False
        log.warning("leading")
        self._reload = True
        self.state = replace(self.state, leader=True, trouble=None)
        return True

    def _refresh(self) -> None:
        """Read files and jobs that changed, and settle what the ledger shows as begun and no longer wanted."""
        wanted, self._reload = self._reload, False
        self._load_files(all_of_them=wanted)
        now = self.clock.now()
        with self.work.store.session() as session:
            loaded = firings.jobs_loaded(session)
            if loaded != self._loaded or wanted:
                self._agenda = Agenda(
                    entry(
                        job, kind, loaded_at=loaded[job.name], last=firings.last_due(session, job.name, kind, now),
                        now=now, jitter=self.work.settings.jitter,
                    )
                    for job in baselines.jobs(session) for kind in FiringKind
                )  # fmt: skip
                self._loaded = loaded
                self.state = replace(self.state, reloaded_at=now)
                log.info("%d jobs loaded", len(loaded))
            if not self._last:
                self._last = {(f.job, f.kind): f for f in map(_fired, firings.ended(session))}
        self.state = replace(self.state, trouble=self._file_trouble)
        if wanted:
            notify.notify("READY=1")

    def _load_files(self, *, all_of_them: bool) -> None:
        """A file that is wrong is trouble until it is mended; what was loaded before stays in force."""
        if self.files is None:
            return
        try:
            if self.files.load_changed(all_of_them=all_of_them):
                self._file_trouble = None
        except InputError as error:
            log.error("%s", error)
            self._file_trouble = str(error)

    def _candidates(self, now: datetime) -> list[Due]:
        """What to start now: for each idle lane the firing that has waited longest, one begun earlier before a new one."""
        fresh = self._agenda.due(now)
        begun = self._begun(now, {d.key: d.due for d in fresh})
        found: dict[FiringKind, Due] = {}
        for due in [*begun, *fresh]:
            if due.kind not in self._lanes and self._busy.get(due.key, now) <= now:
                found.setdefault(due.kind, due)
        return list(found.values())

    def _begun(self, now: datetime, fresh: dict[Key, datetime]) -> list[Due]:
        """Firings in the ledger that did not end; those that nobody wants any more are closed there."""
        wanted: list[Due] = []
        with self.work.store.session() as session:
            for row in firings.unfinished(session, now):
                due = Due(row.job, FiringKind(row.kind), row.due)
                running = self._lanes.get(due.kind)
                if running is not None and (running.due.key, running.due.due) == (due.key, due.due):
                    continue
                newest = firings.last_due(session, row.job, row.kind, now) or row.due
                why = self._unwanted(due, max(newest, fresh.get(due.key, row.due)), now)
                if why is None:
                    wanted.append(due)
                else:
                    firings.give_up(session, row.job, row.kind, row.due, now, why)
        return wanted

    def _unwanted(self, due: Due, newest: datetime, now: datetime) -> str | None:
        if due.key not in self._agenda.entries:
            return "its job is no longer loaded"
        if due.kind is FiringKind.FETCH and newest > due.due:
            return f"the fetch due {newest.isoformat()} stands for it"
        if now - due.due > WANTED_FOR:
            return f"not done within {WANTED_FOR.days} days"
        return None

    def _start(self, due: Due) -> None:
        stop = Stop()
        fired = Fired(due.job, due.kind, due.due, self.clock.now())
        log.info("%s %s due %s starts", due.job, due.kind, due.due.isoformat())
        ended = self._workers[due.kind].do(lambda: self.work.perform(due, stop))
        ended.add_done_callback(lambda _: self._wake.set())
        self._lanes[due.kind] = _Running(due, fired, stop, ended)

    def _collect(self) -> None:
        """Take note of what ended. Raises StoreError when it ended because the database could not be reached."""
        lost: StoreError | None = None
        for kind, running in list(self._lanes.items()):
            if not running.ended.done():
                continue
            del self._lanes[kind]
            error = running.ended.exception()
            if error is not None:
                lost = lost or (error if isinstance(error, StoreError) else None)
                self._busy[running.due.key] = self.clock.now() + timedelta(seconds=self.beat)
                log.error("%s %s: %s", running.due.job, kind, error, exc_info=None if lost else error)
                continue
            self._note(running.due, running.ended.result())
        if lost is not None:
            raise lost

    def _note(self, due: Due, fired: Fired | None) -> None:
        if fired is None:
            self._busy[due.key] = self.clock.now() + timedelta(seconds=self.beat)
            log.info("%s %s waits: another process is at the job", due.job, due.kind)
            return
        self._agenda.settled(due)
        self._last[due.key] = fired
        level = logging.INFO if fired.outcome is Outcome.DONE else logging.WARNING
        log.log(level, "%s %s due %s: %s%s", due.job, due.kind, due.due.isoformat(), fired.outcome, f": {fired.message}" if fired.message else "")  # fmt: skip

    def _tell_stop(self) -> None:
        for running in self._lanes.values():
            running.stop.ask()

    def _trouble(self, error: StoreError, now: datetime) -> None:
        log.error("%s", error)
        since = self.state.database_down_since or now
        self.state = replace(self.state, ready=False, database_down_since=since, trouble=str(error))

    def _status(self) -> str:
        if not self.state.leader:
            return "standing by" if self.state.ready else f"waiting: {self.state.trouble}"
        at = self.state.next[0] if self.state.next else None
        return f"leading, {self.state.jobs} jobs" + (
            f", next {at.job} {at.kind} {at.starts_at:%H:%M} UTC" if at else ""
        )

    async def _end(self) -> None:
        """Let work under way finish, then tell it to stop; what has not ended by then is another process's to take over."""
        notify.notify("STOPPING=1")
        limit = self.work.settings.stop_limit
        for seconds, then in (
            (max(limit - _LAST_SECONDS, 0.0), self._tell_stop),
            (min(_LAST_SECONDS, limit), _nothing),
        ):
            if self._lanes:
                await asyncio.wait([r.ended for r in self._lanes.values()], timeout=seconds)
                self._settle_ended()
            then()
        for running in self._lanes.values():
            log.warning("%s %s did not stop in time and is left", running.due.job, running.due.kind)
        await asyncio.to_thread(self.lock.release)
        self.state = replace(self.state, leader=False, running=())

    def _settle_ended(self) -> None:
        try:
            self._collect()
        except StoreError as error:
            log.error("%s", error)


def _nothing() -> None:
    return None


def _fired(row: FiringRow) -> Fired:
    outcome = Outcome(row.state) if row.state in set(Outcome) else Outcome.FAILED
    return Fired(
        row.job, FiringKind(row.kind), row.due, row.started_at, row.finished_at, outcome, row.message, row.failures
    )
