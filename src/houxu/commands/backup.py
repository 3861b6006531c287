"""`houxu backup`, `houxu restore`, `houxu prune` and `houxu metrics`."""

from __future__ import annotations

import sys
from pathlib import Path

from houxu.errors import InputError
from houxu.ops import metrics as measured
from houxu.ops import retention
from houxu.ops.backup import backup as make
from houxu.ops.backup import postgresql_lines
from houxu.ops.backup import restore as put_back
from houxu.ops.reading import is_sqlite
from houxu.settings import Settings
from houxu.store.engine import open_store, shown
from houxu.terminal import err


def backup(settings: Settings, file: Path, *, force: bool) -> int:
    """Copy the database while it is in use. For PostgreSQL: print its own tools' commands and return 2."""
    if not is_sqlite(settings.db):
        return _by_hand(settings, file)
    size = make(settings.db, file, force=force)
    err().print(f"{shown(settings.db)} → {file}: {size / 2**20:.1f} MB, checked", markup=False, soft_wrap=True)
    return 0


def restore(settings: Settings, file: Path, *, force: bool) -> int:
    """Put a backup back. For PostgreSQL as in `backup`."""
    if not is_sqlite(settings.db):
        return _by_hand(settings, file)
    put_back(settings.db, file, force=force)
    err().print(f"{file} → {shown(settings.db)}: restored; now run: houxu init", markup=False, soft_wrap=True)
    return 0


def _by_hand(settings: Settings, file: Path) -> int:
    err().print("PostgreSQL has its own tools; stop houxu before the second:", markup=False)
    print("\n".join(postgresql_lines(settings.db, file)))
    return 2


def prune(settings: Settings, *, dry_run: bool) -> None:
    """Empty article texts that are older than the setting says."""
    days = settings.keep_articles_days
    if not days:
        raise InputError("keep_articles_days is 0: everything is kept", hint="such as HOUXU_KEEP_ARTICLES_DAYS=365")
    done = retention.prune(open_store(settings.db), days, settings.clock(), dry_run=dry_run)
    verb = "would be emptied" if dry_run else "emptied"
    err().print(f"{done.articles} article texts older than {days} days {verb}, {done.characters / 1e6:.1f} million characters; evidence stays", markup=False, soft_wrap=True)  # fmt: skip


def metrics(settings: Settings) -> None:
    """Print what the database tells, for node_exporter's textfile collector."""
    sys.stdout.write(measured.exposition(measured.registry(open_store(settings.db), now=settings.clock)).decode())
