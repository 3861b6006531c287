"""`houxu demo`: the main job from nothing, on bundled sample sites, in under a minute."""

from __future__ import annotations

import tempfile
from datetime import UTC, date, datetime, time, timedelta
from importlib import resources
from pathlib import Path

from houxu import pipeline
from houxu.claims import baseline as baseline_files
from houxu.commands.digest import build, put
from houxu.commands.status import print_table
from houxu.demo.serve import DemoSites
from houxu.pipeline import Report
from houxu.settings import Settings, load_settings
from houxu.store import baselines, evidence
from houxu.store.engine import Store
from houxu.terminal import Format, err, progress

FIRST, LAST = date(2024, 2, 16), date(2025, 6, 30)


def run_demo(settings: Settings, keep: Path | None, form: Format) -> int:
    """Replay the bundled coverage day by day; print the claim-status table and where the digest lies."""
    folder = keep or Path(tempfile.mkdtemp(prefix="houxu-demo-"))
    folder.mkdir(parents=True, exist_ok=True)
    db = folder / "demo.db"
    for old in (db, Path(f"{db}-wal"), Path(f"{db}-shm")):
        old.unlink(missing_ok=True)
    said = err()
    said.print("houxu demo: bundled claims and news sites, served on loopback and replayed day by day", markup=False)
    with DemoSites() as sites:
        store, report = replay(sites, f"sqlite:///{db}", settings)
    digest_file = folder / "digest.html"
    digest = build(store, LAST, _clock(LAST), since=FIRST)
    put(digest_file, digest, "zh")
    put(folder / "digest.en.html", digest, "en")
    with store.reading() as session:
        rows = evidence.status_rows(session)
    print_table(rows, form)
    named = {f.where: f for f in report.failures}
    for failure in named.values():
        said.print(
            f"failed, as a demo of it: {failure.where}: {failure.message}", markup=False, style="dim", soft_wrap=True
        )
    said.print(
        f"{report.counts.get('articles', 0)} articles read, {report.counts.get('evidence', 0)} passages judged",
        markup=False,
    )
    said.print(f"Ask for more: houxu --db sqlite:///{db} status sora-not-public", markup=False, soft_wrap=True)
    print(f"digest: {digest_file}") if form is Format.TABLE else said.print(f"digest: {digest_file}", markup=False)
    return 0


def replay(sites: DemoSites, db: str, settings: Settings) -> tuple[Store, Report]:
    """Load the bundled baseline and the sites' job, then run one cycle for every day on which something appeared."""
    store = Store(db)
    store.upgrade()
    baseline = baseline_files.loads(
        resources.files("houxu._db").joinpath("baselines/sora-2024.yaml").read_text(encoding="utf-8"), "sora-2024.yaml"
    )
    job = sites.job()
    with store.session() as session:
        baselines.put_baseline(session, baseline, _clock(FIRST))
        baselines.put_job(session, job, _clock(FIRST))
    whole, watched = Report(), pipeline.watch(store)
    days = sites.days()
    with progress() as bar:
        task = bar.add_task("replaying", total=len(days))
        for day in days:
            sites.advance(day)
            bar.update(task, description=f"replaying {day}")
            report = pipeline.run(store, _settings(settings, db, day), job.name, watched=watched)
            _gather(whole, report)
            bar.advance(task)
    return store, whole


def _gather(whole: Report, part: Report) -> None:
    for name, number in part.counts.items():
        whole.add(name, number)
    whole.failures.extend(part.failures)
    whole.changes.extend(part.changes)


def _clock(day: date) -> datetime:
    return datetime.combine(day + timedelta(days=1), time(), UTC)


def _settings(base: Settings, db: str, day: date) -> Settings:
    return load_settings(
        db=db,
        now=_clock(day),
        allow_hosts=frozenset({"127.0.0.1"}),
        host_interval=0.0,
        host_concurrency=8,
        retries=0,
        extract_workers=0,
        contact=base.contact or None,
    )
