"""Opening the database: SQLite or PostgreSQL, its schema checked, errors in words."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, Engine, create_engine, event, inspect, make_url, text
from sqlalchemy.exc import (
    ArgumentError,
    DatabaseError,
    DataError,
    IntegrityError,
    NoSuchModuleError,
    ProgrammingError,
    SQLAlchemyError,
)
from sqlalchemy.orm import Session

from houxu.errors import ConfigError, StoreError

if TYPE_CHECKING:
    from alembic.config import Config
    from alembic.script import ScriptDirectory

BUSY_SECONDS = 30
_REVISION = re.compile(r"r(\d{4})_\w+\.py")
_UPGRADE_LOCK = 7_203_140_001  # an arbitrary number that all houxu processes share
_WRITE_LOCK = 7_203_140_002  # two runs beside each other would else store one article, or half a cluster, twice

_READING = "houxu_reading"  # an option of the connection: the transaction takes no writer's lock


class Store:
    """A database with sessions that commit as a whole or not at all."""

    def __init__(self, url: str, *, busy_seconds: float = BUSY_SECONDS) -> None:
        """`url` is any SQLAlchemy URL of SQLite or PostgreSQL. Raises ConfigError for a URL that is neither."""
        self.url = url
        self.engine = _engine(url, busy_seconds)

    @contextmanager
    def session(self) -> Iterator[Session]:
        """One transaction: committed at the end, rolled back on an error. Raises StoreError with the reason in words."""
        try:
            with Session(self.engine, expire_on_commit=False) as session, session.begin():
                if self.engine.dialect.name == "postgresql":  # writers queue, as BEGIN IMMEDIATE makes them on SQLite
                    session.execute(text(f"SELECT pg_advisory_xact_lock({_WRITE_LOCK})"))
                yield session
        except DatabaseError as error:
            if isinstance(error, IntegrityError | ProgrammingError | DataError):
                raise  # a mistake of ours: it keeps its trace
            raise explained(error, self.url) from error

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """One transaction that only reads: it waits for no writer, nor any writer for it. Raises StoreError."""
        try:
            engine = self.engine.execution_options(**{_READING: True})
            with Session(engine, expire_on_commit=False) as session, session.begin():
                yield session
        except DatabaseError as error:
            if isinstance(error, IntegrityError | ProgrammingError | DataError):
                raise
            raise explained(error, self.url) from error

    def upgrade(self) -> tuple[str | None, str]:
        """Create or upgrade the schema; two processes at once are safe. Returns the revisions before and after."""
        _make_folder(self.url)
        try:
            with self.engine.begin() as connection:
                if self.engine.dialect.name == "postgresql":
                    connection.execute(text(f"SELECT pg_advisory_xact_lock({_UPGRADE_LOCK})"))
                before = revision(connection)
                self._refuse_newer(before)
                _upgrade(connection)
        except DatabaseError as error:
            raise explained(error, self.url) from error
        return before, head()

    def check(self) -> None:
        """Raise StoreError when the schema is missing, older or newer than this program's."""
        try:
            with self.engine.connect() as connection:
                found = revision(connection)
        except DatabaseError as error:
            raise explained(error, self.url) from error
        if found is None:
            raise StoreError("the database holds no houxu tables", where=shown(self.url), hint="run: houxu init")
        self._refuse_newer(found)
        if found != head():
            raise StoreError(
                f"the database's schema is older ({found}) than this program's ({head()})",
                where=shown(self.url), hint="run: houxu init",
            )  # fmt: skip

    def _refuse_newer(self, found: str | None) -> None:
        if found is not None and not knows(found):
            raise StoreError(
                f"the database's schema ({found}) is newer than this program knows",
                where=shown(self.url),
                hint="upgrade houxu",
            )


def open_store(url: str, *, check: bool = True) -> Store:
    """Open a database, checked. Raises StoreError or ConfigError."""
    store = Store(url)
    path = _sqlite_path(url)
    if check and path is not None and not path.exists():
        raise StoreError("there is no database yet", where=str(path), hint="run: houxu init")
    if check:
        store.check()
    return store


def knows(revision: str) -> bool:
    """Whether a schema revision is one of this program's."""
    return revision in _revisions()


