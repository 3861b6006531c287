"""Baselines and jobs, in and out of the database."""

from __future__ import annotations

import dataclasses
import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from houxu.model import Baseline, Claim, DigestPlan, Entity, Job, Kind, Schedule, Source, Tier
from houxu.store import backlog
from houxu.store.tables import BaselineRow, ClaimRevisionRow, ClaimRow, ClaimStatusRow, EntityRow, JobRow, SourceRow


@dataclass(frozen=True, slots=True)
class Loaded:
    """What loading a file changed; all zero when it was loaded before."""

    added: int = 0
    changed: int = 0
    withdrawn: int = 0
    unchanged: int = 0


def put_baseline(session: Session, baseline: Baseline, now: datetime) -> Loaded:
    """Store a baseline. A changed claim text keeps its earlier texts; a claim that left the file is withdrawn.

    Stored coverage is held anew against claims whose text, or whose reading, is not what it was held against.
    """
    row = session.scalar(select(BaselineRow).where(BaselineRow.slug == baseline.slug))
    head = {k: getattr(baseline, k) for k in ("title", "url", "outlet", "author", "published", "language")}
    if row is None:
        row = BaselineRow(slug=baseline.slug, loaded_at=now, **head)
        session.add(row)
        session.flush()
    else:
        _assign(row, head)
    entities = _put_entities(session, row.id, baseline.entities)
    loaded = _put_claims(session, row.id, baseline, now)
    if entities or loaded.added or loaded.changed or loaded.withdrawn:
        row.loaded_at = now
    return loaded


def _assign(row: object, values: dict[str, Any]) -> bool:
    """Set what differs; an unchanged row is not written."""
    changed = {k: v for k, v in values.items() if getattr(row, k) != v}
    for key, value in changed.items():
        setattr(row, key, value)
    return bool(changed)


def _put_entities(session: Session, baseline_id: int, entities: Sequence[Entity]) -> bool:
    """Whether any differs from what was there."""
    changed = False
    known = {e.key: e for e in session.scalars(select(EntityRow).where(EntityRow.baseline_id == baseline_id))}
    for entity in entities:
        values = {k: getattr(entity, k) for k in ("name", "kind", "owner", "version_of")} | {
            "aliases": list(entity.aliases)
        }
        row = known.pop(entity.id, None)
        if row is None:
            session.add(EntityRow(baseline_id=baseline_id, key=entity.id, **values))
            changed = True
        else:
            changed = _assign(row, values) or changed
    for gone in known.values():
        session.delete(gone)
    return changed or bool(known)


def _put_claims(session: Session, baseline_id: int, baseline: Baseline, now: datetime) -> Loaded:
    known = {c.key: c for c in session.scalars(select(ClaimRow).where(ClaimRow.baseline_id == baseline_id))}
    counts = {"added": 0, "changed": 0, "withdrawn": 0, "unchanged": 0}
    for position, claim in enumerate(baseline.claims):
        values = _claim_values(claim, position)
        row = known.pop(claim.id, None)
        held = (
            None if row is None or row.withdrawn_at is not None else (row.text, row.reading)
        )  # what coverage was held against
        reading = reading_mark(baseline, claim)
        if row is None:
            row = ClaimRow(baseline_id=baseline_id, key=claim.id, **values)
            session.add(row)
            session.flush()
            counts["added"] += 1
        else:
            counts["changed" if _assign(row, values) else "unchanged"] += 1
        _keep_text(session, row, now)
        if held not in ((row.text, reading), (row.text, NOT_MARKED)):
            backlog.add(session, [row.id])
        if row.reading != reading:
            row.reading = reading
    for gone in known.values():
        if gone.withdrawn_at is None:
            gone.withdrawn_at = now
            backlog.drop(session, gone.id)
            session.execute(delete(ClaimStatusRow).where(ClaimStatusRow.claim_row == gone.id))
            counts["withdrawn"] += 1
    return Loaded(**counts)


NOT_MARKED = ""  # of claims that were loaded before readings were marked


def reading_mark(baseline: Baseline, claim: Claim) -> str:
    """A fingerprint of what the judge reads of a claim beside its text: gloss, kind, days, entities, `expect`.

    All names of the baseline count, since a neighbour's name decides too whom a passage is about.
    """
    names = sorted(
        [e.id, e.name, e.kind or "", e.owner or "", e.version_of or "", *sorted(e.aliases)] for e in baseline.entities
    )
    expect = {k: v.isoformat() if hasattr(v, "isoformat") else v for k, v in (claim.expect or {}).items()}
    about = [claim.text_en, claim.kind.value, claim.asserted, claim.due, list(claim.about), expect]
    whole = json.dumps([baseline.title, about, names], sort_keys=True, default=str)
    return hashlib.sha256(whole.encode()).hexdigest()[:16]


def _claim_values(claim: Claim, position: int) -> dict[str, Any]:
    plain = {k: getattr(claim, k) for k in ("text", "text_en", "speaker", "asserted", "due", "alert")}
    expect = {k: v.isoformat() if hasattr(v, "isoformat") else v for k, v in (claim.expect or {}).items()} or None
    return plain | {
        "kind": claim.kind.value,
        "about": list(claim.about),
        "expect": expect,
        "position": position,
        "withdrawn_at": None,
    }


def _keep_text(session: Session, row: ClaimRow, now: datetime) -> None:
    same = select(ClaimRevisionRow.id).where(ClaimRevisionRow.claim_id == row.id, ClaimRevisionRow.text == row.text)
    if session.scalar(same) is None:
        session.add(ClaimRevisionRow(claim_id=row.id, text=row.text, valid_from=now))


