"""From the start of the process to the first job: `houxu serve` with 100 sources and 10,000 claims in its database."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from tests.newsroom import Newsroom, newsroom
from tests.served import environment, served

from houxu.claims import baseline as baseline_files
from houxu.model import Job, Schedule, Source, Tier
from houxu.store import baselines
from houxu.store.engine import Store

ROOT = Path(__file__).resolve().parents[2]
SOURCES, CLAIMS, BASELINES = 100, 10_000, 100


def measure(rounds: int = 5) -> dict[str, float]:
    """Seconds, medians: an empty Python; to the firing that begins, and processor time till then; to the first request."""
    with tempfile.TemporaryDirectory() as name, newsroom() as room:
        folder = Path(name)
        db = f"sqlite:///{folder / 'houxu.db'}"
        _fill(Store(db), room)
        bare, begun, asked, spent = [], [], [], []
        for _ in range(rounds):
            started = time.perf_counter()
            subprocess.run([sys.executable, "-c", "pass"], check=True)
            bare.append(time.perf_counter() - started)
            first, second, third = _start(db, folder, room)
            begun.append(first)
            asked.append(second)
            spent.append(third)
            _again(Store(db))
    middle = rounds // 2
    times = {
        name: sorted(v)[middle] for name, v in (("python", bare), ("begun", begun), ("cpu", spent), ("asked", asked))
    }
    return {**times, "sources": float(SOURCES), "claims": float(CLAIMS)}


def _fill(store: Store, room: Newsroom) -> None:
    """A hundred baselines with a hundred claims each, and one job that watches them all at a hundred sources."""
    store.upgrade()
    bundled = baseline_files.load(ROOT / "db" / "baselines" / "sora-2024.yaml")
    hundred = [replace(c, id=f"{c.id}-{n}") for n in range(2) for c in bundled.claims][: CLAIMS // BASELINES]
    now = datetime.now(UTC)
    slugs = tuple(f"baseline-{n:03}" for n in range(BASELINES))
    sources = tuple(Source(f"s{n}", f"o{n}", "feed", f"{room.base}/{n}/feed.xml", Tier.TRADE) for n in range(SOURCES))
    with store.session() as session:
        for slug in slugs:
            baselines.put_baseline(session, replace(bundled, slug=slug, claims=tuple(hundred)), now)
        baselines.put_job(session, Job("many", slugs, sources, "UTC", Schedule("0 0 29 2 *", "0 0 29 2 *")), now)
    store.engine.dispose()


def _again(store: Store) -> None:
    """As if the job had just been loaded, and nothing fired yet."""
    with store.engine.begin() as connection:
        for table in ("firing", "source_pace", "run", "failure"):
            connection.exec_driver_sql(f"DELETE FROM {table}")
        connection.exec_driver_sql("UPDATE source SET next_try_at = NULL, failures = 0")
    store.engine.dispose()


def _start(db: str, folder: Path, room: Newsroom) -> tuple[float, float, float]:
    room.requests.clear()
    started = time.perf_counter()
    with served(environment(db, folder), folder=folder) as service:
        service.expect(r"many fetch due .* starts")
        begun, spent = time.perf_counter() - started, _spent(service.process.pid)
        while not room.requests:
            time.sleep(0.001)
        return begun, time.perf_counter() - started, spent


def _spent(pid: int) -> float:
    """Processor seconds of a process so far: what a busy machine does not change."""
    fields = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
