"""The ledger of firings: one row for one (job, kind, due), so that nothing a schedule asks for happens twice.

A row is entered before the work begins and closed after it. Entering presumes that the job's lock is held: a row that is
still `running` then belongs to a process that died, and is taken over.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import CursorResult, func, select, update
from sqlalchemy.orm import Session

from houxu.store.tables import FiringRow, JobRow

OPEN = ("running", "failed", "put back")


@dataclass(frozen=True, slots=True)
class Entry:
    """A firing that this process may work at. `attempt` fences: who took over has a higher one."""

    id: int
    job: str
    kind: str
    due: datetime
    attempt: int


def begin(session: Session, job: str, kind: str, due: datetime, now: datetime, *, owner: str, folded: int = 0) -> Entry | None:  # fmt: skip
    """Enter a firing, or take over one that did not end; None when it is done. `folded` are earlier dues it stands for."""
    row = session.scalar(select(FiringRow).where(FiringRow.job == job, FiringRow.kind == kind, FiringRow.due == due))
    if row is None:
        row = FiringRow(
            job=job, kind=kind, due=due, started_at=now, state="running", owner=owner, attempts=1, folded=folded
        )
        session.add(row)
        session.flush()
    elif row.state == "done":
        return None
    else:
        row.state, row.owner, row.attempts, row.started_at, row.finished_at = (
            "running",
            owner,
            row.attempts + 1,
            now,
            None,
        )
    return Entry(row.id, job, kind, due, row.attempts)


def finish(
    session: Session, entry: Entry, now: datetime, state: str, *, message: str | None = None, failures: int = 0,
    next_try_at: datetime | None = None,
) -> bool:  # fmt: skip
    """Close a firing; False when another process has taken it over meanwhile."""
    mine = (FiringRow.id == entry.id) & (FiringRow.attempts == entry.attempt) & (FiringRow.state == "running")
    values = {"state": state, "finished_at": now, "message": message, "failures": failures, "next_try_at": next_try_at}
    ended = session.execute(update(FiringRow).where(mine).values(**values))
    return isinstance(ended, CursorResult) and ended.rowcount == 1


def last_due(session: Session, job: str, kind: str, now: datetime) -> datetime | None:
    """The latest due up to `now` that was entered. One in the future was entered under a wrong clock, and counts nothing."""
    query = select(func.max(FiringRow.due)).where(FiringRow.job == job, FiringRow.kind == kind, FiringRow.due <= now)
    return session.scalar(query)


@dataclass(frozen=True, slots=True)
class Unfinished:
    """A firing that began and is not done."""

    job: str
    kind: str
    due: datetime
    attempts: int
    next_try_at: datetime | None


def unfinished(session: Session, now: datetime) -> list[Unfinished]:
    """Firings to take up again now, the oldest first."""
    query = (
        select(FiringRow)
        .where(FiringRow.state.in_(OPEN), (FiringRow.next_try_at.is_(None)) | (FiringRow.next_try_at <= now))
        .order_by(FiringRow.due, FiringRow.id)
    )
    return [Unfinished(r.job, r.kind, r.due, r.attempts, r.next_try_at) for r in session.scalars(query)]


def give_up(session: Session, job: str, kind: str, due: datetime, now: datetime, why: str) -> None:
    """Close an unfinished firing that a later one stands for, or that nobody wants any more."""
    which = (FiringRow.job == job) & (FiringRow.kind == kind) & (FiringRow.due == due) & FiringRow.state.in_(OPEN)
    session.execute(update(FiringRow).where(which).values(state="given up", finished_at=now, message=why))


def ended(session: Session) -> Sequence[FiringRow]:
    """The latest firing of each (job, kind) that is no longer under way."""
    newest = (
        select(func.max(FiringRow.due).label("due"), FiringRow.job, FiringRow.kind)
        .where(FiringRow.finished_at.is_not(None))
        .group_by(FiringRow.job, FiringRow.kind)
        .subquery()
    )
    same = (FiringRow.job == newest.c.job) & (FiringRow.kind == newest.c.kind) & (FiringRow.due == newest.c.due)
    return session.scalars(select(FiringRow).join(newest, same).order_by(FiringRow.job, FiringRow.kind)).all()


def jobs_loaded(session: Session) -> dict[str, datetime]:
    """When each job's present file was loaded, by its name."""
    return {row.name: row.loaded_at for row in session.execute(select(JobRow.name, JobRow.loaded_at))}
