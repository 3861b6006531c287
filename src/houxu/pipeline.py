"""One cycle: discover, fetch, extract, match, judge, update status. The one place that joins the pure and the impure.

Every step commits on its own and is safe to repeat: a source's links with its validators, an article with its cluster and
evidence, the derived status tables. Killed anywhere, the next run goes on from the last commit.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from functools import cached_property, partial
from typing import TYPE_CHECKING

from sqlalchemy.orm import Session

from houxu.claims import schedule
from houxu.errors import FetchError, HouxuError, InputError, ParseError
from houxu.extract.page import Hints
from houxu.extract.runner import Extractor, Page
from houxu.fetch.client import Fetched, Fetcher, FetchSettings, Validators
from houxu.fetch.urls import canonical
from houxu.judge.opinion import Context
from houxu.model import Article, Change, Job, Judgement, Source, Tier
from houxu.reprints import Signature, signature
from houxu.settings import Settings
from houxu.sources import discover, search, wishes
from houxu.sources.links import Link
from houxu.stopping import Stop
from houxu.store import addresses, articles, backlog, baselines, evidence, locks, runs
from houxu.store.articles import Judged
from houxu.store.baselines import StoredBaseline
from houxu.store.engine import Store

if TYPE_CHECKING:
    from houxu.analysis import ClaimIndex, Finding
    from houxu.llm.second import SecondJudge

log = logging.getLogger(__name__)
CHUNK = 48  # addresses fetched together before they are judged in order of their dates
SITEMAP_DEPTH = 2
MOST_CHILDREN = 50
Ticker = Callable[[str, int, int], None]  # (phase, done, of)


@dataclass(frozen=True, slots=True)
class Failure:
    """Something that did not work in a run, by name."""

    where: str
    code: str
    message: str


@dataclass(slots=True)
class Report:
    """What a run did."""

    counts: dict[str, int] = field(default_factory=dict)
    failures: list[Failure] = field(default_factory=list)
    changes: list[Change] = field(default_factory=list)
    under_way: list[str] = field(default_factory=list)  # jobs left alone, because another process is at them

    def add(self, name: str, number: int = 1) -> None:
        """Count something."""
        self.counts[name] = self.counts.get(name, 0) + number

    def fail(self, where: str, error: HouxuError) -> None:
        """Note a failure."""
        self.failures.append(Failure(where, getattr(error, "code", "parse"), str(error)))


class Watch:
    """The loaded baselines, read once for a run."""

    def __init__(self, stored: Sequence[StoredBaseline] | Callable[[], Sequence[StoredBaseline]]) -> None:
        """Claims, and baselines given as a function, are read when first needed: a run asks its sources before that."""
        self._given = stored
        self.second: SecondJudge | None = None  # the optional LLM judge, for as long as `second_opinion` lasts
        self._paired: Watch | None = None

    @cached_property
    def stored(self) -> Sequence[StoredBaseline]:
        """The baselines with their claims' rows."""
        return self._given() if callable(self._given) else self._given

    @cached_property
    def indexes(self) -> list[ClaimIndex]:
        """Every claim, read. What judges is imported here: it takes longer than asking the first source."""
        from houxu.analysis import ClaimIndex
        from houxu.claims.glossary import load_glossary

        glossary = load_glossary()
        return [ClaimIndex(s.baseline, glossary) for s in self.stored]

    def judge(self, article: Article, context: Context | None = None) -> list[Judged]:
        """All evidence of an article for all watched claims."""
        return [
            Judged(stored.claim_rows[f.claim_id], f.passage, self._weighed(index, f))
            for stored, index in zip(self.stored, self.indexes, strict=True)
            for f in index.analyse(article, context)
        ]

    def _weighed(self, index: ClaimIndex, found: Finding) -> Judgement:
        if self.second is None:
            return found.judgement
        reading = index.readings[found.claim_id]
        return self.second.judge(found.judgement, reading.claim, found.passage, reading, index.names)

    def deadlines(self) -> dict[int, date | None]:
        """The effective due day of each claim row."""
        return {
            stored.claim_rows[claim_id]: reading.deadline
            for stored, index in zip(self.stored, self.indexes, strict=True)
            for claim_id, reading in index.readings.items()
        }

    def only(self, claim_rows: Iterable[int]) -> Watch:
        """The same baselines with nothing but these claims."""
        wanted, narrow = set(claim_rows), []
        for stored in self.stored:
            claims = tuple(c for c in stored.baseline.claims if stored.claim_rows[c.id] in wanted)
            narrow.append(StoredBaseline(replace(stored.baseline, claims=claims), stored.claim_rows))
        return Watch(narrow)

    def paired_only(self) -> Watch:
        """The same baselines with nothing but the claims that compare two launches; read once."""
        if self._paired is None:
            self._paired = self.only(self.paired())
        return self._paired

    def paired(self) -> list[int]:
        """Claim rows that compare two launches, which one article alone may not settle."""
        return [
            stored.claim_rows[claim_id]
            for stored, index in zip(self.stored, self.indexes, strict=True)
            for claim_id, reading in index.readings.items()
            if reading.partner is not None
        ]


