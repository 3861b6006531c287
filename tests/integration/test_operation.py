"""What an operator sees: metrics, health, the dead man's switch, what did not run, and pruning that loses no verdict."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import httpx
import pytest
from prometheus_client.parser import text_string_to_metric_families
from sqlalchemy import func, select
from tests.servers import Reply, site
from tests.stores import BASELINE, NOW, STORY, article, deadlines, loaded, take

from houxu.model import Verdict
from houxu.ops import health, metrics
from houxu.ops.ping import ping
from houxu.ops.retention import prune
from houxu.reprints import signature
from houxu.service.http import serving
from houxu.service.state import Fired, FiringKind, Outcome, ServiceState
from houxu.settings import Settings
from houxu.store import addresses, articles, baselines, evidence, firings, runs
from houxu.store.engine import Store
from houxu.store.overdue import overdue
from houxu.store.tables import ArticleRow, EvidenceRow, OutboxRow, ReprintBandRow

S, R, U, M = Verdict.SUPPORTS, Verdict.REFUTES, Verdict.UPDATES, Verdict.MENTIONS
DAY = timedelta(days=1)
Samples = dict[tuple[str, frozenset[tuple[str, str]]], float]


def scraped(store: Store, now: datetime = NOW) -> Samples:
    text = metrics.exposition(metrics.registry(store, now=lambda: now)).decode()
    found = [s for family in text_string_to_metric_families(text) for s in family.samples]
    return {(s.name, frozenset(s.labels.items())): s.value for s in found}


def value(samples: Samples, name: str, **labels: str) -> float:
    return samples[name, frozenset(labels.items())]


# --- metrics ------------------------------------------------------------------------------------------------------
def test_metrics_count_what_the_database_holds(store: Store) -> None:
    with store.session() as session:
        row = loaded(session)
        take(session, article(1, date(2024, 12, 19)), {row["sora-60s"]: U, row["sora-closed"]: R})
        take(session, article(2, date(2024, 12, 18)), {row["sora-60s"]: M})
        evidence.refresh(session, deadlines(session), NOW.date(), NOW)
        source = addresses.source_rows(session, "watch-sora")
        addresses.record_found(session, source["openai"].id, [addresses.Found("https://a.example/1")], NOW)
        due = addresses.due(session, [source["openai"].id], NOW)
        addresses.address_done(session, due[0].id)
        addresses.source_failed(session, source["portal"].id, NOW, "http-503", "gone", "https://portal.example")
        for n, state in enumerate(("pending", "leased", "sent", "failed")):
            session.add(OutboxRow(recipient=f"reader:{n}", day=NOW.date(), kind="digest", message_id=str(n), state=state, queued_at=NOW - timedelta(hours=n)))  # fmt: skip
    found = scraped(store)
    assert value(found, "houxu_database_up") == 1
    assert value(found, "houxu_articles_total") == 2
    assert value(found, "houxu_pairs_judged_total") == 3
    assert value(found, "houxu_verdicts_total", verdict="updates") == 1
    assert value(found, "houxu_fetches_total", job="watch-sora", source="openai", outcome="ok") == 1
    assert value(found, "houxu_fetches_total", job="watch-sora", source="portal", outcome="http-503") == 1
    assert value(found, "houxu_source_failures", job="watch-sora", source="portal") == 1
    assert value(found, "houxu_outbox_depth") == 2
    assert value(found, "houxu_outbox_oldest_seconds") == 3600
    assert value(found, "houxu_mails_total", outcome="sent") == 1
    assert value(found, "houxu_verdict_lag_seconds", quantile="1.0") == timedelta(days=2, hours=6).total_seconds()
    assert value(found, "houxu_verdict_lag_seconds", quantile="0.5") == timedelta(days=2, hours=6).total_seconds()
    assert value(found, "houxu_database_bytes") > 10_000


def test_jobs_tell_their_last_success_duration_and_what_was_missed(store: Store) -> None:
    with store.session() as session:
        loaded(session, NOW - DAY)
        entry = firings.begin(session, "watch-sora", "digest", NOW - DAY, NOW - DAY, owner="x")
        assert entry is not None
        firings.finish(session, entry, NOW - DAY + timedelta(seconds=90), "done")
        runs.finish(session, runs.begin(session, "watch-sora", NOW), NOW, {})
    labels = {"job": "watch-sora", "kind": "digest"}
    found = scraped(store, NOW + timedelta(minutes=5))
    assert value(found, "houxu_job_duration_seconds", **labels) == 90
    assert value(found, "houxu_job_last_success_timestamp_seconds", job="watch-sora", kind="fetch") == NOW.timestamp()
    assert value(found, "houxu_job_overdue", **labels) == 0
    assert value(found, "houxu_firings", **labels, state="done") == 1
    assert value(scraped(store, NOW + 3 * DAY), "houxu_job_overdue", **labels) == 1


def test_a_scrape_waits_for_no_writer(store: Store) -> None:
    with store.session() as session:
        loaded(session)
        assert value(scraped(store), "houxu_articles_total") == 0
        take(session, article(1, date(2024, 12, 19)), {})
    assert value(scraped(store), "houxu_articles_total") == 1


def test_a_database_that_is_gone_is_said_and_not_made_anew(tmp_path: Path) -> None:
    file = tmp_path / "houxu.db"
    gone = Store(f"sqlite:///{file}")
    assert value(scraped(gone), "houxu_database_up") == 0
    assert not file.exists()


# --- what did not run ---------------------------------------------------------------------------------------------
def hours(n: float) -> timedelta:
    return timedelta(hours=n)


OVERDUE = [
    (hours(0.9), [], "one firing missed: it may be under way"),
    (hours(1.1), ["fetch"], "two missed, and never run since it was loaded"),
]


@pytest.mark.parametrize(("after", "kinds", "why"), OVERDUE, ids=[row[-1] for row in OVERDUE])
def test_a_job_is_overdue_after_two_missed_firings(store: Store, after: timedelta, kinds: list[str], why: str) -> None:
    with store.session() as session:
        loaded(session)
        assert [o.kind for o in overdue(session, NOW + after)] == kinds


def test_a_run_settles_it_and_the_account_names_the_first_missed(store: Store) -> None:
    with store.session() as session:
        loaded(session)
        runs.finish(session, runs.begin(session, "watch-sora", NOW + DAY), NOW + DAY, {})
        assert overdue(session, NOW + DAY + hours(0.6)) == []
        (late,) = overdue(session, NOW + 2 * DAY)
        assert (late.job, late.kind, late.last_ok, late.since) == ("watch-sora", "fetch", NOW + DAY, NOW + DAY + hours(0.5))  # fmt: skip


# --- health -------------------------------------------------------------------------------------------------------
def asked(store: Store, state: ServiceState, *paths: str) -> list[httpx.Response]:
    async def go() -> list[httpx.Response]:
        async with serving("127.0.0.1:0", health.routes(lambda: state, store)) as base, httpx.AsyncClient() as client:
            return [await client.get(f"{base}{path}") for path in paths]

    return asyncio.run(go())


def beating(**changes: object) -> ServiceState:
    now = datetime.now(UTC)
    state = ServiceState(started_at=now, beat_at=now, beat_limit=30, ready=True, leader=True, jobs=1)
    return replace(state, **changes)  # type: ignore[arg-type]


def test_healthz_tells_life_leader_and_last_run(store: Store) -> None:
    done = Fired("watch-sora", FiringKind.FETCH, NOW, NOW, NOW + hours(0.1), Outcome.DONE)
    (answer,) = asked(store, beating(last=(replace(done, finished_at=NOW), done)), "/healthz")
    told = answer.json()
    assert answer.status_code == 200
    assert (told["alive"], told["leader"]) == (True, True)
    assert told["last_run"]["finished_at"] == "2024-12-20T08:06:00Z"


def test_a_loop_that_hangs_is_not_alive(store: Store) -> None:
    (answer,) = asked(store, beating(beat_at=datetime.now(UTC) - hours(1)), "/healthz")
    assert (answer.status_code, answer.json()["alive"]) == (503, False)


READY: list[tuple[dict[str, object], int, str, str]] = [
    ({}, 200, "leader", "it leads"),
    ({"leader": False}, 200, "standby", "a standby can take over at any moment"),
    ({"ready": False, "trouble": "the database server does not answer"}, 503, "does not answer", "no database"),
    ({"stopping": True}, 503, "stopping", "it is about to end"),
]


@pytest.mark.parametrize(("changes", "status", "says", "why"), READY, ids=[row[-1] for row in READY])
def test_readyz(store: Store, changes: dict[str, object], status: int, says: str, why: str) -> None:
    (answer,) = asked(store, beating(**changes), "/readyz")
    assert answer.status_code == status
    assert says in answer.text


def test_a_database_without_tables_is_not_ready(database_url: str) -> None:
    bare = Store(database_url)
    bare.engine.connect().close()
    (answer,) = asked(bare, beating(), "/readyz")
    assert answer.status_code == 503
    assert "houxu init" in answer.text


def test_metrics_tell_of_the_service_and_its_process(store: Store) -> None:
    (answer,) = asked(store, beating(), "/metrics")
    assert answer.headers["content-type"].startswith("text/plain; version=")
    for name in ("houxu_leader 1.0", "houxu_ready 1.0", "process_open_fds", "houxu_database_up 1.0"):
        assert name in answer.text


# --- the dead man's switch ----------------------------------------------------------------------------------------
def pinged(store: Store, answer: Reply) -> tuple[bool, int]:
    async def go() -> tuple[bool, int]:
        async with site({"/secret": answer}) as there:
            settings = Settings(ping_url=there.url("/secret"))  # type: ignore[arg-type]
            return await asyncio.to_thread(ping, settings, store), there.asked("/secret")

    return asyncio.run(go())


def test_a_good_run_is_told_even_to_a_private_address(store: Store) -> None:
    with store.session() as session:
        loaded(session)
    assert pinged(store, Reply("OK")) == (True, 1)


def test_one_dead_source_is_no_alarm_and_all_dead_are(store: Store) -> None:
    with store.session() as session:
        loaded(session)
        source = addresses.source_rows(session, "watch-sora")
        addresses.source_failed(session, source["portal"].id, NOW, "http-503", "gone", "https://portal.example")
    assert pinged(store, Reply("OK")) == (True, 1)
    with store.session() as session:
        addresses.source_failed(session, source["openai"].id, NOW, "timeout", "slow", "https://openai.example")
    assert pinged(store, Reply("OK")) == (False, 0)


@pytest.mark.parametrize("answer", [Reply("no", 500), Reply("", 302, {"location": "/secret"})])
def test_an_answer_that_is_not_well_is_logged_without_the_address(store: Store, answer: Reply, caplog: pytest.LogCaptureFixture) -> None:  # fmt: skip
    assert pinged(store, answer) == (False, 1)
    assert "ping address" in caplog.text
    assert "/secret" not in caplog.text


def test_nobody_there_stops_nothing(store: Store) -> None:
    assert ping(Settings(ping_url="http://127.0.0.1:9/x"), store) is False  # type: ignore[arg-type]
    assert ping(Settings(), store) is False


# --- pruning ------------------------------------------------------------------------------------------------------
def old_and_new(store: Store) -> dict[str, int]:
    """Two articles of January (one with verdicts, one without), one of December."""
    with store.session() as session:
        row = loaded(session)
        early = NOW - 300 * DAY
        told = replace(article(1, date(2024, 2, 20)), text=STORY)
        take(session, told, {row["sora-60s"]: U, row["sora-closed"]: R}, early)
        take(session, article(2, date(2024, 2, 20)), {}, early)
        take(session, article(3, date(2024, 12, 19)), {row["sora-60s"]: S})
        evidence.refresh(session, deadlines(session), NOW.date(), NOW)
        return row


def texts(store: Store) -> list[bool]:
    with store.session() as session:
        return [bool(text) for text in session.scalars(select(ArticleRow.text).order_by(ArticleRow.id))]


def statuses(store: Store) -> list[dict[str, object]]:
    with store.session() as session:
        evidence.refresh(session, deadlines(session), NOW.date(), NOW)
        return evidence.status_rows(session)


def test_old_texts_go_and_what_was_concluded_stays(store: Store) -> None:
    old_and_new(store)
    before = statuses(store)
    with store.session() as session:
        passages = list(session.scalars(select(EvidenceRow.passage).order_by(EvidenceRow.id)))
    assert prune(store, 90, NOW, dry_run=True).articles == 2
    assert texts(store) == [True, True, True]
    done = prune(store, 90, NOW)
    assert (done.articles, done.characters > 500) == (2, True)
    assert texts(store) == [False, False, True]
    assert prune(store, 90, NOW).articles == 0
    assert statuses(store) == before
    with store.session() as session:
        assert list(session.scalars(select(EvidenceRow.passage).order_by(EvidenceRow.id))) == passages
        kept = session.scalars(select(ArticleRow).order_by(ArticleRow.id)).first()
        assert kept is not None
        assert (kept.title, kept.outlet, kept.url, kept.published is not None) == ("报道 1", "媒体1", "https://n1.example/1", True)  # fmt: skip


def test_more_articles_than_one_transaction_takes(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("houxu.ops.retention.BATCH", 1)
    old_and_new(store)
    assert prune(store, 90, NOW).articles == 2
    assert texts(store) == [False, False, True]


def test_a_pruned_article_is_not_taken_in_again(store: Store) -> None:
    old_and_new(store)
    prune(store, 90, NOW)
    with store.session() as session:
        assert take(session, replace(article(1, date(2024, 2, 20)), text=STORY), {}) is None


def test_a_verbatim_reprint_of_a_pruned_text_is_still_the_same_voice(store: Store) -> None:
    row = old_and_new(store)
    prune(store, 90, NOW)
    with store.session() as session:
        late = take(session, article(4, date(2024, 12, 19), text=STORY + "(完)"), {row["sora-closed"]: R})
        other = take(session, article(5, date(2024, 12, 19)), {row["sora-closed"]: R})
    with store.session() as session:
        assert session.get_one(ArticleRow, late).original_id == 1
        assert session.get_one(ArticleRow, other).original_id is None
    closed = next(r for r in statuses(store) if r["claim_id"] == "sora-closed")
    assert closed["refutes"] == 2


def test_bands_stay_only_where_a_voice_counts(store: Store) -> None:
    old_and_new(store)
    prune(store, 90, NOW)
    with store.session() as session:
        held = session.execute(select(ReprintBandRow.article_id, func.count()).group_by(ReprintBandRow.article_id))
        assert {article_id for article_id, _ in held} == {1, 3}


def test_a_pruned_article_is_judged_anew_by_its_passages(store: Store) -> None:
    """A claim that is reworded later is held against what is left: the passages, at their places."""
    old_and_new(store)
    prune(store, 90, NOW)
    with store.session() as session:
        found = {row.id: articles.readable(session, row) for row in session.scalars(select(ArticleRow))}
        kept = session.scalars(select(EvidenceRow).where(EvidenceRow.article_id == 1)).all()
    assert kept
    assert all(found[1].text[e.start : e.end] == e.passage for e in kept)
    assert found[1].text.strip() == kept[0].passage.strip()
    assert found[2].text == ""


def test_overlapping_passages_keep_their_places(store: Store) -> None:
    with store.session() as session:
        row = loaded(session)
        told = article(1, date(2024, 2, 20), text=STORY)
        parts = [(10, 50), (30, 70), (30, 40), (90, 130)]
        found = [_judged(row["sora-60s"], start, end) for start, end in parts]
        articles.put_article(session, told, signature(STORY), found, NOW - 300 * DAY)
    prune(store, 90, NOW)
    with store.session() as session:
        kept = articles.readable(session, session.scalars(select(ArticleRow)).one())
    assert all(kept.text[start:end] == STORY[start:end] for start, end in parts)
    assert kept.text[70:90].strip() == ""


def _judged(claim_row: int, start: int, end: int) -> articles.Judged:
    from tests.stores import judged

    found = judged(claim_row, U, STORY, start=start)
    return replace(found, passage=replace(found.passage, text=STORY[start:end], start=start, end=end))


def test_a_reworded_claim_finds_its_pruned_evidence(store: Store) -> None:
    """The whole way: load, judge, prune, reword, judge again."""
    from houxu.pipeline import catch_up, watch

    with store.session() as session:
        loaded(session)
    text = "OpenAI 今天正式向付费用户开放 Sora。单条视频最长 20 秒。"
    told = replace(article(1, date(2024, 12, 10), text=text + "其他的话。" * 40), items=())
    watched = watch(store)
    with store.session() as session:
        articles.put_article(session, told, signature(told.text), watched.judge(told), NOW - 300 * DAY)
    assert _flags(store)
    prune(store, 90, NOW)
    claims = tuple(replace(c, text=c.text + "。") if c.id == "sora-closed" else c for c in BASELINE.claims)
    with store.session() as session:
        baselines.put_baseline(session, replace(BASELINE, claims=claims), NOW + DAY)
    before = _flags(store)
    assert catch_up(store, watch(store), NOW + DAY)
    again = [f for f in _flags(store) if f not in before]
    assert again
    assert {verdict for _, verdict in again} <= {verdict for _, verdict in before}


def _flags(store: Store) -> list[tuple[int, str]]:
    with store.session() as session:
        found = session.execute(select(EvidenceRow.id, EvidenceRow.verdict).where(EvidenceRow.verdict != "mentions"))
        return [(n, v) for n, v in found]
