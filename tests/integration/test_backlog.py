"""Claims that came after the coverage: held against it in short steps, whatever is killed, loaded or written meanwhile."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy import select
from tests.stores import BASELINE, NOW, article, loaded, rows

from houxu import pipeline
from houxu.model import Article, Baseline
from houxu.pipeline import Watch, catch_up, watch
from houxu.reprints import signature
from houxu.stopping import Stop
from houxu.store import articles, backlog, baselines
from houxu.store.engine import Store
from houxu.store.tables import ClaimBacklogRow, EvidenceRow

TOLD = "OpenAI 今天正式向付费用户开放 Sora。单条视频最长 20 秒。"
Found = list[tuple[str, int, str]]


def told(number: int) -> Article:
    return replace(article(number, date(2024, 12, 10), text=f"第 {number} 条。{TOLD}"), items=())


def without(key: str) -> Baseline:
    return replace(BASELINE, claims=tuple(c for c in BASELINE.claims if c.id != key))


def reworded(text: str) -> Baseline:
    return replace(
        BASELINE, claims=tuple(replace(c, text=text) if c.id == "sora-closed" else c for c in BASELINE.claims)
    )


def put(store: Store, baseline: Baseline) -> None:
    with store.session() as session:
        baselines.put_baseline(session, baseline, NOW + timedelta(seconds=put.calls))
    put.calls += 1


put.calls = 0


def stored(store: Store, watched: Watch, *numbers: int) -> None:
    for number in numbers:
        story = told(number)
        judged = watched.judge(story)
        with store.session() as session:
            articles.put_article(session, story, signature(story.text), judged, NOW)


def flags(store: Store) -> Found:
    """Verdicts on the wording that each claim has now: claim, article, verdict."""
    with store.reading() as session:
        keys = {row: key for key, row in rows(session).items()}
        present = articles.current_revisions(session, keys).values()
        found = session.scalars(
            select(EvidenceRow).where(EvidenceRow.verdict != "mentions", EvidenceRow.revision_id.in_(list(present)))
        )
        return sorted((keys[e.claim_id], e.article_id, e.verdict) for e in found)


def waiting(store: Store) -> dict[int, int]:
    with store.reading() as session:
        return {r.claim_row: r.after_article for r in session.scalars(select(ClaimBacklogRow))}


@pytest.fixture
def expected(store: Store) -> Found:
    """What a database says into which all claims came first; the store is left without the claim that comes later."""
    put(store, BASELINE)
    catch_up(store, watch(store), NOW)
    stored(store, watch(store), *range(1, 6))
    found = flags(store)
    assert {f[0] for f in found} >= {"sora-closed", "sora-60s"}
    return found


def test_a_claim_that_comes_later_finds_all_that_is_there(store: Store) -> None:
    put(store, without("sora-closed"))
    catch_up(store, watch(store), NOW)
    stored(store, watch(store), *range(1, 46))
    assert "sora-closed" not in {f[0] for f in flags(store)}
    put(store, BASELINE)
    catch_up(store, watch(store), NOW)
    assert [f[1] for f in flags(store) if f[0] == "sora-closed"] == list(range(1, 46))
    assert waiting(store) == {}


def test_killed_after_any_batch_it_goes_on_and_doubles_nothing(
    store: Store, expected: Found, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(backlog.batch, "__defaults__", (2,))
    put(store, reworded("Sora 尚未对公众开放。"))
    real, left = backlog.put, [0]

    def killed(*given: object) -> int:
        if left[0] == 0:
            raise KeyboardInterrupt
        left[0] -= 1
        return int(real(*given))  # type: ignore[arg-type]

    monkeypatch.setattr(pipeline.backlog, "put", killed)
    for batches in (0, 1, 1):
        left[0] = batches
        with pytest.raises(KeyboardInterrupt):
            catch_up(store, watch(store), NOW)
        assert waiting(store)
    monkeypatch.setattr(pipeline.backlog, "put", real)
    catch_up(store, watch(store), NOW)
    assert flags(store) == expected
    assert waiting(store) == {}


def test_a_stop_ends_it_between_two_batches(store: Store, expected: Found) -> None:
    put(store, reworded("Sora 尚未对公众开放。"))
    stop = Stop()
    stop.ask()
    assert catch_up(store, watch(store), NOW, stop) == 0
    assert waiting(store)
    catch_up(store, watch(store), NOW)
    assert flags(store) == expected


def test_a_wording_that_comes_back_meets_what_came_meanwhile(store: Store, expected: Found) -> None:
    put(store, reworded("Sora 只供内部使用。"))
    catch_up(store, watch(store), NOW)
    stored(store, watch(store), 6)
    put(store, BASELINE)
    catch_up(store, watch(store), NOW)
    assert [f for f in flags(store) if f[1] < 6] == expected
    assert ("sora-closed", 6) in {f[:2] for f in flags(store)}


def test_an_article_judged_by_a_run_that_began_before_the_load_is_not_lost(store: Store) -> None:
    put(store, without("sora-closed"))
    catch_up(store, watch(store), NOW)
    old = watch(store)
    assert "sora-closed" not in old.stored[0].claim_rows
    put(store, BASELINE)
    catch_up(store, watch(store), NOW)
    story = told(1)
    with store.session() as session:
        row = articles.put_article(session, story, signature(story.text), old.judge(story), NOW)
        assert row is not None
        backlog.add(session, baselines.changed_since(session, old.stored), row - 1)
    assert list(waiting(store).values()) == [row - 1]
    catch_up(store, watch(store), NOW)
    assert ("sora-closed", 1) in {f[:2] for f in flags(store)}


def test_a_claim_reworded_while_it_is_judged_is_judged_anew(
    store: Store, expected: Found, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The second loader's wording wins; nothing of the first is stored under it."""
    put(store, reworded("Sora 只供内部使用。"))
    stale = watch(store)
    assert stale.stored
    put(store, BASELINE)
    before = flags(store)
    assert catch_up(store, stale, NOW) == 0
    assert flags(store) == before
    assert waiting(store)
    catch_up(store, watch(store), NOW)
    assert flags(store) == expected


def test_a_withdrawn_claim_waits_for_nothing(store: Store, expected: Found) -> None:
    put(store, reworded("Sora 尚未对公众开放。"))
    assert waiting(store)
    put(store, without("sora-closed"))
    assert waiting(store) == {}


def test_a_claim_loaded_unchanged_does_not_wait(store: Store, expected: Found) -> None:
    put(store, BASELINE)
    assert waiting(store) == {}


def test_reading_waits_for_no_writer(store: Store) -> None:
    with store.session() as session:
        loaded(session)
    patient = Store(store.url, busy_seconds=0.2)
    with store.session() as writer:
        baselines.put_baseline(writer, without("sora-closed"), NOW)
        writer.flush()
        with patient.reading() as session:
            assert "sora-closed" in rows(session)
            assert [s.claim_rows["sora-closed"] for s in baselines.baselines(session)]
    patient.engine.dispose()
