"""The world that the service lives in: sites and a mail server that fail, a database that goes away, a hand that kills."""

from __future__ import annotations

import json
import os
import random
import signal
import socket
import sqlite3
import subprocess
import sys
import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from http import HTTPStatus
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit
from zoneinfo import ZoneInfo

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP
from sqlalchemy import select

from houxu.demo.serve import Answer, DemoSites
from houxu.model import Schedule
from houxu.store import baselines, readers
from houxu.store.engine import Store
from houxu.store.tables import AddressRow, ArticleRow, ClaimStatusRow, EvidenceRow, FiringRow, OutboxRow
from tests.mailservers import Office

ROOT = Path(__file__).resolve().parents[2]
ZONE = ZoneInfo("Europe/Berlin")  # sets its clocks back on 27 October 2024
READER = "desk@example.org"


@dataclass(frozen=True)
class Span:
    """From one moment of the world to another."""

    start: datetime
    end: datetime

    def holds(self, at: datetime) -> bool:
        return self.start <= at < self.end


@dataclass(frozen=True)
class Plan:
    """Everything that will go wrong, decided beforehand from a seed."""

    start: datetime
    end: datetime
    sites: tuple[tuple[str, Span], ...] = ()  # an outlet's site answers 503
    mail: tuple[Span, ...] = ()  # the mail server refuses for now
    database: tuple[Span, ...] = ()
    clock: tuple[tuple[Span, timedelta], ...] = ()  # the machine's clock is off by so much
    deaths: tuple[tuple[datetime, str, int, timedelta], ...] = ()  # when, how, at the n-th request after, down for
    every: str = "0 * * * *"


def quiet(start: date, days: int, every: str) -> Plan:
    """Nothing goes wrong."""
    first = datetime(start.year, start.month, start.day, tzinfo=ZONE)
    last = (first.replace(tzinfo=None) + timedelta(days=days)).replace(tzinfo=ZONE)
    return Plan(first, last, every=every)