def head() -> str:
    """The newest schema revision that this program knows."""
    return _revisions()[-1]


def _revisions() -> list[str]:
    """The chain of revisions by the names of their files (r0001_first.py): Alembic itself takes 0.2 s to import."""
    folder = resources.files("houxu._db").joinpath("migrations/versions")
    names = [m for m in (_REVISION.fullmatch(entry.name) for entry in folder.iterdir()) if m]
    return sorted(m[1] for m in names)


def revision(connection: Connection) -> str | None:
    """The revision that the database is at; None when it has no schema."""
    if not inspect(connection).has_table("alembic_version"):
        return None
    found: str | None = connection.scalar(text("SELECT version_num FROM alembic_version"))
    return found


def shown(url: str) -> str:
    """The URL without its password."""
    return make_url(url).render_as_string(hide_password=True)


def explained(error: SQLAlchemyError, url: str) -> StoreError:
    """A database error in words, with what to do."""
    raw = str(getattr(error, "orig", error)).strip()
    for sign, what, hint in _EXPLAINED:
        if sign in raw.lower():
            return StoreError(what, where=shown(url), hint=hint)
    return StoreError(f"the database said: {raw}", where=shown(url))


_EXPLAINED = (
    ("database is locked", "the database is locked by another process", "try again; nothing was lost"),
    ("database or disk is full", "the disk is full", "free some space and run again; nothing was lost"),
    ("no space left", "the disk is full", "free some space and run again; nothing was lost"),
    ("disk i/o error", "the disk refused to write", "check the disk and run again; nothing was lost"),
    ("unable to open database file", "the database file cannot be opened or made", "check the path and its rights"),
    ("file is not a database", "the file is not a database", "check the path; the file was left as it is"),
    ("readonly database", "the database file is read-only", "check its rights"),
    ("connection refused", "the database server does not answer", "is it running?"),
    ("no such table", "the database holds no houxu tables", "run: houxu init"),
)


def _engine(url: str, busy_seconds: float) -> Engine:
    try:
        parsed = make_url(url)
        if parsed.get_backend_name() == "sqlite":
            engine = create_engine(parsed, connect_args={"timeout": busy_seconds})
            event.listen(engine, "connect", _sqlite_pragmas)
            event.listen(engine, "begin", _sqlite_begin)
            return engine
        if parsed.drivername == "postgresql":
            parsed = parsed.set(drivername="postgresql+psycopg")
        return create_engine(parsed, pool_pre_ping=True)
    except (ArgumentError, NoSuchModuleError) as error:
        raise ConfigError(f"not a database URL: {url}", hint="such as sqlite:///houxu.db") from error
    except ModuleNotFoundError as error:
        raise ConfigError(
            f"the driver {error.name} is not installed", hint="pip install 'houxu[postgresql]'"
        ) from error


def _sqlite_pragmas(connection: Any, _record: object) -> None:
    connection.isolation_level = None  # transactions are begun below, so that writers queue instead of colliding
    for pragma in ("journal_mode=WAL", "synchronous=NORMAL", "foreign_keys=ON"):
        connection.execute(f"PRAGMA {pragma}")


def _sqlite_begin(connection: Any) -> None:
    connection.exec_driver_sql("BEGIN" if connection.get_execution_options().get(_READING) else "BEGIN IMMEDIATE")


def _sqlite_path(url: str) -> Path | None:
    parsed = make_url(url)
    if parsed.get_backend_name() != "sqlite" or parsed.database in (None, "", ":memory:"):
        return None
    return Path(str(parsed.database))


def _make_folder(url: str) -> None:
    path = _sqlite_path(url)
    if path is None:
        return
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise StoreError(f"the folder cannot be made: {error.strerror}", where=str(path.parent)) from error


def _upgrade(connection: Connection) -> None:
    from alembic import command

    command.upgrade(_config(connection), "head")


def _config(connection: object = None) -> Config:
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(resources.files("houxu._db").joinpath("migrations")))
    config.attributes["connection"] = connection
    logging.getLogger("alembic").setLevel(logging.WARNING)
    return config


def _scripts() -> ScriptDirectory:
    from alembic.script import ScriptDirectory

    return ScriptDirectory.from_config(_config())
