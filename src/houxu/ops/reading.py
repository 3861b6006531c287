"""Reading beside the writers: sessions that take no write lock, so that a scrape never waits for a run, nor a run for it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import Engine, create_engine, make_url, text
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session
from sqlalchemy.pool import NullPool

from houxu.errors import StoreError
from houxu.store.engine import Store, explained

_PATIENCE = 5  # seconds: a health check that takes longer is no health check


@contextmanager
def reading(store: Store) -> Iterator[Session]:
    """A session that only reads, on a connection of its own. Raises StoreError when the database cannot be reached."""
    engine = _engine(store)
    file = store.engine.url.database
    if (
        is_sqlite(store.url) and file and file != ":memory:" and not Path(file).exists()
    ):  # opening would make an empty one
        raise StoreError("there is no database any more", where=file, hint="restore it from a backup")
    try:
        with Session(engine) as session:
            yield session
    except SQLAlchemyError as error:
        raise explained(error, store.url) from error
    finally:
        engine.dispose()


def _engine(store: Store) -> Engine:
    url = store.engine.url
    wait = {"timeout": _PATIENCE} if url.get_backend_name() == "sqlite" else {"connect_timeout": _PATIENCE}
    return create_engine(url, poolclass=NullPool, connect_args=wait)


def database_bytes(session: Session) -> int:
    """The size of the database: SQLite's pages, used or free, or what PostgreSQL says."""
    if session.get_bind().dialect.name == "sqlite":
        pages = session.scalar(text("PRAGMA page_count")) or 0
        return int(pages) * int(session.scalar(text("PRAGMA page_size")) or 0)
    return int(session.scalar(text("SELECT pg_database_size(current_database())")) or 0)


def is_sqlite(url: str) -> bool:
    """Whether the URL names a SQLite database."""
    return make_url(url).get_backend_name() == "sqlite"
