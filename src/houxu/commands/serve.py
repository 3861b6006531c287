"""`houxu serve`: the service, with its signals, its files and its HTTP endpoints."""

from __future__ import annotations

import asyncio
import logging
import signal
from collections.abc import Iterable, Sequence
from datetime import datetime
from pathlib import Path

from starlette.routing import BaseRoute

from houxu.errors import ConfigError, InputError, MailError
from houxu.model import Job
from houxu.ops import health
from houxu.ops.ping import ping
from houxu.ops.retention import prune
from houxu.service.clock import SystemClock
from houxu.service.http import serving
from houxu.service.loop import Service
from houxu.service.notify import watchdog_seconds
from houxu.service.state import ReadState
from houxu.service.threads import one_arena
from houxu.service.work import Work
from houxu.settings import Settings
from houxu.store.engine import Store, open_store
from houxu.terminal import err


def serve(settings: Settings, files: Sequence[Path]) -> None:
    """Serve until SIGTERM or SIGINT. Raises ConfigError, StoreError or InputError before it began."""
    if settings.now is not None:
        raise ConfigError("HOUXU_NOW stops the clock, and a service needs one that runs", hint="unset HOUXU_NOW")
    logging.getLogger("houxu").setLevel(min(logging.getLogger().level, logging.INFO))
    one_arena()
    store = open_store(settings.db)
    asyncio.run(_serve(store, settings, files))


async def _serve(store: Store, settings: Settings, files: Sequence[Path]) -> None:
    clock = SystemClock()
    work = Work(store, settings, clock.now, send_digest, deliver)
    watchdog = watchdog_seconds()
    beat = min(settings.leader_poll, watchdog / 3) if watchdog else settings.leader_poll
    service = Service(work, clock, beat=beat, files=WatchedFiles(store, files) if files else None)
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, service.stop)
    loop.add_signal_handler(signal.SIGHUP, service.reload)
    async with serving(settings.listen, routes(service.read, store, settings)) as base:
        if base:
            err().print(f"houxu serve: {base}", markup=False, soft_wrap=True)
        await service.run()


def routes(read: ReadState, store: Store, settings: Settings) -> list[BaseRoute]:
    """The HTTP endpoints of all rooms that have some."""
    return [*health.routes(read, store)]


def send_digest(store: Store, settings: Settings, job: Job, due: datetime) -> int:
    """The digest that was due then: a file, and mails where a mail server is set. Returns how many mails failed for good.

    Raises MailError while mails wait in the outbox: the firing is then tried again, and sends what is left.
    """
    from houxu.commands import send
    from houxu.commands.digest import write_day

    write_day(store, settings.model_copy(update={"now": due}))
    if settings.keep_articles_days:  # once a day is often enough
        prune(store, settings.keep_articles_days, settings.clock())
    if not settings.smtp_host:
        return 0
    done = send.deliver(store, settings)
    if done.later:
        raise MailError(f"{len(done.later)} mails wait for a better hour: {done.later[0][1]}")
    return len(done.failed)


def deliver(store: Store, settings: Settings) -> int:
    """After a fetch: the ping, alerts, what readers are due by hours of their own, and what waits. Mails that were not sent."""
    from houxu.commands import send

    ping(settings, store)
    troubled = send.alerts(store, settings)
    if not settings.smtp_host:
        return troubled
    done = send.deliver(store, settings)
    return max(troubled, len(done.failed) + len(done.later))


class WatchedFiles:
    """Baseline and job files, or folders of them, loaded when they change."""

    def __init__(self, store: Store, paths: Sequence[Path]) -> None:
        """Nothing is read yet. Raises InputError for a path that is not there."""
        for path in paths:
            if not path.exists():
                raise InputError("there is no such file or folder", where=str(path))
        self._store, self._paths = store, paths
        self._seen: dict[Path, tuple[int, int]] = {}

    def load_changed(self, *, all_of_them: bool = False) -> bool:
        """See `houxu.service.loop.Files`. The right ones are loaded, whatever is wrong with others."""
        stamps = {path: (s.st_mtime_ns, s.st_size) for path in self._files() if (s := path.stat())}
        if all_of_them:
            self._seen = {}
        waiting = [p for p, stamp in stamps.items() if self._seen.get(p) != stamp]
        self._seen = stamps
        if not waiting:
            return False
        wrong = self._load(self._load(waiting).keys())  # twice: a job may stand before the baseline that it watches
        for error in wrong.values():
            raise error
        return True

    def _load(self, paths: Iterable[Path]) -> dict[Path, InputError]:
        from houxu.commands import database

        wrong: dict[Path, InputError] = {}
        for path in paths:
            try:
                database.put_files(self._store, database.read_all([path]), SystemClock().now())
            except InputError as error:
                wrong[path] = error
        return wrong

    def _files(self) -> list[Path]:
        found = [sorted(p.glob("*.yaml")) if p.is_dir() else [p] for p in self._paths]
        return [path for paths in found for path in paths if path.exists()]