def fetch_settings(settings: Settings) -> FetchSettings:
    """The fetcher's bounds from the program's settings."""
    size = int(settings.max_body_mb * 1024 * 1024)
    agent = FetchSettings().user_agent.split(" ")[0]
    return FetchSettings(
        user_agent=f"{agent} (+{settings.contact})" if settings.contact else agent,
        deadline=settings.fetch_timeout,
        retries=settings.retries,
        max_body_bytes=size,
        max_decoded_bytes=size,
        per_host_interval=settings.host_interval,
        per_host_concurrency=settings.host_concurrency,
        concurrency=settings.concurrency,
        allow_hosts=settings.allow_hosts,
    )


def watch(store: Store, slugs: Iterable[str] | None = None) -> Watch:
    """Read the loaded baselines. Raises InputError when one is not loaded, or none is."""
    wanted = None if slugs is None else sorted(set(slugs))
    with store.reading() as session:
        known = baselines.slugs(session)
    missing = set(wanted or ()) - known
    if missing:
        raise InputError(f"baseline '{sorted(missing)[0]}' is not loaded", hint="run: houxu load FILE")
    if not known:
        raise InputError(
            "no baseline is loaded", hint="run: houxu load db/baselines/sora-2024.yaml jobs/sora-2024.yaml"
        )
    return Watch(lambda: _stored(store, wanted))


def _stored(store: Store, wanted: Sequence[str] | None) -> list[StoredBaseline]:
    with store.reading() as session:
        return baselines.baselines(session, wanted)


def jobs_to_run(store: Store, name: str | None) -> list[Job]:
    """The loaded jobs, or the one named. Raises InputError."""
    with store.reading() as session:
        found = [j for j in baselines.jobs(session) if name is None or j.name == name]
    if not found:
        what = f"job '{name}' is not loaded" if name else "no job is loaded"
        raise InputError(what, hint="run: houxu load jobs/sora-2024.yaml")
    return found


def run(
    store: Store,
    settings: Settings,
    job: str | None = None,
    tick: Ticker | None = None,
    watched: Watch | None = None,
    *,
    wait: float = 0.0,
    locked: bool = False,
    stop: Stop | None = None,
) -> Report:
    """One whole cycle of all jobs, or of one. `watched` spares a caller of many runs the reading of the baselines.

    A job that another process is at is waited for `wait` seconds, then left alone and named in the report; with `locked`
    the caller holds its lock. Raises Interrupted when `stop` was asked for.
    """
    wanted = jobs_to_run(store, job)
    watched = watched or watch(store, {slug for each in wanted for slug in each.watch})
    stop = stop or Stop()
    cycles = partial(_run, store, settings, wanted, watched, tick or _silent, None if locked else wait, stop)
    return asyncio.run(stop.around(cycles()))


@contextmanager
def second_opinion(store: Store, settings: Settings, watched: Watch) -> Iterator[None]:
    """The optional LLM judge at the side of the watch; without HOUXU_LLM_URL nothing. Raises ConfigError."""
    if not settings.llm_url and not settings.llm_model:
        yield
        return
    from houxu.llm.setup import second_judge
    from houxu.store.answers import StoredAnswers

    with second_judge(settings, StoredAnswers(store)) as watched.second:
        try:
            yield
        finally:
            watched.second = None


def _silent(_phase: str, _done: int, _of: int) -> None:
    return None


async def _run(
    store: Store,
    settings: Settings,
    wanted: Sequence[Job],
    watched: Watch,
    tick: Ticker,
    wait: float | None,
    stop: Stop,
) -> Report:
    report, now = Report(), settings.clock()
    await asyncio.to_thread(catch_up, store, watched, now, stop)  # what a load that was killed left undone
    with second_opinion(store, settings, watched):
        await _cycles(store, settings, wanted, watched, tick, wait, report, now)
    if len(report.under_way) < len(wanted):
        settle(store, watched, now, report)
    return report


