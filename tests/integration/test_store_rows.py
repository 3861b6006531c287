"""What the store keeps: baselines and jobs with their history, addresses, articles, evidence, reviews, statuses."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import func, select, text
from tests.stores import BASELINE, JOB, NOW, STORY, article, deadlines, judged, loaded, rows, take

from houxu.errors import InputError
from houxu.model import Kind, Status, Verdict
from houxu.reprints import is_reprint, signature
from houxu.store import addresses, articles, baselines, evidence, runs
from houxu.store.addresses import Found, wait_after
from houxu.store.engine import Store
from houxu.store.tables import AddressRow, ArticleRow, Base, ClaimRevisionRow, EvidenceRow, FailureRow

S, R, U = Verdict.SUPPORTS, Verdict.REFUTES, Verdict.UPDATES
ROOT = Path(__file__).resolve().parents[2]


def everything(store: Store) -> dict[str, list[tuple[object, ...]]]:
    """All rows of all tables."""
    with store.engine.connect() as connection:
        return {t.name: sorted(map(repr, connection.execute(select(t)))) for t in Base.metadata.sorted_tables}  # type: ignore[misc]


# --- baselines and jobs -------------------------------------------------------------------------------------------
def test_loading_the_same_file_again_changes_nothing(store: Store) -> None:
    with store.session() as session:
        loaded(session)
    before = everything(store)
    with store.session() as session:
        again = baselines.put_baseline(session, BASELINE, NOW + timedelta(days=1))
        assert (again.added, again.changed, again.withdrawn, again.unchanged) == (0, 0, 0, 5)
        assert baselines.put_job(session, JOB, NOW + timedelta(days=1)) is False
    assert everything(store) == before


def test_what_is_loaded_comes_back_as_it_was(store: Store) -> None:
    with store.session() as session:
        loaded(session)
    with store.session() as session:
        assert [b.baseline for b in baselines.baselines(session)] == [BASELINE]
        assert baselines.jobs(session) == [JOB]


def test_a_changed_claim_keeps_every_text_it_had(store: Store) -> None:
    first = replace(BASELINE.claims[0], text="Sora 最长可生成 20 秒视频")
    with store.session() as session:
        row = loaded(session)
    with store.session() as session:
        changed = baselines.put_baseline(session, replace(BASELINE, claims=(first, *BASELINE.claims[1:])), NOW)
        assert (changed.changed, changed.unchanged) == (1, 4)
        texts = session.scalars(select(ClaimRevisionRow.text).where(ClaimRevisionRow.claim_id == row[first.id]))
        assert sorted(texts) == sorted([BASELINE.claims[0].text, first.text])


def test_a_claim_that_left_its_file_is_withdrawn_and_comes_back_with_its_evidence(store: Store) -> None:
    with store.session() as session:
        row = loaded(session)
        take(session, article(1, date(2024, 12, 10)), {row["sora-closed"]: U})
        evidence.refresh(session, deadlines(session), NOW.date())
    shorter = replace(BASELINE, claims=tuple(c for c in BASELINE.claims if c.id != "sora-closed"))
    with store.session() as session:
        assert baselines.put_baseline(session, shorter, NOW).withdrawn == 1
        assert "sora-closed" not in {r["claim_id"] for r in evidence.status_rows(session)}
        shown = set(session.scalars(text("SELECT claim_id FROM claim_status")))
        assert "sora-closed" not in shown, "the table people query shows no withdrawn claim"
    with store.session() as session:
        baselines.put_baseline(session, BASELINE, NOW)
        evidence.refresh(session, deadlines(session), NOW.date())
        back = {r["claim_id"]: r["status"] for r in evidence.status_rows(session)}
    assert back["sora-closed"] == "superseded"


def test_a_source_that_left_its_file_rests_with_its_history(store: Store) -> None:
    with store.session() as session:
        loaded(session)
        baselines.put_job(session, replace(JOB, sources=JOB.sources[:1]), NOW)
        assert set(addresses.source_rows(session, JOB.name)) == {"openai"}


# --- sources and addresses ----------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("failures", "asked", "wait"),
    [
        (1, None, timedelta(minutes=15)),
        (2, None, timedelta(minutes=30)),
        (5, None, timedelta(hours=4)),
        (40, None, timedelta(days=2)),
        (1, 3600.0, timedelta(hours=1)),
        (1, 1.0, timedelta(minutes=15)),
        (1, 1e12, timedelta(days=2)),
    ],
)
def test_a_failing_address_is_left_alone_for_longer(failures: int, asked: float | None, wait: timedelta) -> None:
    assert wait_after(failures, asked) == wait


def test_an_address_is_kept_once_and_due_until_it_is_read(store: Store) -> None:
    links = [Found("https://a.example/1", "一"), Found("https://a.example/2"), Found("https://a.example/1")]
    with store.session() as session:
        loaded(session)
        source = addresses.source_rows(session, JOB.name)["openai"].id
        assert addresses.record_found(session, source, links, NOW) == 2
        assert addresses.record_found(session, source, links, NOW) == 0
        first, second = addresses.due(session, [source], NOW)
        addresses.address_done(session, first.id)
        addresses.address_failed(session, second.id, NOW, "timeout", "slow", retry=True, retry_after=None)
        assert addresses.due(session, [source], NOW) == []
        assert [d.id for d in addresses.due(session, [source], NOW + timedelta(minutes=15))] == [second.id]


def test_a_hopeless_address_is_given_up_with_its_reasons_kept(store: Store) -> None:
    with store.session() as session:
        loaded(session)
        source = addresses.source_rows(session, JOB.name)["openai"].id
        addresses.record_found(session, source, [Found(f"https://a.example/{n}") for n in (1, 2)], NOW)
        gone, tired = addresses.due(session, [source], NOW)
        addresses.address_failed(session, gone.id, NOW, "http-410", "gone", retry=False, retry_after=None)
        for _ in range(addresses.MOST_ATTEMPTS):
            addresses.address_failed(session, tired.id, NOW, "timeout", "slow", retry=True, retry_after=None)
        session.flush()
        assert set(session.scalars(select(AddressRow.state))) == {"gone"}
        assert session.scalar(select(func.count(FailureRow.id))) == 1 + addresses.MOST_ATTEMPTS
        assert addresses.due(session, [source], NOW + timedelta(days=99)) == []


def test_a_source_counts_its_failures_until_it_answers(store: Store) -> None:
    with store.session() as session:
        loaded(session)
        portal = addresses.source_rows(session, JOB.name)["portal"]
        for hours in (0, 1):
            when = NOW + timedelta(hours=hours)
            addresses.source_failed(session, portal.id, when, "http-500", "broken", portal.url)
            addresses.source_failed(session, portal.id, when, "http-500", "broken", portal.url)  # the same run again
        worst = addresses.health(session)[0]
        assert (worst.source, worst.state, worst.failures, worst.failing_since) == ("portal", "failing", 2, NOW)
        addresses.source_ok(session, portal.id, NOW + timedelta(hours=2), every=timedelta(minutes=30))
        session.flush()
        assert {h.source: h.state for h in addresses.health(session)} == {"portal": "ok", "openai": "never read"}


def test_validators_are_kept_for_each_address_that_a_source_is_asked_at(store: Store) -> None:
    with store.session() as session:
        loaded(session)
        source = addresses.source_rows(session, JOB.name)["openai"].id
        addresses.record_poll(session, source, "https://a.example/1", '"x"', None)
        addresses.record_poll(session, source, "https://a.example/1", '"y"', "Mon, 09 Dec 2024 10:00:00 GMT")
        session.flush()
        assert addresses.validators(session, source, "https://a.example/1") == ('"y"', "Mon, 09 Dec 2024 10:00:00 GMT")
        assert addresses.validators(session, source, "https://a.example/2") == (None, None)


# --- articles, reprints, evidence ---------------------------------------------------------------------------------
def test_an_article_is_stored_once_and_comes_back_as_it_was(store: Store) -> None:
    story = article(1, date(2024, 12, 9), text=STORY)
    with store.session() as session:
        row = loaded(session)
        assert take(session, story, {row["sora-closed"]: U}) is not None
    before = everything(store)
    with store.session() as session:
        assert take(session, story, {rows(session)["sora-closed"]: U}) is None
        assert [articles.article_value(a) for a in session.scalars(select(ArticleRow))] == [story]
    assert everything(store) == before


@pytest.mark.parametrize("order", [[1, 2, 3], [3, 2, 1], [2, 3, 1]])
def test_the_earliest_of_a_cluster_is_the_original_whenever_it_arrives(store: Store, order: list[int]) -> None:
    with store.session() as session:
        loaded(session)
        for n in order:
            take(session, article(n, date(2024, 12, 8 + n), text=STORY), {})
        take(session, article(9, date(2024, 12, 1)), {})
    with store.session() as session:
        urls = {a.id: a.url for a in session.scalars(select(ArticleRow))}
        found = {a.url: urls.get(a.original_id) for a in session.scalars(select(ArticleRow)) if a.original_id}
    assert found == {f"https://n{n}.example/{n}": "https://n1.example/1" for n in (2, 3)}


@pytest.mark.parametrize("order", [[1, 2], [2, 1]])
def test_of_two_prints_of_one_minute_the_original_is_the_same_in_any_order(store: Store, order: list[int]) -> None:
    with store.session() as session:
        loaded(session)
        for n in order:
            take(session, article(n, date(2024, 12, 9), text=STORY), {})
    with store.session() as session:
        original = session.scalars(select(ArticleRow.url).where(ArticleRow.original_id.is_(None))).all()
    assert original == ["https://n1.example/1"]


@pytest.mark.parametrize(("credit", "voices"), [("新华社", 1), (None, 2)])
def test_a_part_taken_over_under_the_other_s_name_is_the_other_s_voice(
    store: Store, credit: str | None, voices: int
) -> None:
    own = article(2, date(2024, 12, 10)).text
    agency = article(1, date(2024, 12, 9), text=STORY, outlet="新华社")
    portal = replace(article(2, date(2024, 12, 10), text=STORY[:150] + own[: len(STORY) - 150]), credit=credit)
    assert not is_reprint(agency.text, portal.text), "too little of it for a reprint"
    with store.session() as session:
        row = loaded(session)["sora-closed"]
        for story in (agency, portal):
            take(session, story, {row: U})
        evidence.refresh(session, deadlines(session), NOW.date())
        standing = next(r for r in evidence.status_rows(session) if r["claim_id"] == "sora-closed")
    assert standing["updates"] == voices


def test_reprints_count_once_in_the_status_and_name_their_original_in_the_view(store: Store) -> None:
    with store.session() as session:
        row = loaded(session)
        for n in (1, 2, 3):
            take(session, article(n, date(2024, 12, 8 + n), text=STORY), {row["sora-closed"]: U})
        evidence.refresh(session, deadlines(session), NOW.date())
        standing = next(r for r in evidence.status_rows(session) if r["claim_id"] == "sora-closed")
        named = session.execute(text("SELECT reprint_of FROM claim_evidence ORDER BY published")).scalars().all()
    assert (standing["status"], standing["updates"], standing["independent_outlets"]) == ("superseded", 1, 1)
    assert named == [None, "https://n1.example/1", "https://n1.example/1"]


def test_passages_are_found_again_by_their_offsets(store: Store) -> None:
    with store.session() as session:
        row = loaded(session)
        story = article(1, date(2024, 12, 9), text=STORY)
        articles.put_article(session, story, signature(STORY), [judged(row["sora-closed"], U, STORY, start=20)], NOW)
        kept, text_ = session.execute(select(EvidenceRow, ArticleRow.text).join(ArticleRow)).one()
    assert text_[kept.start : kept.end] == kept.passage


# --- reviews and statuses -----------------------------------------------------------------------------------------
def test_a_new_claim_is_open_and_a_day_that_passes_expires_it(store: Store) -> None:
    with store.session() as session:
        loaded(session)
        evidence.refresh(session, deadlines(session), date(2024, 3, 1))
        assert {r["claim_id"]: r["status"] for r in evidence.status_rows(session)} == {
            c.id: "opinion" if c.kind is Kind.OPINION else "open" for c in BASELINE.claims
        }
        changes = evidence.refresh(session, deadlines(session), date(2024, 7, 1))
        assert [(c.claim_id, c.status, c.evidence_id) for _, c in changes] == [("claude-3", Status.EXPIRED, None)]


def test_deriving_again_writes_nothing(store: Store) -> None:
    with store.session() as session:
        row = loaded(session)
        take(session, article(1, date(2024, 12, 9)), {row["sora-closed"]: U, row["sora-60s"]: R})
        assert len(evidence.refresh(session, deadlines(session), NOW.date())) == 3
    before = everything(store)
    with store.session() as session:
        assert evidence.refresh(session, deadlines(session), NOW.date()) == []
    assert everything(store) == before


def test_an_earlier_article_that_arrives_late_rewrites_the_history_as_if_it_had_been_there(store: Store) -> None:
    def history() -> list[tuple[str, str, datetime]]:
        with store.session() as session:
            evidence.refresh(session, deadlines(session), NOW.date())
            found = evidence.history_rows(session, rows(session)["sora-60s"])
            return [(h.previous or "", h.status, h.at) for h in found]

    with store.session() as session:
        take(session, article(2, date(2024, 12, 9)), {loaded(session)["sora-60s"]: R})
    assert [h[:2] for h in history()] == [("open", "contradicted")]
    with store.session() as session:
        take(session, article(1, date(2024, 3, 1)), {rows(session)["sora-60s"]: S})
    assert [h[:2] for h in history()] == [("open", "confirmed"), ("confirmed", "disputed")]


def test_a_past_day_shows_what_was_known_then(store: Store) -> None:
    with store.session() as session:
        row = loaded(session)
        take(session, article(1, date(2024, 12, 9)), {row["sora-closed"]: U})
        evidence.refresh(session, deadlines(session), NOW.date())
        for day, status in ((date(2024, 12, 8), "open"), (date(2024, 12, 9), "superseded")):
            then = {r["claim_id"]: r["status"] for r in evidence.status_rows(session, as_of=day)}
            assert then["sora-closed"] == status
        assert evidence.evidence_rows(session, row["sora-closed"], date(2024, 12, 8)) == []


def test_a_person_s_verdict_is_kept_shown_and_obeyed(store: Store) -> None:
    def standing() -> str:
        evidence.refresh(session, deadlines(session), NOW.date())
        return str(next(r["status"] for r in evidence.status_rows(session) if r["claim_id"] == "sora-60s"))

    view = text("SELECT verdict, reviewed_by FROM claim_evidence")
    with store.session() as session:
        row = loaded(session)["sora-60s"]
        take(session, article(1, date(2024, 12, 9)), {row: R})
        number = session.scalars(select(EvidenceRow.id)).one()
        assert standing() == "contradicted"
        assert evidence.put_review(session, number, "relabel", S, "李", "看错了", NOW) == row
        assert (standing(), session.execute(view).one()) == ("confirmed", ("supports", "李"))
        evidence.put_review(session, number, "accept", None, "王", "", NOW)
        evidence.put_review(session, number, "accept", None, "王", "", NOW)
        assert (standing(), session.execute(view).one()) == ("contradicted", ("refutes", "王"))
        assert session.scalar(text("SELECT COUNT(*) FROM review")) == 2, (
            "said twice is said once; nothing is overwritten"
        )


def test_a_review_of_nothing_is_a_person_s_mistake(store: Store) -> None:
    with store.session() as session, pytest.raises(InputError, match="no evidence 77"):
        evidence.put_review(session, 77, "accept", None, "李", "", NOW)


def test_the_ledger_keeps_one_row_a_job_and_clock(store: Store) -> None:
    with store.session() as session:
        first = runs.begin(session, "watch-sora", NOW)
        runs.finish(session, first, NOW, {"articles": 3})
        assert runs.begin(session, "watch-sora", NOW) == first
        runs.finish(session, first, NOW, {"articles": 0})
        last = runs.last(session)
        assert last is not None
        assert last.counts == {"articles": 3}


# --- side by side, and killed -------------------------------------------------------------------------------------
WORK = """
import sys
from datetime import date
from tests.stores import *
from houxu.store import evidence
from houxu.store.engine import Store
store = Store(sys.argv[1])
for n in range(1, 13):
    text = STORY if n % 3 == 0 else None
    with store.session() as session:
        row = rows(session)
        take(session, article(n, date(2024, 12, n), text=text), {row["sora-closed"]: Verdict.UPDATES})
    print(n, flush=True)