def troubled(seed: int, start: date, days: int, every: str) -> Plan:
    """Every few days something of each kind, at moments that the seed decides."""
    chance, base = random.Random(seed), quiet(start, days, every)

    def moment() -> datetime:
        return base.start + timedelta(minutes=chance.randrange(60, days * 24 * 60 - 36 * 60))

    def span(longest: int) -> Span:
        at = moment()
        return Span(at, at + timedelta(minutes=chance.randrange(20, longest)))

    slugs = ["chenxi", "daoyu", "harbor", "juhe", "meridian", "nanwan", "pixel", "spruce", "vendor"]
    ways = ["SIGKILL", "SIGKILL", "SIGKILL", "SIGTERM", "SIGHUP"]
    deaths = [
        (moment(), chance.choice(ways), chance.randrange(0, 30), timedelta(minutes=chance.choice([1, 5, 60, 300, 600])))
        for _ in range(max(days * 2 // 3, 5))
    ]
    offs = [timedelta(hours=-3), timedelta(hours=5), timedelta(minutes=-40), timedelta(hours=26), timedelta(hours=-30)]
    return replace(
        base,
        sites=tuple((chance.choice(slugs), span(30 * 60)) for _ in range(max(days // 3, 3))),
        mail=tuple(span(10 * 60) for _ in range(max(days // 9, 2))),
        database=tuple(span(4 * 60) for _ in range(max(days // 9, 2))),
        clock=tuple((span(5 * 60), chance.choice(offs)) for _ in range(max(days // 12, 2))),
        deaths=tuple(sorted(deaths)),
    )


class _Office(Office):
    """Refuses for now while the mail server is down."""

    def __init__(self) -> None:
        super().__init__()
        self.down = False

    async def handle_MAIL(self, server: SMTP, session: Any, envelope: Any, address: str, options: list[str]) -> str:
        if self.down:
            return "451 4.3.0 down for repairs"
        return await super().handle_MAIL(server, session, envelope, address, options)


@dataclass
class World:
    """One plan lived through. A context of threads: the sites' server calls `answer` for each request."""

    plan: Plan
    folder: Path
    db: str
    now: datetime = field(init=False)
    footprints: list[tuple[datetime, int, int]] = field(default_factory=list)
    died: Counter[str] = field(default_factory=Counter)
    child: subprocess.Popen[bytes] | None = None
    office: _Office = field(default_factory=_Office)
    _armed: tuple[str, int] | None = None
    _deaths: list[tuple[datetime, str, int, timedelta]] = field(default_factory=list)
    _down_for: timedelta = timedelta()
    _holder: sqlite3.Connection | None = None
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def __post_init__(self) -> None:
        self.now, self._deaths = self.plan.start, list(self.plan.deaths)
        self.folder.mkdir(parents=True, exist_ok=True)

    def live(self) -> None:
        """From the plan's start to its end, with as many lives of the service as it takes."""
        with _Sites(self) as sites, _open(self.office) as port:
            self._load(sites)
            while self.now < self.plan.end:
                self._one_life(sites.base_url, port)
                self.now += self._down_for
                self._down_for = timedelta()
        self._database(down=False)

    def _load(self, sites: DemoSites) -> None:
        from importlib import resources

        from houxu.claims import baseline as baseline_files

        store = Store(self.db)
        store.upgrade()
        text = resources.files("houxu._db").joinpath("baselines/sora-2024.yaml").read_text(encoding="utf-8")
        job = replace(sites.job(), timezone=str(ZONE), schedule=Schedule(self.plan.every, "0 8 * * *"))
        with store.session() as session:
            baselines.put_baseline(session, baseline_files.loads(text, "sora-2024.yaml"), self.plan.start)
            baselines.put_job(session, job, self.plan.start)
            readers.add(session, READER, {"hour": 8, "timezone": str(ZONE), "quiet": "short"}, self.plan.start)
        store.engine.dispose()

    def _one_life(self, base: str, port: int) -> None:
        given = {
            "db": self.db, "base": base, "smtp": port, "start": self.now.astimezone(ZoneInfo("UTC")).isoformat(),
            "digests": str(self.folder / "digests"), "log": str(self.folder / "log.txt"), "jitter": 20.0,
            "errors": [(s.start.isoformat(), s.end.isoformat(), off.total_seconds()) for s, off in self.plan.clock],
        }  # fmt: skip
        path = self.folder / "life.json"
        path.write_text(json.dumps(given), encoding="utf-8")
        with (self.folder / "errors.txt").open("ab") as errors:
            self.child = subprocess.Popen(
                [sys.executable, "-m", "tests.simulation.child", str(path)], cwd=ROOT, stderr=errors, stdout=errors
            )
            code = self.child.wait()
        if code not in (0, -signal.SIGKILL):
            raise AssertionError(f"the service ended by itself ({code}): see {self.folder / 'errors.txt'}")

    def tick(self, at: datetime, rss: int, fds: int) -> bytes:
        """The service's clock moved: what the world looks like now; what it answers ends the life when all is over."""
        self.now = at
        self.footprints.append((at, rss, fds))
        self.office.down = any(s.holds(at) for s in self.plan.mail)
        self._database(down=any(s.holds(at) for s in self.plan.database))
        while self._deaths and self._deaths[0][0] <= at:
            _, way, countdown, down_for = self._deaths.pop(0)
            self._armed, self._down_for = (way, countdown), down_for if way != "SIGHUP" else timedelta()
        self._count_down()
        return b"over" if at >= self.plan.end else b"on"

    def asked(self) -> None:
        """A request reached a site."""
        self._count_down()

    def _count_down(self) -> None:
        with self._lock:
            if self._armed is None or self.child is None:
                return
            way, left = self._armed
            if left > 0:
                self._armed = (way, left - 1)
                return
            self._armed = None
            self.died[way] += 1
            os.kill(self.child.pid, getattr(signal, way))

    def _database(self, *, down: bool) -> None:
        """Down: somebody else holds the one write lock (SQLite), or nobody is let in (PostgreSQL)."""
        if self.db.startswith("sqlite"):
            if down and self._holder is None:
                self._holder = sqlite3.connect(
                    self.db.removeprefix("sqlite:///"), timeout=30, isolation_level=None, check_same_thread=False
                )
                self._holder.execute("BEGIN IMMEDIATE")
            elif not down and self._holder is not None:
                self._holder.execute("ROLLBACK")
                self._holder.close()
                self._holder = None
            return
        self._postgres(down=down)

    def _postgres(self, *, down: bool) -> None:
        import psycopg

        head, name = self.db.replace("postgresql+psycopg://", "postgresql://").rsplit("/", 1)
        with psycopg.connect(f"{head}/postgres", autocommit=True) as admin:
            admin.execute(f'ALTER DATABASE "{name}" ALLOW_CONNECTIONS {not down}')
            if down:
                admin.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s", (name,))

    def outcome(self) -> Outcome:
        """What is in the database and in the readers' hands at the end."""
        store = Store(self.db)
        with store.session() as session:
            rows = session.scalars(select(ClaimStatusRow)).all()
            counted = {r.claim_id: (r.status, r.supports, r.refutes, r.updates, r.independent_outlets) for r in rows}
            urls = [u.split("/", 3)[-1] for u in session.scalars(select(ArticleRow.url))]
            firings = session.scalars(select(FiringRow)).all()
            digests = [f.due.astimezone(ZONE).date() for f in firings if f.kind == "digest" and f.state == "done"]
            waiting = [
                a.url for a in session.scalars(select(AddressRow).where(AddressRow.state.in_(("pending", "failed"))))
            ]
            told = [
                o.day for o in session.scalars(select(OutboxRow)) if o.kind == "digest" and o.state == "sent" and o.day
            ]
            evidence = len(session.scalars(select(EvidenceRow.id)).all())
        store.engine.dispose()
        mails = [t.message_id for t in self.office.taken]
        folded = sum(f.folded for f in firings if f.kind == "digest")
        return Outcome(counted, urls, digests, folded, told, mails, waiting, evidence, len(firings))


@dataclass(frozen=True)
class Outcome:
    """The end of a quarter."""

    statuses: dict[str, tuple[str, int, int, int, int]]
    articles: list[str]
    digests: list[date]  # days, local, whose digest is done in the ledger
    folded: int  # digests that a later one stood for
    told: list[date]  # days whose digest the reader was sent, by the outbox
    mails: list[str]  # Message-IDs as the server took them
    waiting: list[str]
    evidence: int
    firings: int


class _Sites(DemoSites):
    """The demo's sites, with the world's time and its outages."""

    def __init__(self, world: World) -> None:
        super().__init__(world.plan.start.date())
        self._world = world

    def answer(self, target: str) -> Answer:
        parts = urlsplit(target)
        if parts.path == "/__time":
            given = parse_qs(parts.query)
            at = datetime.fromisoformat(given["t"][0])
            self.advance(at.astimezone(ZONE).date() - timedelta(days=1))  # a page appears on the day after its date
            return Answer(HTTPStatus.OK, self._world.tick(at, int(given["rss"][0]), int(given["fds"][0])), "text/plain")
        self._world.asked()
        slug = parts.path.split("/")[1]
        if any(s == slug and span.holds(self._world.now) for s, span in self._world.plan.sites):
            return Answer(HTTPStatus.SERVICE_UNAVAILABLE, b"down")
        return super().answer(target)


@contextmanager
def _open(it: _Office) -> Iterator[int]:
    """The mail server, running; gives its port."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    controller = Controller(it, hostname="127.0.0.1", port=port, enable_SMTPUTF8=True, server_hostname="localhost")
    controller.start()
    try:
        yield port
    finally:
        controller.stop()
