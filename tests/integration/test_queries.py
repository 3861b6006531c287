"""The analyst's queries of db/queries, each run as it stands on SQLite and PostgreSQL over one small newsroom."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from importlib import resources
from typing import Any

import pytest
from sqlalchemy import text
from tests.stores import NOW, STORY, article, deadlines, loaded, take

from houxu.model import Article, Tier, Verdict
from houxu.store import addresses, evidence, runs
from houxu.store.engine import Store

S, R, U = Verdict.SUPPORTS, Verdict.REFUTES, Verdict.UPDATES
QUERIES = {
    p.name.removesuffix(".sql"): p.read_text("utf-8")
    for p in resources.files("houxu._db").joinpath("queries").iterdir()
    if p.name.endswith(".sql")
}
Row = dict[str, Any]
COUNTED = ("claims", "contradicted", "superseded", "confirmed")


def told(number: int, day: int, outlet: str, tier: Tier) -> Article:
    """The one story that goes round, in December 2024."""
    return article(number, date(2024, 12, day), text=STORY, outlet=outlet, tier=tier)


@pytest.fixture
def newsroom(store: Store) -> Store:
    """Claims of five statuses, a reprinted story, three reviews, a failing source, one run on 20 December 2024."""
    with store.session() as session:
        row = loaded(session)
        take(session, article(1, date(2024, 3, 4)), {row["claude-3"]: S})
        take(
            session,
            told(2, 9, "OpenAI", Tier.OFFICIAL),
            {row["sora-closed"]: U},
        )
        take(
            session,
            told(3, 11, "门户", Tier.AGGREGATOR),
            {row["sora-closed"]: U},
        )
        take(session, article(4, date(2024, 12, 16)), {row["sora-60s"]: R})
        take(
            session, article(5, date(2024, 12, 17), outlet="小站", tier=Tier.BLOG), {row["sora-60s"]: R}, confidence=0.7
        )
        take(session, article(6, date(2024, 3, 6), outlet="小站", tier=Tier.BLOG), {row["claude-3"]: S}, confidence=0.6)
        numbers = {e["outlet"]: e["evidence_id"] for e in evidence.evidence_rows(session, row["claude-3"])}
        evidence.put_review(session, numbers["媒体1"], "accept", None, "李", "对", NOW)
        evidence.put_review(session, numbers["小站"], "accept", None, "李", "", NOW)
        evidence.put_review(session, numbers["小站"], "reject", None, "王", "说的是别的", NOW)
        source = addresses.source_rows(session, "watch-sora")["portal"]
        addresses.source_failed(session, source.id, NOW - timedelta(days=2), "http-503", "unavailable", source.url)
        runs.begin(session, "watch-sora", NOW)
        evidence.refresh(session, deadlines(session), NOW.date())
    return store


def run(store: Store, name: str) -> list[Row]:
    with store.engine.connect() as connection:
        return [dict(r) for r in connection.execute(text(QUERIES[name])).mappings()]


def test_there_are_ten_and_each_begins_with_its_question() -> None:
    assert len(QUERIES) == 10
    assert all(q.startswith("-- ") and "?" in q.splitlines()[0] for q in QUERIES.values())


CASES: dict[str, Callable[[list[Row]], bool]] = {
    "contradicted_claims": lambda r: (
        [(x["claim_id"], x["place"], x["outlet"]) for x in r] == [("sora-60s", 1, "媒体4"), ("sora-60s", 2, "小站")]
    ),
    "changed_this_week": lambda r: (
        [(x["claim_id"], x["previous"], x["status"], x["outlet"]) for x in r]
        == [("sora-60s", "open", "contradicted", "媒体4")]
    ),
    "status_by_kind": lambda r: (
        {x["kind"]: tuple(x[k] for k in COUNTED) for x in r}
        == {"capability": (1, 1, 0, 0), "limitation": (1, 0, 1, 0), "prediction": (2, 0, 0, 1), "opinion": (1, 0, 0, 0)}
    ),
    "slow_confirmations": lambda r: [(x["claim_id"], x["days"]) for x in r] == [("claude-3", 7)],
    "outlets_after_review": lambda r: (
        [(x["outlet"], x["reviewed"], x["accepted"], x["share_accepted"]) for x in r]
        == [("小站", 1, 0, 0.0), ("媒体1", 1, 1, 1.0)]
    ),
    "disputed_both_sides": lambda r: r == [],
    "due_in_30_days": lambda r: [(x["claim_id"], x["days_left"]) for x in r] == [("gpt-5", 11)],
    "failing_sources": lambda r: (
        [(x["source"], x["last_code"], x["failures"]) for x in r] == [("portal", "http-503", 1)]
    ),
    "reprint_clusters": lambda r: (
        [(x["outlet"], x["reprints"], x["other_outlets"], x["days"]) for x in r] == [("OpenAI", 1, 1, 2)]
    ),
    "unreviewed_doubtful": lambda r: (
        [(x["claim_id"], x["outlet"], x["verdict"]) for x in r] == [("sora-60s", "小站", "refutes")]
    ),
}


def test_every_query_has_its_answer_here() -> None:
    assert set(CASES) == set(QUERIES)


@pytest.mark.parametrize("name", sorted(CASES))
def test_query_answers_its_question(newsroom: Store, name: str) -> None:
    rows = run(newsroom, name)
    assert CASES[name](rows), rows


def test_disputed_claims_show_both_sides(newsroom: Store) -> None:
    with newsroom.session() as session:
        row = loaded(session)
        take(session, article(7, date(2024, 12, 18)), {row["sora-60s"]: S})
        evidence.refresh(session, deadlines(session), NOW.date())
    found = [(r["verdict"], r["place"], r["outlet"]) for r in run(newsroom, "disputed_both_sides")]
    assert found == [("refutes", 1, "媒体4"), ("refutes", 2, "小站"), ("supports", 1, "媒体7")]


@pytest.mark.parametrize("moment", ["2024-12-09 00:00:00", "2024-02-29 12:30:00", "1999-12-31 23:59:59"])
def test_days_are_counted_alike_on_both_databases(store: Store, moment: str) -> None:
    given = datetime.fromisoformat(moment).replace(tzinfo=UTC)
    cast = "CAST(:t AS timestamptz)" if store.engine.dialect.name == "postgresql" else ":t"
    with store.engine.connect() as connection:
        found = connection.execute(text(f"SELECT julianday({cast})"), {"t": moment + "+00:00"}).scalar_one()
    assert found == pytest.approx(given.timestamp() / 86400 + 2440587.5, abs=1e-6)
