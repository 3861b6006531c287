"""The service as it runs for months: `python -m houxu serve` on SQLite and PostgreSQL, killed, stopped, reloaded, doubled."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import func, select, text, update
from tests.newsroom import STORIES, Newsroom, newsroom
from tests.served import Served, environment, program, served

from houxu.commands.database import put_files, read_all
from houxu.store.engine import Store
from houxu.store.tables import ArticleRow, ClaimStatusRow, EvidenceRow, FiringRow, JobRow

BASELINE = Path(__file__).resolve().parents[2] / "db" / "baselines" / "sora-2024.yaml"
NEVER = "0 0 29 2 *"  # the clock brings nothing up during a test: a job that was loaded anew does
LEADS, FETCHED = r"leading$", r"room fetch due .*: done$"


@dataclass
class Desk:
    """A database with a baseline and a job, and the site that the job reads."""

    folder: Path
    db: str
    room: Newsroom
    store: Store

    def environment(self, **more: str) -> dict[str, str]:
        return environment(self.db, self.folder, **more)

    def write(self, *, fetch: str = NEVER, digest: str = NEVER) -> Path:
        path = self.folder / "room.yaml"
        path.write_text(
            f'{self.room.job()}timezone: UTC\nschedule: {{fetch: "{fetch}", digest: "{digest}"}}\n', "utf-8"
        )
        return path

    def load(self, **schedule: str) -> None:
        put_files(self.store, read_all([BASELINE, self.write(**schedule)]), datetime.now(UTC))

    def serve(self, *files: Path, **more: str) -> AbstractContextManager[Served]:
        return served(self.environment(**more), *files, folder=self.folder)

    def firings(self, kind: str = "fetch") -> list[FiringRow]:
        with self.store.session() as session:
            return list(session.scalars(select(FiringRow).where(FiringRow.kind == kind).order_by(FiringRow.due)))

    def count(self, table: type) -> int:
        with self.store.session() as session:
            return session.scalar(select(func.count()).select_from(table)) or 0

    def statuses(self) -> dict[str, str]:
        with self.store.session() as session:
            return {r.claim_id: r.status for r in session.scalars(select(ClaimStatusRow))}

    def asked_pages(self) -> list[str]:
        return [path for path, _ in self.room.requests if path.startswith("/p/")]


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.services)])
def desk(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Desk]:
    db = f"sqlite:///{tmp_path / 'houxu.db'}" if request.param == "sqlite" else request.getfixturevalue("postgres_url")
    store = Store(str(db))
    store.upgrade()
    with newsroom() as room:
        yield Desk(tmp_path, str(db), room, store)
    store.engine.dispose()


def test_a_fresh_job_is_fetched_at_once_and_the_service_ends_when_told(desk: Desk) -> None:
    desk.load()
    with desk.serve() as service:
        service.expect(FETCHED)
        assert service.stop() == 0
    assert desk.count(ArticleRow) == len(STORIES)
    assert [(f.state, f.attempts) for f in desk.firings()] == [("done", 1)]
    assert desk.statuses()["sora-not-public"] == "superseded"


def test_of_two_services_one_leads_and_when_it_is_killed_the_other_goes_on(desk: Desk) -> None:
    desk.load()
    desk.room.slow = 0.5
    with desk.serve() as first:
        first.expect(LEADS)
        with desk.serve() as second:
            first.expect(r"room fetch due .* starts$")
            second.expect(r"houxu serve: http")
            assert not any("leading" in line for line in second.lines)
            first.stop(signal.SIGKILL)
            desk.room.slow = 0.0
            second.expect(FETCHED, after=second.expect(LEADS))
            assert second.stop() == 0
    (firing,) = desk.firings()
    assert (firing.state, firing.attempts) == ("done", 2), "the second took the firing over"
    assert desk.count(ArticleRow) == len(STORIES)
    evidence = desk.count(EvidenceRow)
    done = program(desk.environment(), "run", "--no-digest", folder=desk.folder)
    assert done.returncode == 0, done.stderr
    assert (desk.count(ArticleRow), desk.count(EvidenceRow)) == (len(STORIES), evidence), "nothing was left to do"


def test_a_job_that_changed_is_noticed_and_a_reload_disturbs_no_run(desk: Desk) -> None:
    desk.load()
    with desk.serve() as service:
        at = service.expect(FETCHED)
        desk.room.slow = 0.3
        desk.load(fetch="0 0 28 2 *")
        at = service.expect(r"room fetch due .* starts$", after=at)
        service.process.send_signal(signal.SIGHUP)
        service.expect(r"1 jobs loaded$", after=at)
        service.expect(FETCHED, after=at)
        assert service.stop() == 0
    assert [f.state for f in desk.firings()] == ["done", "done"]


def test_files_are_kept_loaded_and_one_that_is_wrong_stops_nothing(desk: Desk) -> None:
    job = desk.write()
    with desk.serve(job, BASELINE) as service:
        at = service.expect(FETCHED)
        job.write_text("watch: sora-2024\nsuorces: []\n", encoding="utf-8")
        at = service.expect(r"suorces", after=at)
        desk.write(fetch="0 0 28 2 *")
        service.expect(FETCHED, after=at)
        assert service.stop() == 0


def test_told_to_stop_it_lets_a_run_finish(desk: Desk) -> None:
    desk.load()
    desk.room.slow = 0.3
    with desk.serve() as service:
        service.expect(r"fetch due .* starts$")
        assert service.stop() == 0
    assert [f.state for f in desk.firings()] == ["done"]
    assert desk.count(ArticleRow) == len(STORIES)


def test_a_run_that_outlasts_the_limit_is_put_back_and_taken_up_again(desk: Desk) -> None:
    desk.load()
    desk.room.slow = 60.0
    with desk.serve(HOUXU_STOP_LIMIT="3.2") as service:
        service.expect(r"fetch due .* starts$")
        service.expect(r"4 new$")  # the feed is read, the pages do not come
        assert service.stop() == 0
    assert [(f.state, f.attempts) for f in desk.firings()] == [("put back", 1)]
    desk.room.slow = 0.0
    with desk.serve() as service:
        service.expect(FETCHED)
        assert service.stop() == 0
    assert [(f.state, f.attempts) for f in desk.firings()] == [("done", 2)]
    assert desk.count(ArticleRow) == len(STORIES)


def test_after_days_asleep_one_fetch_and_one_digest_make_good_for_all(desk: Desk) -> None:
    desk.load(fetch="0 */6 * * *", digest="0 5 * * *")
    slept = datetime.now(UTC) - timedelta(days=3)
    with desk.store.session() as session:
        session.execute(update(JobRow).values(loaded_at=slept))
        for kind in ("fetch", "digest"):
            session.add(
                FiringRow(
                    job="room",
                    kind=kind,
                    due=slept,
                    started_at=slept,
                    finished_at=slept,
                    state="done",
                    attempts=1,
                    owner="x",
                )
            )
    with desk.serve() as service:
        service.expect(FETCHED)
        service.expect(r"room digest due .*: done$")
        assert service.stop() == 0
    for kind, folded in (("fetch", 11), ("digest", 2)):
        _, made_good = desk.firings(kind)
        assert (made_good.state, made_good.folded) == ("done", folded), kind


def test_a_run_by_hand_and_the_service_never_do_the_same_work(desk: Desk) -> None:
    desk.load()
    desk.room.slow = 1.0
    with desk.serve() as service:
        service.expect(r"4 new$")  # in the middle of its run
        beside = program(desk.environment(), "run", "--job", "room", "--no-digest", folder=desk.folder)
        assert beside.returncode == 0, beside.stderr
        assert "under way in another process" in beside.stderr
        service.expect(FETCHED)
        assert service.stop() == 0
    assert sorted(desk.asked_pages()) == sorted(f"/p/{s.slug}.html" for s in STORIES), "each page was fetched once"


def test_a_run_by_hand_may_wait_for_the_service(desk: Desk) -> None:
    desk.load()
    desk.room.slow = 0.5
    with desk.serve() as service:
        service.expect(r"4 new$")
        beside = program(desk.environment(), "run", "--job", "room", "--wait", "60", "--no-digest", folder=desk.folder)
        assert beside.returncode == 0, beside.stderr
        assert "under way" not in beside.stderr
        service.expect(FETCHED)
    assert sorted(desk.asked_pages()) == sorted(f"/p/{s.slug}.html" for s in STORIES)


def test_a_database_in_memory_is_refused(tmp_path: Path) -> None:
    refused = program(environment("sqlite://", tmp_path), "serve", folder=tmp_path)
    assert refused.returncode in (1, 2)
    assert "Traceback" not in refused.stderr


def test_a_stopped_clock_is_refused(desk: Desk) -> None:
    refused = program(desk.environment(HOUXU_NOW="2025-01-01T00:00:00Z"), "serve", folder=desk.folder)
    assert refused.returncode == 2
    assert "HOUXU_NOW" in refused.stderr


@pytest.mark.services
def test_a_leader_whose_connection_is_cut_leads_no_more(postgres_url: str, tmp_path: Path) -> None:
    store = Store(postgres_url)
    store.upgrade()
    with newsroom() as room:
        desk = Desk(tmp_path, postgres_url, room, store)
        desk.load()
        with desk.serve() as service:
            at = service.expect(FETCHED)
            with store.engine.begin() as connection:
                cut = "SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory' AND granted AND database ="
                connection.execute(text(f"{cut} (SELECT oid FROM pg_database WHERE datname = current_database())"))
            at = service.expect(r"lock is lost", after=at)
            service.expect(LEADS, after=at)
            assert service.stop() == 0
    store.engine.dispose()
