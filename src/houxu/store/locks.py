"""Locks that die with their holder: one leader a database, one process at a time a job.

PostgreSQL: session advisory locks, each on a connection of its own; the server lets go when the connection ends.
SQLite: flock on a file beside the database; the operating system lets go when the process ends.
"""

from __future__ import annotations

import contextlib
import fcntl
import hashlib
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Event
from typing import Any, Protocol
from urllib.parse import quote

from sqlalchemy import Connection, create_engine, make_url, text
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.pool import NullPool

from houxu.errors import ConfigError, StoreError
from houxu.store.engine import Store, explained

_LEADER = "leader"
_POLL = 0.5  # seconds between two tries of a lock that somebody waits for
# The server must notice a holder whose machine is gone, and the holder a server that is gone, within some 15 seconds.
_KEEPALIVE: dict[str, Any] = {
    "connect_timeout": 5, "keepalives_idle": 5, "keepalives_interval": 3, "keepalives_count": 3, "tcp_user_timeout": 15000,
    "options": "-c tcp_keepalives_idle=5 -c tcp_keepalives_interval=3 -c tcp_keepalives_count=3"
    " -c tcp_user_timeout=15000 -c statement_timeout=5000",
}  # fmt: skip


class Lock(Protocol):
    """One named lock of one database."""

    def acquire(self) -> bool:
        """Take it without waiting; True when it is held. Raises StoreError when the database cannot be asked."""

    def held(self) -> bool:
        """True while it is certain that this process holds it; asks the database or the file system."""

    def release(self) -> None:
        """Let go; nothing happens when it is not held."""


def leader(store: Store) -> Lock:
    """The lock of the one process that fires. Raises ConfigError for a database in memory."""
    return _lock(store, _LEADER)


def _lock(store: Store, name: str) -> Lock:
    url = make_url(store.url)
    if url.get_backend_name() == "sqlite":
        if url.database in (None, "", ":memory:") or "mode=memory" in store.url:
            raise ConfigError("a database in memory cannot be served: nobody else sees it", hint="give a file: --db sqlite:///houxu.db")  # fmt: skip
        return FileLock(Path(f"{url.database}.{quote(name, safe='')}.lock"))
    return AdvisoryLock(store, name)


class FileLock:
    """flock on a file, which stays when the lock is let go. Not for network file systems, which SQLite shuns as well."""

    def __init__(self, path: Path) -> None:
        """Nothing is opened yet."""
        self.path = path
        self._file: int | None = None

    def acquire(self) -> bool:
        """See `Lock`."""
        if self.held():
            return True
        self.release()
        try:
            file = os.open(self.path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
        except OSError as error:
            raise StoreError(f"the lock file cannot be made: {error.strerror}", where=str(self.path)) from error
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            os.close(file)
            return False
        self._file = file
        if not self.held():  # the file was removed between opening and locking
            self.release()
            return False
        with contextlib.suppress(OSError):  # for people; the lock itself does not need it
            os.ftruncate(file, 0)
            os.pwrite(file, f"{os.getpid()}\n".encode(), 0)
        return True

    def held(self) -> bool:
        """See `Lock`. A lock file that somebody removed or replaced locks nobody out any more."""
        if self._file is None:
            return False
        try:
            ours, there = os.fstat(self._file), os.stat(self.path)
        except OSError:
            return False
        return (ours.st_dev, ours.st_ino) == (there.st_dev, there.st_ino)

    def release(self) -> None:
        """See `Lock`."""
        if self._file is not None:
            os.close(self._file)
            self._file = None


class AdvisoryLock:
    """pg_try_advisory_lock on a connection that does nothing else."""

    def __init__(self, store: Store, name: str) -> None:
        """Nothing is connected yet."""
        self._url = store.url
        self._engine = create_engine(
            store.engine.url, poolclass=NullPool, connect_args=_KEEPALIVE, isolation_level="AUTOCOMMIT"
        )
        self._key = int.from_bytes(hashlib.sha256(f"houxu {name}".encode()).digest()[:8], "big", signed=True)
        self._connection: Connection | None = None

    def acquire(self) -> bool:
        """See `Lock`."""
        if self.held():
            return True
        try:
            self._connection = self._engine.connect()
            taken = bool(self._connection.scalar(text("SELECT pg_try_advisory_lock(:key)"), {"key": self._key}))
        except SQLAlchemyError as error:
            self.release()
            raise explained(error, self._url) from error
        if not taken:
            self.release()
        return taken

    def held(self) -> bool:
        """See `Lock`. The session is the lock: while it answers, it holds."""
        if self._connection is None:
            return False
        try:
            self._connection.scalar(text("SELECT 1"))
        except SQLAlchemyError:
            self.release()
            return False
        return True

    def release(self) -> None:
        """See `Lock`. Closing the connection lets go of the lock."""
        connection, self._connection = self._connection, None
        if connection is not None:
            with contextlib.suppress(SQLAlchemyError):
                connection.close()


@contextmanager
def job(store: Store, name: str, *, wait: float = 0.0, stop: Event | None = None) -> Iterator[bool]:
    """Hold the lock of a job for the block; yields False when another process has it after `wait` seconds.

    A database in memory belongs to one process, which needs no lock.
    """
    try:
        lock = _lock(store, f"job-{name}")
    except ConfigError:
        yield True
        return
    until = time.monotonic() + wait
    while not (taken := lock.acquire()) and time.monotonic() < until:
        if stop is not None and stop.wait(_POLL):
            break
        if stop is None:
            time.sleep(_POLL)
    try:
        yield taken
    finally:
        lock.release()
