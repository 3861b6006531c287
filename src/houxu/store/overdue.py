"""What should have run and did not: jobs whose last success is two firings of their schedule ago or more."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import islice

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from houxu.claims import schedule
from houxu.store import baselines
from houxu.store.tables import FiringRow, JobRow, RunRow

MISSED = 2  # firings: one may be under way, or late by its jitter


@dataclass(frozen=True, slots=True)
class Overdue:
    """A schedule entry that did not run. `since`: its first firing that was missed; `last_ok`: None when it never ran."""

    job: str
    kind: str
    since: datetime
    last_ok: datetime | None


def overdue(session: Session, now: datetime) -> list[Overdue]:
    """All loaded jobs' fetches and digests that are overdue at `now`.

    A digest is looked for only once the service has fired one: without it, digests are made by whoever calls `houxu digest`.
    """
    successes, loaded = last_successes(session), _loaded_at(session)
    found = []
    for job in baselines.jobs(session):
        for kind, expression in (("fetch", job.schedule.fetch), ("digest", job.schedule.digest)):
            last = successes.get((job.name, kind))
            if kind == "digest" and not _fired(session, job.name, kind):
                continue
            missed = list(islice(schedule.between(expression, job.timezone, last or loaded[job.name], now), MISSED))
            if len(missed) == MISSED:
                found.append(Overdue(job.name, kind, missed[0], last))
    return found


def last_successes(session: Session) -> Mapping[tuple[str, str], datetime]:
    """When each (job, kind) last ended well, by the service or by `houxu run`."""
    fired = select(FiringRow.job, FiringRow.kind, func.max(FiringRow.finished_at)).where(FiringRow.state == "done")
    found: dict[tuple[str, str], datetime] = {}
    for job, kind, at in session.execute(fired.group_by(FiringRow.job, FiringRow.kind)):
        if at is not None:
            found[job, kind] = at
    for job, at in session.execute(select(RunRow.job, func.max(RunRow.finished_at)).group_by(RunRow.job)):
        if at is not None:
            found[job, "fetch"] = max(at, found.get((job, "fetch"), at))
    return found


def _loaded_at(session: Session) -> dict[str, datetime]:
    return {row.name: row.loaded_at for row in session.execute(select(JobRow.name, JobRow.loaded_at))}


def _fired(session: Session, job: str, kind: str) -> bool:
    return session.scalar(select(FiringRow.id).where(FiringRow.job == job, FiringRow.kind == kind).limit(1)) is not None