def put_job(session: Session, job: Job, now: datetime) -> bool:
    """Store a job and its sources; True when anything changed. Sources that left the file rest, with their history."""
    row = session.scalar(select(JobRow).where(JobRow.name == job.name))
    body = _job_body(job)
    if row is not None and row.body == body:
        return False
    if row is None:
        row = JobRow(name=job.name, body=body, loaded_at=now)
        session.add(row)
        session.flush()
    else:
        row.body, row.loaded_at = body, now
    known = {s.key: s for s in session.scalars(select(SourceRow).where(SourceRow.job_id == row.id))}
    for source in job.sources:
        values = {"outlet": source.outlet, "tier": source.tier.value, "url": source.url, "active": True}
        found = known.pop(source.id, None)
        if found is None:
            session.add(SourceRow(job_id=row.id, key=source.id, **values))
        else:
            _assign(found, values)
    for gone in known.values():
        gone.active = False
    return True


def _job_body(job: Job) -> dict[str, Any]:
    body = dataclasses.asdict(job)
    body["watch"] = list(job.watch)
    body["sources"] = [{**dataclasses.asdict(s), "tier": s.tier.value} for s in job.sources]
    body["digest"] = {"to": list(job.digest.to), "language": job.digest.language}
    return body


def jobs(session: Session) -> list[Job]:
    """All loaded jobs, by name."""
    return [_job(row.body) for row in session.scalars(select(JobRow).order_by(JobRow.name))]


def _job(body: dict[str, Any]) -> Job:
    return Job(
        name=body["name"],
        watch=tuple(body["watch"]),
        sources=tuple(Source(**{**s, "tier": Tier(s["tier"])}) for s in body["sources"]),
        timezone=body["timezone"],
        schedule=Schedule(**body["schedule"]),
        digest=DigestPlan(to=tuple(body["digest"]["to"]), language=body["digest"]["language"]),
    )


@dataclass(frozen=True, slots=True)
class StoredBaseline:
    """A baseline with the row ids of its claims, by claim id; withdrawn claims are not among them."""

    baseline: Baseline
    claim_rows: dict[str, int]
    loaded_at: datetime | None = None  # when a loaded file last changed it

    def wordings(self) -> dict[int, backlog.Wording]:
        """What coverage is held against, by claim row: the text and the mark of the reading."""
        return {self.claim_rows[c.id]: (c.text, reading_mark(self.baseline, c)) for c in self.baseline.claims}


def slugs(session: Session) -> set[str]:
    """The names of the loaded baselines."""
    return set(session.scalars(select(BaselineRow.slug)))


def mark(session: Session) -> str:
    """A fingerprint of everything that a run reads of baselines: another one means that one was changed."""
    digest = hashlib.sha256()
    for table in (BaselineRow, EntityRow, ClaimRow):
        for row in session.execute(select(*table.__table__.columns).order_by(table.id)):
            digest.update(repr(tuple(row)).encode())
    return digest.hexdigest()


def baselines(session: Session, slugs: Sequence[str] | None = None) -> list[StoredBaseline]:
    """Loaded baselines, all or those named, by slug."""
    query = select(BaselineRow).order_by(BaselineRow.slug)
    if slugs is not None:
        query = query.where(BaselineRow.slug.in_(list(slugs)))
    return [_baseline(session, row) for row in session.scalars(query)]


def _baseline(session: Session, row: BaselineRow) -> StoredBaseline:
    entities = session.scalars(select(EntityRow).where(EntityRow.baseline_id == row.id).order_by(EntityRow.id))
    live = select(ClaimRow).where(ClaimRow.baseline_id == row.id, ClaimRow.withdrawn_at.is_(None))
    claims = list(session.scalars(live.order_by(ClaimRow.position)))
    baseline = Baseline(
        slug=row.slug,
        title=row.title,
        published=row.published,
        language=row.language,
        url=row.url,
        outlet=row.outlet,
        author=row.author,
        entities=tuple(Entity(e.key, e.name, e.kind, e.owner, tuple(e.aliases), e.version_of) for e in entities),
        claims=tuple(claim_value(c) for c in claims),
    )
    return StoredBaseline(baseline, {c.key: c.id for c in claims}, row.loaded_at)


def changed_since(session: Session, read: Sequence[StoredBaseline]) -> set[int]:
    """Claim rows that came, were reworded or are read otherwise since these baselines were read."""
    then = {s.baseline.slug: s for s in read}
    query = select(BaselineRow.slug, BaselineRow.loaded_at).where(BaselineRow.slug.in_(then))
    stamps = {row.slug: row.loaded_at for row in session.execute(query)}
    stale = [slug for slug, stamp in stamps.items() if stamp != then[slug].loaded_at]
    if not stale:
        return set()
    held = {row: w for s in read for row, w in s.wordings().items()}
    return {row for s in baselines(session, stale) for row, w in s.wordings().items() if held.get(row) != w}


def claim_value(row: ClaimRow) -> Claim:
    """A claim row as a plain value."""
    return Claim(
        id=row.key,
        text=row.text,
        kind=Kind(row.kind),
        asserted=row.asserted,
        text_en=row.text_en,
        speaker=row.speaker,
        due=row.due,
        about=tuple(row.about),
        expect=row.expect,
        alert=row.alert,
    )
