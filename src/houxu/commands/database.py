"""`houxu init` and `houxu load`."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from houxu.claims import baseline as baseline_files
from houxu.claims import job as job_files
from houxu.claims.glossary import load_glossary
from houxu.errors import InputError
from houxu.judge.claim_reading import ClaimReading, read_claim
from houxu.judge.expect import overlay
from houxu.match.mentions import Names
from houxu.model import Baseline, Job
from houxu.settings import Settings
from houxu.store import baselines, readers
from houxu.store.engine import Store, open_store, shown
from houxu.terminal import Format, err, show


def init(settings: Settings) -> None:
    """Create or upgrade the database and say what was done."""
    before, after = Store(settings.db).upgrade()
    done = "created" if before is None else ("upgraded" if before != after else "is up to date")
    err().print(f"{shown(settings.db)}: {done} (schema {after})", markup=False)


def read_any(path: Path) -> Baseline | Job:
    """Read a baseline or a job file; which one it is, its first keys say."""
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"cannot be read: {error}", where=str(path)) from error
    heads = {line.split(":")[0].strip() for line in text.splitlines() if line[:1].isalpha()}
    return job_files.load_job(path) if heads & {"watch", "sources"} else baseline_files.load(path)


def load(settings: Settings, files: Sequence[Path], *, explain: bool, form: Format) -> None:
    """Load files and say what that changed; with `explain` say how their claims are read instead."""
    if explain:
        for value in [read_any(path) for path in files]:
            if isinstance(value, Baseline):
                show(readings(value), form, columns=["claim_id", "kind", "subject", "reading"], wide="reading")
        return
    read = read_all(files)  # a mistake in a file is told before one about the database
    rows = put_files(open_store(settings.db), read, settings.clock())
    show(rows, form, columns=["file", "what", "added", "changed", "withdrawn", "unchanged"])


def read_all(files: Sequence[Path]) -> list[tuple[Path, Baseline | Job]]:
    """Read all files, so that a mistake in one loads none. Raises InputError."""
    return [(path, read_any(path)) for path in files]


def put_files(store: Store, read: Sequence[tuple[Path, Baseline | Job]], now: datetime) -> list[dict[str, Any]]:
    """Store files in one transaction, and hold what is new against the stored coverage. What each file changed."""
    rows: list[dict[str, Any]] = []
    with store.session() as session:
        for path, value in sorted(read, key=lambda pair: isinstance(pair[1], Job)):
            if isinstance(value, Baseline):
                loaded = baselines.put_baseline(session, value, now)
                rows.append({"file": path.name, "what": f"baseline {value.slug}", "added": loaded.added,
                             "changed": loaded.changed, "withdrawn": loaded.withdrawn, "unchanged": loaded.unchanged})  # fmt: skip
            else:
                _check_watch(session, value, path)
                fresh = baselines.put_job(session, value, now)
                rows.append({"file": path.name, "what": f"job {value.name}", "added": len(value.sources) if fresh else 0,
                             "changed": 0, "withdrawn": 0, "unchanged": 0 if fresh else len(value.sources)})  # fmt: skip
        readers.from_jobs(session, baselines.jobs(session), now)
    _settle(store, now)
    return rows


def _check_watch(session: Any, job: Job, path: Path) -> None:
    known = {s.baseline.slug for s in baselines.baselines(session)}
    missing = [slug for slug in job.watch if slug not in known]
    if missing:
        raise InputError(
            f"it watches '{missing[0]}', which is not loaded", where=str(path), hint="load the baseline file first"
        )


def _settle(store: Store, now: datetime) -> None:
    """New and reworded claims are held against the articles that are there, and appear in the status table at once."""
    from houxu.pipeline import Report, catch_up, settle, watch

    with store.reading() as session:
        if not baselines.slugs(session):
            return
    watched = watch(store)
    catch_up(store, watched, now)
    settle(store, watched, now, Report())


def readings(baseline: Baseline) -> list[dict[str, Any]]:
    """How each claim is read, for people to check."""
    names = Names([*baseline.entities, *load_glossary()])
    return [_row(overlay(read_claim(claim, names, baseline.title), names)) for claim in baseline.claims]


def _row(reading: ClaimReading) -> dict[str, Any]:
    claim = reading.claim
    parts = [f"{m.metric.label_zh} {m.quantity.comparator} {m.quantity.text.strip()}" for m in reading.measures]
    parts += [f"事件:{o.concept.label_zh}" for o in reading.events]
    parts += [f"状态:{'' if o.positive else '未'}{o.concept.label_zh}" for o in reading.states]
    parts += [f"评价:{'' if o.positive else '不'}{o.concept.label_zh}" for o in reading.qualities]
    if reading.stated is not None:
        parts.append(f"时间 {reading.stated.first}~{reading.stated.last}")
    if reading.deadline is not None:
        parts.append(f"期限 {reading.deadline}")
    if reading.partner is not None:
        parts.append(f"与 {', '.join(sorted(reading.partner.ids))} 同时")
    if claim.expect:
        parts.append(f"(文件所定:{', '.join(claim.expect)})")
    return {
        "claim_id": claim.id,
        "kind": claim.kind.value,
        "subject": ", ".join(sorted(reading.subject.ids)),
        "reading": "; ".join(parts) or "(读不出可比的内容,不会有判定)",
        "text": claim.text,
    }
