"""A day's digest from a real database: what changed, for whom, in whose day, and what has to be taken back."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from tests import stores

from houxu.digest.build import Digest
from houxu.digest_day import build, tell
from houxu.model import Status, Tier, Verdict
from houxu.store import evidence
from houxu.store.engine import Store
from houxu.store.tables import ClaimRow, SourceRow

DAY = date(2024, 12, 20)
NEXT = DAY + timedelta(days=1)
LATER = stores.NOW + timedelta(days=1)


def _told(store: Store, day: date = DAY, **how: object) -> Digest:
    return build(store, day, stores.NOW, **how)  # type: ignore[arg-type]


def _keys(digest: Digest) -> list[str]:
    """The changed claims, without the prediction whose day has passed by then."""
    return [c.claim_id for c in digest.changed if c.status is not Status.EXPIRED]


def _loaded(store: Store, *articles: tuple[str, Verdict, dict[str, object]], now: datetime = stores.NOW) -> None:
    with store.session() as session:
        rows = stores.loaded(session)
        for number, (key, verdict, more) in enumerate(articles, 1):
            confidence = more.pop("confidence", 0.9)
            story = stores.article(number + int(now.timestamp()) % 1000, now.date(), **more)  # type: ignore[arg-type]
            stores.take(session, story, {rows[key]: verdict}, now, confidence)  # type: ignore[arg-type]
        session.flush()
        evidence.refresh(session, stores.deadlines(session), now.date(), now)


def test_a_changed_claim_comes_with_its_passages_and_voices(store: Store) -> None:
    _loaded(store, ("sora-60s", Verdict.UPDATES, {"tier": Tier.OFFICIAL}), ("sora-60s", Verdict.UPDATES, {}))
    claim = _told(store).changed[0]
    assert (claim.claim_id, claim.previous, claim.status) == ("sora-60s", Status.OPEN, Status.SUPERSEDED)
    assert claim.cited[0].tier == "official", "the outlet nearest to the facts comes first"
    assert (len(claim.cited), claim.independent_outlets, claim.more) == (2, 2, 0)


def test_reprints_speak_once_and_are_counted(store: Store) -> None:
    _loaded(store, *(("sora-60s", Verdict.UPDATES, {"text": stores.STORY}) for _ in range(3)))
    claim = _told(store).changed[0]
    assert [c.reprints for c in claim.cited] == [2]
    assert claim.independent_outlets == 1


def test_a_day_is_the_readers_day(store: Store) -> None:
    """Learned at 08:00 UTC on the 20th: still the 20th in Shanghai; with a zone 16 hours on it is the 21st."""
    old = stores.NOW - timedelta(days=40)
    with store.session() as session:
        rows = stores.loaded(session)
        stores.take(session, stores.article(1, old.date()), {rows["sora-60s"]: Verdict.UPDATES})
        session.flush()
        evidence.refresh(session, stores.deadlines(session), DAY, stores.NOW + timedelta(hours=12))  # 20:00 UTC
    assert _keys(_told(store, zone=UTC)) == ["sora-60s"]
    assert _keys(_told(store, zone=ZoneInfo("Asia/Shanghai"))) == []
    assert _keys(_told(store, NEXT, zone=ZoneInfo("Asia/Shanghai"))) == ["sora-60s"]


def test_spans_of_what_was_learned_follow_each_other_without_gap_or_overlap(store: Store) -> None:
    _loaded(store, ("sora-60s", Verdict.UPDATES, {}))
    before, after = stores.NOW - timedelta(hours=1), stores.NOW + timedelta(hours=1)
    spans = [(before, stores.NOW), (stores.NOW, after), (before - timedelta(hours=1), before)]
    assert [len(_keys(_told(store, learned=span))) for span in spans] == [1, 0, 0]


def test_a_reader_is_told_of_the_baselines_that_he_follows(store: Store) -> None:
    _loaded(store, ("sora-60s", Verdict.UPDATES, {}))
    assert _keys(_told(store, baselines=("sora",))) == ["sora-60s"]
    other = _told(store, baselines=("another",))
    assert (other.changed, other.counts, other.baselines, other.quiet) == ((), (), (), True)


def test_new_evidence_against_a_claim_that_stands_makes_it_doubtful(store: Store) -> None:
    many = [("sora-60s", Verdict.SUPPORTS, {"tier": Tier.OFFICIAL}) for _ in range(4)]
    _loaded(store, *many, now=stores.NOW - timedelta(days=3))
    _loaded(store, ("sora-60s", Verdict.REFUTES, {"tier": Tier.BLOG}))
    digest = _told(store)
    assert [c.claim_id for c in digest.changed] == []
    assert [(c.claim_id, c.status) for c in digest.doubtful] == [("sora-60s", Status.CONFIRMED)]
    assert digest.doubtful[0].cited[0].verdict is Verdict.REFUTES
    assert not digest.quiet
    assert _told(store, NEXT).doubtful == ()


def test_coverage_that_settles_nothing_is_told_once_a_cluster(store: Store) -> None:
    _loaded(
        store,
        *(("sora-60s", Verdict.MENTIONS, {"text": stores.STORY}) for _ in range(2)),
        *(("sora-closed", Verdict.MENTIONS, {}) for _ in range(6)),
        ("claude-3", Verdict.SUPPORTS, {}),
    )
    digest = _told(store)
    assert (len(digest.news), digest.more_news) == (5, 2)
    assert sum(a.reprints for a in digest.news) <= 1
    assert all("claude-3" not in a.claims for a in digest.news)
    assert _told(store, NEXT).news == ()


def test_predictions_near_their_day_and_sources_that_fail(store: Store) -> None:
    _loaded(store)
    with store.session() as session:
        source = session.query(SourceRow).filter_by(key="portal").one()
        source.failures, source.failing_since, source.last_message = 4, stores.NOW, "HTTP 503"
        source.last_ok_at = stores.NOW - timedelta(days=2)
    digest = _told(store, zone=ZoneInfo("Asia/Shanghai"))
    assert [(d.claim_id, d.days_left) for d in digest.due_soon] == [("gpt-5", 11)]
    told = digest.health[0]
    assert (told.source_id, told.failures, told.message) == ("portal", 4, "HTTP 503")
    assert told.since is not None
    assert f"{told.since:%H:%M}" == "16:00", "in the reader's zone"
    assert _told(store, baselines=("another",)).health == ()


def test_what_did_not_run_is_told_to_those_who_follow_it(store: Store) -> None:
    _loaded(store)
    late = build(store, DAY, stores.NOW + timedelta(days=3), zone=ZoneInfo("Asia/Shanghai"))
    assert [(m.task, m.last_ok) for m in late.missed] == [("fetch", None)]
    assert _told(store).missed == (), "a job that was loaded just now is not late"
    assert build(store, DAY, stores.NOW + timedelta(days=3), baselines=("another",)).missed == ()


@pytest.mark.parametrize(
    ("decision", "verdict", "cause", "now"),
    [
        ("reject", None, "rejected", Status.OPEN),
        ("relabel", Verdict.SUPPORTS, "relabelled", Status.CONFIRMED),
    ],
)
def test_a_flag_that_a_person_took_back_is_corrected_once(
    store: Store, decision: str, verdict: Verdict | None, cause: str, now: Status
) -> None:
    _loaded(store, ("sora-60s", Verdict.REFUTES, {}))
    first = _told(store)
    tell(store, first)
    tell(store, first)
    with store.session() as session:
        row = evidence.put_review(
            session, first.changed[0].cited[0].evidence_id, decision, verdict, "王编辑", "另一回事", LATER
        )
        session.flush()
        evidence.refresh(session, {row: None}, NEXT, LATER)
    (correction,) = _told(store, NEXT).corrections
    assert (correction.claim_id, correction.told_on, correction.told) == ("sora-60s", DAY, Status.CONTRADICTED)
    assert (correction.cause, correction.by, correction.note, correction.status) == (cause, "王编辑", "另一回事", now)
    assert _told(store, NEXT, baselines=("another",)).corrections == ()
    assert _told(store, NEXT + timedelta(days=1)).corrections == ()
    assert all(c.decision != "reject" for claim in _told(store, NEXT).changed for c in claim.cited)


def test_what_no_digest_told_needs_no_correction(store: Store) -> None:
    _loaded(store, ("sora-60s", Verdict.REFUTES, {}))
    flag = _told(store).changed[0].cited[0].evidence_id
    with store.session() as session:
        row = evidence.put_review(session, flag, "reject", None, "王", "", LATER)
        session.flush()
        evidence.refresh(session, {row: None}, NEXT, LATER)
    assert _told(store, NEXT).corrections == ()


def test_a_withdrawn_claim_that_was_told_is_taken_back(store: Store) -> None:
    _loaded(store, ("sora-60s", Verdict.REFUTES, {}))
    tell(store, _told(store))
    with store.session() as session:
        session.query(ClaimRow).filter_by(key="sora-60s").one().withdrawn_at = LATER
    (correction,) = _told(store, NEXT).corrections
    assert (correction.cause, correction.status) == ("withdrawn", None)


def test_a_flag_that_vanished_is_corrected_until_a_digest_has_told_so(store: Store) -> None:
    _loaded(store, ("sora-60s", Verdict.REFUTES, {}))
    tell(store, _told(store))
    with store.session() as session:
        session.execute(evidence.delete(evidence.ClaimStatusHistoryRow))
    late = _told(store, NEXT)
    assert [c.cause for c in late.corrections] == ["gone"]
    assert [c.cause for c in _told(store, NEXT + timedelta(days=1)).corrections] == ["gone"]
    tell(store, late)
    assert [c.cause for c in _told(store, NEXT).corrections] == ["gone"], "the same day built again says the same"
    assert _told(store, NEXT + timedelta(days=1)).corrections == ()
