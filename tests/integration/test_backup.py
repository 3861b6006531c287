"""Backups of a database in use, and putting them back: whole, checked, or not at all."""

from __future__ import annotations

import sqlite3
import stat
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import select
from tests.stores import article, loaded, take

from houxu.errors import InputError, StoreError
from houxu.model import Verdict
from houxu.ops.backup import backup, postgresql_lines, restore
from houxu.store import locks
from houxu.store.engine import Store
from houxu.store.tables import ArticleRow, Base


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    opened = Store(f"sqlite:///{tmp_path / 'houxu.db'}", busy_seconds=20)
    opened.upgrade()
    with opened.session() as session:
        row = loaded(session)
        take(session, article(1, date(2024, 12, 1)), {row["sora-60s"]: Verdict.UPDATES})
    yield opened
    opened.engine.dispose()


def everything(store: Store) -> dict[str, list[str]]:
    with store.engine.connect() as connection:
        return {t.name: sorted(map(repr, connection.execute(select(t)))) for t in Base.metadata.sorted_tables}


@contextmanager
def writing(store: Store) -> Iterator[threading.Event]:
    """Somebody who goes on taking in articles, each with its bands and evidence; yields once the first is in."""
    stop, begun = threading.Event(), threading.Event()
    failed: list[BaseException] = []

    def work() -> None:
        try:
            for n in range(100, 10_000):
                with store.session() as session:
                    take(session, article(n, date(2024, 12, 2)), {1: Verdict.SUPPORTS})
                begun.set()
                if stop.is_set():
                    return
        except BaseException as error:
            failed.append(error)
            begun.set()

    thread = threading.Thread(target=work)
    thread.start()
    begun.wait(30)
    try:
        yield begun
    finally:
        stop.set()
        thread.join()
        assert not failed


def test_a_backup_made_while_somebody_writes_is_one_moment_of_it(store: Store, tmp_path: Path) -> None:
    with writing(store) as begun:
        for n in range(4):
            begun.clear()
            backup(store.url, tmp_path / f"{n}.backup")
            begun.wait(30)  # the writer went on after it
    sizes = []
    for n in range(4):
        with closing(sqlite3.connect(tmp_path / f"{n}.backup")) as copy:
            articles, bands, evidence = (copy.execute(f"SELECT count(*) FROM {t}").fetchone()[0] for t in ("article", "reprint_band", "evidence"))  # fmt: skip
            assert (bands, evidence) == (articles * 64, articles)  # no half of an article
            sizes.append(articles)
    assert sizes == sorted(sizes)
    assert sizes[0] < sizes[-1]


def test_a_backup_put_back_is_the_database_as_it_was(store: Store, tmp_path: Path) -> None:
    before, file = everything(store), tmp_path / "b"
    backup(store.url, file)
    with store.session() as session:
        take(session, article(2, date(2024, 12, 3)), {})
    restore(store.url, file, force=True)
    assert everything(store) == before
    store.check()


def test_a_backup_goes_to_a_new_machine(store: Store, tmp_path: Path) -> None:
    file = tmp_path / "b"
    backup(store.url, file)
    there = Store(f"sqlite:///{tmp_path / 'new' / 'houxu.db'}")
    restore(there.url, file)
    assert everything(there) == everything(store)


def test_a_backup_holds_addresses_of_readers_and_is_the_owner_s_alone(store: Store, tmp_path: Path) -> None:
    backup(store.url, tmp_path / "b")
    assert stat.S_IMODE((tmp_path / "b").stat().st_mode) == 0o600


def test_nothing_is_replaced_unasked(store: Store, tmp_path: Path) -> None:
    file = tmp_path / "b"
    file.write_text("mine")
    with pytest.raises(InputError, match="--force"):
        backup(store.url, file)
    assert file.read_text() == "mine"
    backup(store.url, file, force=True)
    with pytest.raises(InputError, match="--force"):
        restore(store.url, file)


