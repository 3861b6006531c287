"""What Prometheus reads. Nearly all of it comes from the database at the moment of the scrape: runs from cron live too
short to be asked, and a service that was restarted goes on counting where it was.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import UTC, datetime, timedelta

from prometheus_client import CollectorRegistry, GCCollector, PlatformCollector, ProcessCollector, generate_latest
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, InfoMetricFamily, Metric
from prometheus_client.registry import Collector
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from houxu import __version__
from houxu.errors import StoreError
from houxu.ops import ping
from houxu.ops.reading import database_bytes, reading
from houxu.service.state import ReadState
from houxu.store import addresses
from houxu.store.engine import Store
from houxu.store.overdue import last_successes, overdue
from houxu.store.tables import (
    AddressRow,
    ArticleRow,
    ClaimStatusRow,
    EvidenceRow,
    FailureRow,
    FiringRow,
    JobRow,
    OutboxRow,
    ReaderRow,
    SourceRow,
)  # fmt: skip

LAG_DAYS = 30  # articles published within them tell how long publication to verdict takes now
_QUANTILES = (0.5, 0.9, 1.0)
Now = Callable[[], datetime]
Row = tuple[Sequence[str], float]


def registry(store: Store, read: ReadState | None = None, now: Now | None = None) -> CollectorRegistry:
    """Everything that can be told: of the database, and, with `read`, of the service and its process."""
    found = CollectorRegistry()
    found.register(StoreCollector(store, now or (lambda: datetime.now(UTC))))
    if read is not None:
        found.register(ServiceCollector(read))
        found.register(ping.PINGS)
        ProcessCollector(registry=found)
        PlatformCollector(registry=found)
        GCCollector(registry=found)
    return found


def exposition(registry: CollectorRegistry) -> bytes:
    """The text that Prometheus and node_exporter's textfile collector read."""
    return generate_latest(registry)


class ServiceCollector(Collector):
    """The service's own state."""

    def __init__(self, read: ReadState) -> None:
        """`read` gives the latest snapshot."""
        self._read = read

    def describe(self) -> Iterable[Metric]:
        """Nothing is read when it is registered."""
        return []

    def collect(self) -> Iterator[Metric]:
        """See prometheus_client."""
        state = self._read()
        yield _gauge("houxu_leader", "1 in the process that fires, 0 in a standby", [], [([], state.leader)])
        yield _gauge("houxu_ready", "1 when the database was reached and the jobs were read", [], [([], state.ready)])
        yield _gauge("houxu_beat_timestamp_seconds", "last beat of the loop", [], [([], state.beat_at.timestamp())])
        yield _gauge("houxu_firings_running", "firings under way in this process", [], [([], len(state.running))])


class StoreCollector(Collector):
    """What the database holds. One that cannot be reached gives `houxu_database_up 0` and nothing else."""

    def __init__(self, store: Store, now: Now) -> None:
        """Nothing is read yet."""
        self._store, self._now = store, now

    def describe(self) -> Iterable[Metric]:
        """Nothing is read when it is registered."""
        return []

    def collect(self) -> Iterator[Metric]:
        """See prometheus_client."""
        yield InfoMetricFamily("houxu_build", "the program", value={"version": __version__})
        try:
            with reading(self._store) as session:
                found = [metric for part in _PARTS for metric in part(session, self._now())]
        except StoreError:
            found = []
        yield _gauge("houxu_database_up", "1 when the database could be read", [], [([], bool(found))])
        yield from found


def _gauge(name: str, meaning: str, labels: Sequence[str], rows: Iterable[Row]) -> Metric:
    family = GaugeMetricFamily(name, meaning, labels=labels)
    for values, number in rows:
        family.add_metric(values, float(number))
    return family


def _counter(name: str, meaning: str, labels: Sequence[str], rows: Iterable[Row]) -> Metric:
    family = CounterMetricFamily(name, meaning, labels=labels)
    for values, number in rows:
        family.add_metric(values, float(number))
    return family


def _database(session: Session, _: datetime) -> Iterator[Metric]:
    yield _gauge("houxu_database_bytes", "size of the database", [], [([], database_bytes(session))])


def _fetches(session: Session, _: datetime) -> Iterator[Metric]:
    """Pages by outcome: `ok`, or the code of the failure. A poll that brought nothing new is in neither."""
    labels = ["job", "source", "outcome"]
    named = {s: (job, key) for s, job, key in session.execute(select(SourceRow.id, JobRow.name, SourceRow.key).join(JobRow))}  # fmt: skip
    done = select(AddressRow.source_id, func.count()).where(AddressRow.state == "done").group_by(AddressRow.source_id)
    failed = select(FailureRow.source_id, FailureRow.code, func.count()).group_by(FailureRow.source_id, FailureRow.code)
    rows = [((*named.get(source or 0, ("", "")), "ok"), n) for source, n in session.execute(done)]
    rows += [((*named.get(source or 0, ("", "")), code), n) for source, code, n in session.execute(failed)]
    yield _counter("houxu_fetches", "fetches by source and outcome", labels, rows)
    states = session.execute(select(AddressRow.state, func.count()).group_by(AddressRow.state))
    yield _gauge("houxu_addresses", "article addresses by state", ["state"], [((s,), n) for s, n in states])


