"""The run ledger: one row a job and clock, so that a repeated run adds nothing."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from houxu.store.tables import RunRow


def begin(session: Session, job: str, clock: datetime) -> int:
    """Enter a run; the same job at the same clock is the same run."""
    row = session.scalar(select(RunRow).where(RunRow.job == job, RunRow.clock == clock))
    if row is None:
        row = RunRow(job=job, clock=clock, started_at=clock, counts={})
        session.add(row)
        session.flush()
    return row.id


def finish(session: Session, run_id: int, clock: datetime, counts: dict[str, Any]) -> None:
    """Note what a run did; a repetition that found nothing new leaves the first one's account as it is."""
    row = session.get_one(RunRow, run_id)
    if row.finished_at is None or counts.get("fetched"):
        row.counts = {k: max(counts.get(k, 0), row.counts.get(k, 0)) for k in {**row.counts, **counts}}
        row.finished_at = clock


def covers(session: Session, job: str, due: datetime, now: datetime) -> bool:
    """True when a run of the job that began between `due` and `now` was finished."""
    query = select(RunRow.id).where(
        RunRow.job == job, RunRow.clock >= due, RunRow.clock <= now, RunRow.finished_at.is_not(None)
    )
    return session.scalar(query.limit(1)) is not None


def last(session: Session) -> RunRow | None:
    """The latest run."""
    return session.scalar(select(RunRow).order_by(RunRow.clock.desc(), RunRow.id.desc()).limit(1))