async def _cycles(
    store: Store, settings: Settings, wanted: Sequence[Job], watched: Watch, tick: Ticker, wait: float | None,
    report: Report, now: datetime,
) -> None:  # fmt: skip
    async with Fetcher(fetch_settings(settings), now=lambda: now) as fetcher:
        with Extractor(workers=settings.extract_workers, timeout=settings.extract_timeout) as extractor:
            for job in wanted:
                cycle = _Cycle(store, job, watched, fetcher, extractor, now, report, tick)
                with nullcontext(True) if wait is None else locks.job(store, job.name, wait=wait) as mine:
                    if mine:
                        await cycle.whole()
                    else:
                        report.under_way.append(job.name)


@dataclass(slots=True)
class _Cycle:
    """One job's cycle: where its parts meet."""

    store: Store
    job: Job
    watched: Watch
    fetcher: Fetcher
    extractor: Extractor
    now: datetime
    report: Report
    tick: Ticker

    async def whole(self) -> None:
        """Everything, entered in the run ledger."""
        with self.store.session() as session:
            run_id = runs.begin(session, self.job.name, self.now)
        await self.discover()
        await self.read()
        with self.store.session() as session:
            runs.finish(session, run_id, self.now, dict(self.report.counts))

    async def discover(self) -> None:
        """Ask every source that is not resting (see `sources/pace.py`); one that fails never disturbs another."""
        with self.store.reading() as session:
            rows = addresses.source_rows(session, self.job.name)
        awake = [s for s in self.job.sources if (t := rows[s.id].next_try_at) is None or t <= self.now]
        self.report.add("sources", len(awake))
        self.report.add("resting", len(self.job.sources) - len(awake))
        asked = asyncio.as_completed([self._source(s, rows[s.id].id) for s in awake])
        for done, ended in enumerate(asked, 1):
            await ended
            self.tick("discover", done, len(awake))

    async def _source(self, source: Source, source_id: int) -> None:
        with self.store.reading() as session:
            wished = addresses.source_wishes(session, source_id)
        try:
            for url in self._polled(source):
                answer = await self._poll(source, source_id, url, SITEMAP_DEPTH)
                wished = wishes.of(answer, wished)
        except (FetchError, ParseError) as error:
            self.report.fail(f"source {source.id}", error)
            with self.store.session() as session:
                code = getattr(error, "code", "parse")
                wait = getattr(error, "retry_after", None)
                addresses.source_failed(session, source_id, self.now, code, str(error), source.url, wait)
            return
        with self.store.session() as session:
            addresses.source_ok(session, source_id, self.now, self._every, wished)

    @property
    def _every(self) -> timedelta:
        return schedule.spacing(self.job.schedule.fetch, self.job.timezone, self.now)

    def _polled(self, source: Source) -> list[str]:
        if source.kind != "search":
            return [source.url]
        return search.addresses([s.baseline for s in self.watched.stored], source)

    async def _poll(self, source: Source, source_id: int, url: str, depth: int) -> Fetched:
        with self.store.reading() as session:
            known = Validators(*addresses.validators(session, source_id, url))
        fetched = await self.fetcher.get(url, known)
        if fetched.not_modified:
            self.report.add("unchanged")
            children: tuple[str, ...] = ()
        else:
            found = discover.parse(source, fetched)
            for problem in found.problems:
                log.info("%s: %s", source.id, problem)
            children = found.children
            self._keep(source_id, url, fetched, found.links)
        if depth:
            for child in children[:MOST_CHILDREN]:
                await self._poll(source, source_id, child, depth - 1)
        return fetched

    def _keep(self, source_id: int, url: str, fetched: Fetched, links: Sequence[Link]) -> None:
        found = [addresses.Found(canonical(link.url), link.title, link.published) for link in links]
        with self.store.session() as session:
            self.report.add("found", addresses.record_found(session, source_id, found, self.now))
            kept = fetched.validators
            addresses.record_poll(session, source_id, url, kept.etag, kept.last_modified)

    async def read(self) -> None:
        """Fetch and judge every address that is due, in order of its date as far as that is known."""
        with self.store.reading() as session:
            rows = addresses.source_rows(session, self.job.name)
            waiting = addresses.due(session, [r.id for r in rows.values()], self.now)
        by_key = {s.id: s for s in self.job.sources}
        for at in range(0, len(waiting), CHUNK):
            chunk = waiting[at : at + CHUNK]
            pages = await asyncio.gather(*[self._page(d, by_key) for d in chunk])
            read = [(d, p) for d, p in zip(chunk, pages, strict=True) if p is not None]
            for address, article in sorted(read, key=lambda pair: (pair[1].published or self.now, pair[0].id)):
                judged = await asyncio.to_thread(self.watched.judge, article)  # an LLM may take its time
                self._store(address, article, judged)
            self.tick("read", min(at + CHUNK, len(waiting)), len(waiting))

    async def _page(self, due: addresses.Due, sources: dict[str, Source]) -> Article | None:
        source = sources.get(due.source_key or "")
        try:
            fetched = await self.fetcher.get(due.url)
            self.report.add("fetched")
            return await self._extract(fetched, due, source)
        except (FetchError, ParseError) as error:
            self.report.fail(due.url, error)
            with self.store.session() as session:
                addresses.address_failed(
                    session, due.id, self.now, getattr(error, "code", "parse"), str(error),
                    retry=getattr(error, "retry", True), retry_after=getattr(error, "retry_after", None),
                )  # fmt: skip
            return None

    async def _extract(self, fetched: Fetched, due: addresses.Due, source: Source | None) -> Article:
        hints = Hints(
            title=due.title,
            published=due.published,
            outlet=source.outlet if source else None,
            tier=source.tier if source else Tier.TRADE,
            language=source.language if source else None,
        )
        zone = (source.timezone if source else None) or self.job.timezone
        page = Page(
            fetched.body,
            url=canonical(fetched.final_url),
            content_type=fetched.content_type,
            fetched_at=fetched.fetched_at,
            timezone=zone,
            hints=hints,
        )
        return await asyncio.to_thread(self.extractor.extract, page)

    def _store(self, address: addresses.Due, article: Article, judged: list[Judged]) -> None:
        mark = signature(article.text)
        with self.store.session() as session:
            stored = articles.put_article(session, article, mark, judged, self.now)
            if stored is not None:  # claims loaded since the run began have not been held against it
                backlog.add(session, baselines.changed_since(session, self.watched.stored), stored - 1)
            addresses.address_done(session, address.id)
        if stored is not None:
            self.report.add("articles")
            self.report.add("evidence", len(judged))