@pytest.mark.parametrize("name", ["leader", "job-watch-sora"])
def test_a_service_or_a_run_at_work_is_not_overrun(store: Store, tmp_path: Path, name: str) -> None:
    backup(store.url, tmp_path / "b")
    held = locks.FileLock(Path(f"{store.engine.url.database}.{name}.lock"))
    assert held.acquire()
    before = everything(store)
    with pytest.raises(StoreError, match="stop it first"):
        restore(store.url, tmp_path / "b", force=True)
    assert everything(store) == before
    held.release()
    restore(store.url, tmp_path / "b", force=True)


def damaged(file: Path) -> None:
    whole = bytearray(file.read_bytes())
    whole[4096 * 3 : 4096 * 20] = bytes(4096 * 17)
    file.write_bytes(whole)


def cut(file: Path) -> None:
    file.write_bytes(file.read_bytes()[:30_000])


def foreign(file: Path) -> None:
    file.unlink()
    with closing(sqlite3.connect(file)) as connection:
        connection.execute("CREATE TABLE t (a)")


def newer(file: Path) -> None:
    with closing(sqlite3.connect(file)) as connection:
        connection.execute("UPDATE alembic_version SET version_num = 'r9999'")
        connection.commit()


def text(file: Path) -> None:
    file.write_text("a letter" * 1000)


WRONG = [(damaged, "damaged|whole"), (cut, "damaged|whole"), (foreign, "no houxu tables"), (newer, "newer"), (text, "no whole database")]  # fmt: skip


@pytest.mark.parametrize(("spoil", "says"), WRONG, ids=[w[0].__name__ for w in WRONG])
def test_a_wrong_file_is_refused_and_the_database_stays(store: Store, tmp_path: Path, spoil: object, says: str) -> None:
    file, before = tmp_path / "b", everything(store)
    backup(store.url, file)
    spoil(file)  # type: ignore[operator]
    with pytest.raises(StoreError, match=says):
        restore(store.url, file, force=True)
    assert everything(store) == before


def test_a_damaged_database_gives_no_backup(store: Store, tmp_path: Path) -> None:
    store.engine.dispose()
    with closing(sqlite3.connect(str(store.engine.url.database))) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    damaged(Path(str(store.engine.url.database)))
    with pytest.raises(StoreError):
        backup(store.url, tmp_path / "b")
    assert not list(tmp_path.glob("*b*.part"))
    assert not (tmp_path / "b").exists()


def test_a_restore_that_is_killed_leaves_the_old_database(store: Store, tmp_path: Path) -> None:
    file = tmp_path / "b"
    backup(store.url, file)
    with store.session() as session:
        take(session, article(2, date(2024, 12, 3)), {})
    before = everything(store)
    script = (
        "import os, signal, sqlite3, sys\n"
        "source, there = sqlite3.connect(sys.argv[1]), sqlite3.connect(sys.argv[2])\n"
        "source.backup(there, pages=5, progress=lambda *_: os.kill(os.getpid(), signal.SIGKILL))\n"
    )
    killed = subprocess.run([sys.executable, "-c", script, str(file), str(store.engine.url.database)], check=False)
    assert killed.returncode == -9
    assert everything(store) == before


def test_postgresql_is_left_to_its_own_tools() -> None:
    dump, put_back = postgresql_lines("postgresql+psycopg://desk:hunter2@db:5433/houxu", Path("b.dump"))
    assert dump == "pg_dump --format=custom --file=b.dump postgresql://desk@db:5433/houxu"
    assert put_back.startswith("pg_restore --clean")
    assert "hunter2" not in dump + put_back


@pytest.mark.services
def test_those_lines_work(postgres_url: str, tmp_path: Path) -> None:
    opened = Store(postgres_url)
    opened.upgrade()
    with opened.session() as session:
        row = loaded(session)
        take(session, article(1, date(2024, 12, 1)), {row["sora-60s"]: Verdict.UPDATES})
    before = everything(opened)
    dump, put_back = postgresql_lines(postgres_url, tmp_path / "b.dump")
    subprocess.run(dump, shell=True, check=True)
    with opened.session() as session:
        take(session, article(2, date(2024, 12, 3)), {})
        assert len(session.scalars(select(ArticleRow)).all()) == 2
    opened.engine.dispose()
    subprocess.run(put_back, shell=True, check=True)
    assert everything(opened) == before
    opened.engine.dispose()