with store.session() as session:
    evidence.refresh(session, deadlines(session), NOW.date())
"""


def working(url: str) -> subprocess.Popen[str]:
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join([str(ROOT / "src"), str(ROOT)])}
    command = [sys.executable, "-c", WORK, url]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=environment)


def told(store: Store) -> dict[str, object]:
    """What people see, without row numbers."""
    questions = {
        "articles": "SELECT a.url, o.url FROM article a LEFT JOIN article o ON o.id = a.original_id",
        "evidence": "SELECT claim_id, verdict, article_url, reprint_of FROM claim_evidence",
        "status": "SELECT claim_id, status, updates, independent_outlets, confidence FROM claim_status",
        "history": "SELECT claim_id, previous, status, at FROM claim_status_history",
    }
    with store.engine.connect() as connection:
        return {name: sorted(map(repr, connection.execute(text(sql)))) for name, sql in questions.items()}


@pytest.fixture
def undisturbed(tmp_path: Path) -> dict[str, object]:
    """What one run alone ends in."""
    alone = Store(f"sqlite:///{tmp_path / 'alone.db'}")
    alone.upgrade()
    with alone.session() as session:
        loaded(session)
    process = working(alone.url)
    assert process.wait(60) == 0, process.stderr and process.stderr.read()
    return told(alone)


def shape(seen: dict[str, object]) -> dict[str, int]:
    return {name: len(rows_) for name, rows_ in seen.items()}  # type: ignore[arg-type]


def test_killed_again_and_again_it_ends_where_an_undisturbed_run_does(
    store: Store, undisturbed: dict[str, object]
) -> None:
    with store.session() as session:
        loaded(session)
    chance = random.Random(20241209)
    for _ in range(4):
        process = working(store.url)
        assert process.stdout is not None
        for _ in range(chance.randint(1, 5)):
            process.stdout.readline()
        process.send_signal(signal.SIGKILL)
        process.wait(30)
        with store.session() as session:
            halves = select(func.count(ArticleRow.id)).where(~ArticleRow.id.in_(select(EvidenceRow.article_id)))
            assert session.scalar(halves) == 0, "an article is never there without its evidence"
    last = working(store.url)
    assert last.wait(60) == 0, last.stderr and last.stderr.read()
    assert {k: v for k, v in told(store).items() if k != "history"} == {
        k: v for k, v in undisturbed.items() if k != "history"
    }
    assert shape(told(store)) == shape(undisturbed)


def test_two_runs_beside_each_other_double_nothing(store: Store, undisturbed: dict[str, object]) -> None:
    with store.session() as session:
        loaded(session)
    both = [working(store.url) for _ in range(2)]
    errors = [p.communicate(timeout=100)[1] for p in both]
    assert [p.returncode for p in both] == [0, 0], errors
    assert shape(told(store)) == shape(undisturbed)


def test_a_transaction_that_fails_leaves_nothing(store: Store) -> None:
    with store.session() as session:
        loaded(session)
    before = everything(store)
    with pytest.raises(ZeroDivisionError):
        _stumble(store)
    assert everything(store) == before


def _stumble(store: Store) -> None:
    with store.session() as session:
        take(session, article(1, date(2024, 12, 9)), {rows(session)["sora-closed"]: U})
        session.flush()
        raise ZeroDivisionError