def take_in(store: Store, watched: Watch, given: Iterable[Article], now: datetime, report: Report) -> None:
    """Judge and store articles that are already at hand; those stored before are left as they are."""
    for article in given:
        mark: Signature = signature(article.text)
        judged = watched.judge(article)
        with store.session() as session:
            stored = articles.put_article(session, article, mark, judged, now)
        report.add("articles" if stored is not None else "known")
        if stored is not None:
            report.add("evidence", len(judged))
    settle(store, watched, now, report)


def catch_up(store: Store, watched: Watch, now: datetime, stop: Stop | None = None) -> int:
    """Hold claims that came or changed after articles were stored against these. How many judgements were stored.

    Nothing is locked while it judges; stopped or killed, the next call goes on from the last batch.
    """
    with store.reading() as session:
        if not backlog.waits(session):
            return 0
    rows = [row for s in watched.stored for row in s.claim_rows.values()]
    held = {row: wording for s in watched.stored for row, wording in s.wordings().items()}
    narrow: dict[frozenset[int], Watch] = {}
    judged, last = 0, None
    while not (stop and stop.asked.is_set()):
        with store.reading() as session:
            batch = backlog.batch(session, rows)
        if batch is None or batch == last:  # the same again: these claims were reworded since they were read
            return judged
        if batch.articles and batch.claim_rows not in narrow:
            narrow[batch.claim_rows] = watched.only(batch.claim_rows)
        found = {article_id: narrow[batch.claim_rows].judge(article) for article_id, article in batch.articles}
        with store.session() as session:
            judged += backlog.put(session, batch, held, found, now)
        last = batch
    return judged


def settle(store: Store, watched: Watch, now: datetime, report: Report) -> None:
    """Look again at claims that compare two launches, then derive status and history anew."""
    deadlines = watched.deadlines()  # before the transaction: what is read lazily needs one of its own
    with store.session() as session:
        _look_again(session, watched, now)
        changes = evidence.refresh(session, deadlines, now.date(), now)
    report.changes.extend(change for _, change in changes)


def _look_again(session: Session, watched: Watch, now: datetime) -> None:
    """Once one launch is established, articles on the other may settle a claim that both coincide."""
    released = evidence.first_releases(session)
    paired = set(watched.paired())
    if not released or not paired:
        return
    narrow, context = watched.paired_only(), Context(released)
    for article_id, article, known in articles.bearing_on(session, sorted(paired)):
        judged = [j for j in narrow.judge(article, context) if j.judgement.verdict.is_flag]
        fresh = [j for j in judged if articles.place(j) not in known]
        articles.put_missing_evidence(session, article_id, fresh, now)