def _sources(session: Session, now: datetime) -> Iterator[Metric]:
    found, labels = addresses.health(session, now), ["job", "source"]
    yield _gauge("houxu_source_failures", "failures in a row", labels, [((h.job, h.source), h.failures) for h in found])
    yield _gauge("houxu_source_circuit_open", "1 while a failing source is left alone", labels, [((h.job, h.source), h.breaker == "open") for h in found])  # fmt: skip
    last = [((h.job, h.source), h.last_ok_at.timestamp()) for h in found if h.last_ok_at]
    yield _gauge("houxu_source_last_success_timestamp_seconds", "last answer of a source", labels, last)


def _verdicts(session: Session, _: datetime) -> Iterator[Metric]:
    articles = session.scalar(select(func.count()).select_from(ArticleRow)) or 0
    yield _counter("houxu_articles", "articles taken in", [], [([], articles)])
    found = list(session.execute(select(EvidenceRow.verdict, func.count()).group_by(EvidenceRow.verdict)))
    yield _counter("houxu_pairs_judged", "pairs of claim and passage that were judged", [], [([], sum(n for _, n in found))])  # fmt: skip
    yield _counter("houxu_verdicts", "judged pairs by verdict", ["verdict"], [((v,), n) for v, n in found])
    claims = session.execute(select(ClaimStatusRow.status, func.count()).group_by(ClaimStatusRow.status))
    yield _gauge("houxu_claims", "claims by status", ["status"], [((s,), n) for s, n in claims])


def _lag(session: Session, now: datetime) -> Iterator[Metric]:
    """From publication to the first verdict, of articles of the last thirty days."""
    recent = (ArticleRow.published >= now - timedelta(days=LAG_DAYS)) & (ArticleRow.published <= now)
    first = select(ArticleRow.published, func.min(EvidenceRow.at)).join(EvidenceRow, EvidenceRow.article_id == ArticleRow.id)  # fmt: skip
    pairs = session.execute(first.where(recent).group_by(ArticleRow.id, ArticleRow.published))
    lags = sorted(max((at - published).total_seconds(), 0.0) for published, at in pairs if published)
    rows = [((str(q),), lags[min(int(q * len(lags)), len(lags) - 1)]) for q in _QUANTILES if lags]
    yield _gauge("houxu_verdict_lag_seconds", "from publication to verdict, last 30 days", ["quantile"], rows)


def _mail(session: Session, now: datetime) -> Iterator[Metric]:
    states = list(session.execute(select(OutboxRow.state, func.count()).group_by(OutboxRow.state)))
    waiting = ("pending", "leased")
    yield _gauge("houxu_outbox_depth", "mails that wait", [], [([], sum(n for s, n in states if s in waiting))])
    ended = [((s,), n) for s, n in states if s not in waiting]
    yield _counter("houxu_mails", "mails by what became of them", ["outcome"], ended)
    oldest = session.scalar(select(func.min(OutboxRow.queued_at)).where(OutboxRow.state.in_(waiting)))
    age = max((now - oldest).total_seconds(), 0.0) if oldest else 0.0
    yield _gauge("houxu_outbox_oldest_seconds", "how long the oldest mail has waited", [], [([], age)])
    bounced = session.scalar(select(func.count()).where(ReaderRow.bounced_at.is_not(None), ReaderRow.removed_at.is_(None)))  # fmt: skip
    yield _gauge("houxu_readers_bounced", "readers whose address bounced", [], [([], bounced or 0)])


def _jobs(session: Session, now: datetime) -> Iterator[Metric]:
    labels = ["job", "kind"]
    successes = [(key, at.timestamp()) for key, at in last_successes(session).items()]
    yield _gauge("houxu_job_last_success_timestamp_seconds", "last good end of a job", labels, successes)
    late = {(o.job, o.kind) for o in overdue(session, now)}
    entries = [(name, kind) for name in session.scalars(select(JobRow.name)) for kind in ("fetch", "digest")]
    yield _gauge("houxu_job_overdue", "1 when two firings or more were missed", labels, [(e, e in late) for e in entries])  # fmt: skip
    counted = select(FiringRow.job, FiringRow.kind, FiringRow.state, func.count())
    rows = [((j, k, s), n) for j, k, s, n in session.execute(counted.group_by(FiringRow.job, FiringRow.kind, FiringRow.state))]  # fmt: skip
    yield _gauge("houxu_firings", "firings in the ledger by state", [*labels, "state"], rows)
    yield _gauge("houxu_job_duration_seconds", "how long the latest good firing took", labels, _durations(session))


def _durations(session: Session) -> list[Row]:
    newest = select(func.max(FiringRow.id)).where(FiringRow.state == "done").group_by(FiringRow.job, FiringRow.kind)
    rows = session.scalars(select(FiringRow).where(FiringRow.id.in_(newest)))
    return [((r.job, r.kind), (r.finished_at - r.started_at).total_seconds()) for r in rows if r.finished_at]


_PARTS = (_database, _fetches, _sources, _verdicts, _lag, _mail, _jobs)
