"""Backup and restore of a SQLite database, online: runs and the service go on while a backup is made.

A backup is `VACUUM INTO`: one read transaction, so it is the database at one moment, compact, and no writer waits for it.
A restore is SQLite's backup interface the other way round: one write transaction, so a kill leaves the old database whole
and a page that is being read meanwhile sees the old one or the new one.
"""

from __future__ import annotations

import contextlib
import os
import shlex
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from sqlalchemy import URL, make_url

from houxu.errors import InputError, StoreError
from houxu.ops.reading import is_sqlite
from houxu.store.engine import knows, shown
from houxu.store.locks import FileLock

_PATIENCE = 30  # seconds to wait for a writer


def backup(url: str, file: Path, *, force: bool = False) -> int:
    """Write a checked copy of the database to `file`, readable by its owner alone; returns its size in bytes.

    The file appears whole or not at all. Raises InputError when it is there already, StoreError when the copy fails.
    """
    source = _path(url)
    if not source.exists():
        raise StoreError("there is no database yet", where=str(source), hint="run: houxu init")
    if file.exists() and not force:
        raise InputError("the file is there already", where=str(file), hint="another name, or --force to replace it")
    part = file.with_name(f".{file.name}.{os.getpid()}.part")
    try:
        os.close(os.open(part, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
        with closing(sqlite3.connect(source, timeout=_PATIENCE)) as connection:
            connection.execute("VACUUM INTO ?", (str(part),))
        _check(part)
        _sync(part)
        os.replace(part, file)
        _sync(file.parent)
    except sqlite3.Error as error:
        raise StoreError(f"the copy failed: {error}", where=str(source)) from error
    except OSError as error:
        raise StoreError(f"the copy cannot be written: {error.strerror}", where=str(file)) from error
    finally:
        part.unlink(missing_ok=True)
    return file.stat().st_size


def restore(url: str, file: Path, *, force: bool = False) -> None:
    """Put a backup in the database's place. Refuses while a service or a run is at it, and over one that is there.

    Raises InputError or StoreError; then the database is as it was.
    """
    target = _path(url)
    if not file.is_file():
        raise InputError("there is no such file", where=str(file))
    _check(file)
    if target.exists() and not force:
        raise InputError("there is a database already", where=str(target), hint="--force replaces it; back it up first")
    target.parent.mkdir(parents=True, exist_ok=True)
    with _alone(target):
        try:
            with closing(_reader(file)) as source, closing(sqlite3.connect(target, timeout=_PATIENCE)) as there:
                source.backup(there)
            os.chmod(target, 0o600)
        except sqlite3.Error as error:
            raise StoreError(f"the backup could not be put back: {error}", where=str(target)) from error


@contextmanager
def _alone(target: Path) -> Iterator[None]:
    """Hold the leader's lock and every job's. Raises StoreError when another process holds one of them."""
    names = {target.with_name(f"{target.name}.leader.lock"), *target.parent.glob(f"{target.name}.*.lock")}
    with contextlib.ExitStack() as held:
        for path in sorted(names):
            lock = FileLock(path)
            if not lock.acquire():
                what = "a service is" if path.name.endswith(".leader.lock") else "a run is"
                raise StoreError(f"{what} at this database", where=str(target), hint="stop it first")
            held.callback(lock.release)
        yield


def _path(url: str) -> Path:
    if not is_sqlite(url) or make_url(url).database in (None, "", ":memory:"):
        raise InputError("only a SQLite file can be copied by houxu", where=shown(url))
    return Path(str(make_url(url).database))


def _reader(file: Path) -> sqlite3.Connection:
    return sqlite3.connect(f"file:{_quoted(file)}?mode=ro", uri=True)


def _quoted(file: Path) -> str:
    return str(file.resolve()).replace("%", "%25").replace("?", "%3f").replace("#", "%23")


def _check(file: Path) -> None:
    """Raises StoreError unless the file is a whole database of houxu of a schema that this program knows."""
    try:
        with closing(_reader(file)) as connection:
            found = [row[0] for row in connection.execute("PRAGMA integrity_check")]
            orphans = connection.execute("PRAGMA foreign_key_check").fetchall()
    except sqlite3.DatabaseError as error:
        raise StoreError(f"it is no whole database: {error}", where=str(file)) from error
    if found != ["ok"] or orphans:
        raise StoreError(f"it is damaged: {found[0] if found != ['ok'] else orphans[0]}", where=str(file))
    if (revision := _revision(file)) is None:
        raise StoreError("it holds no houxu tables", where=str(file))
    if not knows(revision):
        raise StoreError(
            f"its schema ({revision}) is newer than this program knows", where=str(file), hint="upgrade houxu"
        )


def _revision(file: Path) -> str | None:
    with closing(_reader(file)) as connection:
        try:
            row = connection.execute("SELECT version_num FROM alembic_version").fetchone()
        except sqlite3.OperationalError:
            return None
    return None if row is None else str(row[0])


def _sync(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def postgresql_lines(url: str, file: Path) -> list[str]:
    """The commands that do the same with PostgreSQL's own tools; the password is asked for, or comes from ~/.pgpass."""
    whole = make_url(url)  # .set(password=None) would keep it
    bare = URL.create("postgresql", whole.username, None, whole.host, whole.port, whole.database, whole.query)
    plain, name = shlex.quote(bare.render_as_string()), shlex.quote(str(file))
    return [
        f"pg_dump --format=custom --file={name} {plain}",
        f"pg_restore --clean --if-exists --no-owner --single-transaction --dbname={plain} {name}",
    ]
