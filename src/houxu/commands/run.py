"""`houxu run` and `houxu ingest`."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from pathlib import Path

from rich.progress import Progress, TaskID

from houxu import pipeline
from houxu.commands import send
from houxu.commands.digest import write_day
from houxu.errors import InputError, ParseError
from houxu.extract.given import from_row
from houxu.model import Article
from houxu.ops.ping import ping
from houxu.pipeline import Report
from houxu.settings import Settings
from houxu.store.engine import Store, open_store
from houxu.terminal import Format, err, progress, show

_PHASES = {"discover": "sources", "read": "articles"}


class _Bars:
    """One progress bar a phase."""

    def __init__(self, bar: Progress) -> None:
        self.bar = bar
        self.tasks: dict[str, TaskID] = {}

    def tick(self, phase: str, done: int, of: int) -> None:
        if phase not in self.tasks:
            self.tasks[phase] = self.bar.add_task(_PHASES[phase], total=of)
        self.bar.update(self.tasks[phase], completed=done, total=of)


def run(settings: Settings, job: str | None, *, digest: bool, form: Format, wait: float = 0.0) -> int:
    """One cycle. Returns the exit status: 1 when something failed; a job that another process is at is no failure."""
    store = open_store(settings.db)
    with progress() as bar:
        report = pipeline.run(store, settings, job, _Bars(bar).tick, wait=wait)
    for name in report.under_way:
        err().print(f"{name}: under way in another process, left to it", markup=False)
    ended = _ended(store, settings, report, digest=digest, form=form)
    if not report.under_way:
        ping(settings, store)
    return ended


def ingest(settings: Settings, files: Sequence[Path], form: Format) -> int:
    """Judge articles from JSON lines. A bad line is named and skipped; the others are taken in."""
    store = open_store(settings.db)
    watched, report = pipeline.watch(store), Report()
    given = list(_read(files, report, settings))
    with pipeline.second_opinion(store, settings, watched):
        pipeline.take_in(store, watched, given, settings.clock(), report)
    return _ended(store, settings, report, digest=False, form=form)


def _read(files: Sequence[Path], report: Report, settings: Settings) -> Iterator[Article]:
    for path in files:
        try:
            lines = path.read_text(encoding="utf-8").splitlines()
        except (OSError, UnicodeDecodeError) as error:
            raise InputError(f"cannot be read: {error}", where=str(path)) from error
        for number, line in enumerate(lines, 1):
            if not line.strip():
                continue
            try:
                yield _article(line, settings, f"{path}:{number}")
            except (InputError, ParseError) as error:
                report.fail(f"{path}:{number}", error)


def _article(line: str, settings: Settings, where: str) -> Article:
    try:
        row = json.loads(line)
    except json.JSONDecodeError as error:
        raise InputError(f"not JSON: {error.msg}", where=where) from error
    return from_row(row, now=settings.clock(), where=where)


def _ended(store: Store, settings: Settings, report: Report, *, digest: bool, form: Format) -> int:
    said = err()
    for failure in report.failures:
        said.print(f"failed: {failure.where}: {failure.message}", markup=False, style="red", soft_wrap=True)
    said.print("  ".join(f"{name} {n}" for name, n in report.counts.items()) or "nothing to do", markup=False)
    rows = [
        {"claim_id": c.claim_id, "previous": c.previous.value if c.previous else None, "status": c.status.value, "at": c.at.date(), "reason": c.reason}
        for c in report.changes
    ]  # fmt: skip
    show(rows, form, columns=["claim_id", "previous", "status", "at", "reason"], wide="reason")
    if digest and report.changes:
        said.print(f"digest: {write_day(store, settings)}", markup=False, soft_wrap=True)
    troubled = send.alerts(store, settings)
    return 1 if report.failures else troubled
