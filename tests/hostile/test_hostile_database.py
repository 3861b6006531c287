"""Databases that are locked, full, unwritable, missing or not databases: each says so in words, and nothing is lost."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
import threading
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import event, func, select, text
from tests.stores import article, loaded, rows, take

from houxu.errors import ConfigError, StoreError
from houxu.model import Verdict
from houxu.store.engine import Store, open_store
from houxu.store.tables import ArticleRow, EvidenceRow

HOLD = """
import sqlite3, sys
held = sqlite3.connect(sys.argv[1], isolation_level=None)
held.execute("BEGIN IMMEDIATE")
print("held", flush=True)
sys.stdin.readline()
held.execute("COMMIT")
"""


def filled(url: str, *, busy_seconds: float = 5) -> Store:
    """A store with a baseline and one article."""
    store = Store(url, busy_seconds=busy_seconds)
    store.upgrade()
    with store.session() as session:
        take(session, article(1, date(2024, 12, 1)), {loaded(session)["sora-closed"]: Verdict.UPDATES})
    return store


def stored(store: Store) -> tuple[int, int]:
    """How many articles and pieces of evidence there are."""
    with store.session() as session:
        articles, evidence = (session.scalar(select(func.count(t.id))) for t in (ArticleRow, EvidenceRow))
    return articles or 0, evidence or 0


def test_a_locked_database_is_waited_for_then_named_and_works_again(tmp_path: Path) -> None:
    path = tmp_path / "houxu.db"
    store = filled(f"sqlite:///{path}", busy_seconds=0.2)
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("BEGIN EXCLUSIVE")
    with pytest.raises(StoreError, match=r"houxu\.db: the database is locked .*nothing was lost"):
        add(store, 2)
    other.execute("ROLLBACK")
    add(store, 2)
    assert stored(store) == (2, 2)


def test_a_short_lock_is_waited_out(tmp_path: Path) -> None:
    path = tmp_path / "houxu.db"
    store = filled(f"sqlite:///{path}", busy_seconds=30)
    holder = subprocess.Popen(
        [sys.executable, "-c", HOLD, str(path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert holder.stdout is not None
    assert holder.stdout.readline() == "held\n"
    timer = threading.Timer(0.3, holder.communicate, ["\n"])
    timer.start()
    add(store, 2)
    timer.join()
    assert stored(store) == (2, 2)


def add(store: Store, number: int, size: int = 300) -> None:
    """One more article with its evidence."""
    with store.session() as session:
        story = article(number, date(2024, 12, 2), text=("满" * size) + str(number) if size != 300 else None)
        take(session, story, {rows(session)["sora-closed"]: Verdict.UPDATES})


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of two megabytes."""
    place = tmp_path / "small"
    place.mkdir()
    made = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=2m", "tmpfs", str(place)], capture_output=True, text=True
    )
    if made.returncode != 0:
        pytest.skip(f"no right to mount a small file system here: {made.stderr.strip()}")
    yield place
    subprocess.run(["umount", "-l", str(place)], check=True)


def add_many(store: Store) -> None:
    """Far more than any disk of these tests holds."""
    for number in range(2, 2000):
        add(store, number, 20_000)


def fill_up(store: Store) -> int:
    """Add articles until the database refuses because it is full; how many went in."""
    before = stored(store)[0]
    with pytest.raises(StoreError, match=r"the disk is full .*nothing was lost"):
        add_many(store)
    return stored(store)[0] - before


def test_a_full_disk_is_named_and_every_whole_article_stays(small_disk: Path) -> None:
    store = filled(f"sqlite:///{small_disk / 'houxu.db'}")
    added = fill_up(store)
    assert added > 3
    assert stored(store) == (1 + added, 1 + added), "no article without its evidence"
    store.engine.dispose()
    subprocess.run(["mount", "-o", "remount,size=8m", str(small_disk)], check=True)
    again = open_store(store.url)
    add(again, 5000)
    assert stored(again) == (2 + added, 2 + added)
    with again.engine.connect() as connection:
        assert connection.exec_driver_sql("PRAGMA integrity_check").scalar() == "ok"


def test_a_database_at_its_quota_is_named_and_every_whole_article_stays(tmp_path: Path) -> None:
    store = filled(f"sqlite:///{tmp_path / 'houxu.db'}")
    store.engine.dispose()
    event.listen(store.engine, "connect", lambda c, _r: c.execute("PRAGMA max_page_count = 150"))
    added = fill_up(store)
    assert added > 3
    assert stored(store) == (1 + added, 1 + added), "no article without its evidence"


def test_a_disk_without_room_for_the_schema_leaves_none_of_it(small_disk: Path) -> None:
    (small_disk / "ballast").write_bytes(b"x" * (2 * 1024 * 1024 - 48 * 1024))
    url = f"sqlite:///{small_disk / 'houxu.db'}"
    with pytest.raises(StoreError, match="disk is full"):
        Store(url).upgrade()
    (small_disk / "ballast").unlink()
    store = Store(url)
    with store.engine.connect() as connection:
        assert connection.execute(text("SELECT COUNT(*) FROM sqlite_master")).scalar() == 0
    store.upgrade()
    store.check()


def test_a_path_below_a_file_cannot_be_made(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    with pytest.raises(StoreError, match=r"file.*cannot be"):
        Store(f"sqlite:///{tmp_path / 'file' / 'houxu.db'}").upgrade()


def test_a_folder_is_no_database(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="cannot be opened"):
        Store(f"sqlite:///{tmp_path}").upgrade()


def test_a_database_that_is_not_there_is_not_made_by_reading(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match=r"there is no database yet \(run: houxu init\)"):
        open_store(f"sqlite:///{tmp_path / 'houxu.db'}")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("content", [b"not a database at all, but long enough to look at" * 50, b"\x00" * 4096])
def test_a_file_that_is_no_database_is_named_and_left_alone(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "letter.txt"
    path.write_bytes(content)
    for opening in (open_store, lambda url: Store(url).upgrade()):
        with pytest.raises(StoreError, match="not a database"):
            opening(f"sqlite:///{path}")
    assert path.read_bytes() == content


def test_another_program_s_database_is_not_ours(tmp_path: Path) -> None:
    with sqlite3.connect(tmp_path / "other.db") as other:
        other.execute("CREATE TABLE notes (x)")
    with pytest.raises(StoreError, match="holds no houxu tables"):
        open_store(f"sqlite:///{tmp_path / 'other.db'}")


def test_a_server_that_is_not_there_is_named_without_the_password() -> None:
    with pytest.raises(StoreError, match="does not answer") as caught:
        open_store("postgresql://me:secret@127.0.0.1:1/houxu")
    assert "secret" not in str(caught.value)


@pytest.mark.services
def test_a_server_without_that_database_says_so(postgres_url: str) -> None:
    with pytest.raises(StoreError, match="does not exist"):
        open_store(postgres_url + "_missing")


@pytest.mark.services
def test_on_a_server_the_schema_is_made_as_a_whole_or_not(postgres_url: str) -> None:
    store = Store(postgres_url)
    with store.engine.begin() as connection:
        connection.execute(text("CREATE TABLE review (x integer)"))  # in the way of a later table
    with pytest.raises(StoreError, match="review"):
        store.upgrade()
    with store.engine.begin() as connection:
        connection.execute(text("DROP TABLE review"))
    store.upgrade()
    store.check()


@pytest.mark.parametrize("url", ["houxu.db", "mysql://x/y", "sqlite//x", "", "postgresql+nonsense://x"])
def test_what_is_no_database_url_is_said_so(url: str) -> None:
    with pytest.raises(ConfigError):
        open_store(url)
