"""A claim that is read otherwise (an `expect:`, an alias, a date was changed): stored coverage is judged anew, people's word stays."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import select
from tests.stores import BASELINE, NOW, article, rows

from houxu import pipeline
from houxu.model import Baseline
from houxu.pipeline import catch_up, watch
from houxu.reprints import signature
from houxu.store import articles, backlog, baselines, evidence
from houxu.store.engine import Store
from houxu.store.tables import ClaimBacklogRow, ClaimRow, EvidenceRow

LENGTH = "OpenAI 称,Sora 单条视频最长 20 秒。"
NICKNAME = "OpenAI 的“造梦机”今天正式向所有用户开放。"


def with_claim(key: str, **values: Any) -> Baseline:
    return replace(BASELINE, claims=tuple(replace(c, **values) if c.id == key else c for c in BASELINE.claims))


def with_alias(alias: str) -> Baseline:
    entities = tuple(replace(e, aliases=(*e.aliases, alias)) if e.id == "sora" else e for e in BASELINE.entities)
    return replace(BASELINE, entities=entities)


def put(store: Store, baseline: Baseline, later: int = 0) -> None:
    with store.session() as session:
        baselines.put_baseline(session, baseline, NOW + timedelta(seconds=later))


def take_in(store: Store, number: int, text: str) -> None:
    story = replace(article(number, date(2024, 12, 10), text=text), items=())
    found = watch(store).judge(story)
    with store.session() as session:
        articles.put_article(session, story, signature(story.text), found, NOW)


def waiting(store: Store) -> set[str]:
    with store.reading() as session:
        keys = {row: key for key, row in rows(session).items()}
        return {keys[r.claim_row] for r in session.scalars(select(ClaimBacklogRow))}


def counted(store: Store, key: str) -> Mapping[str, int]:
    """Verdict and evidence id of the flags that count for a claim."""
    with store.reading() as session:
        found = evidence.evidence_of(session, rows(session)[key])
        return {e.verdict.value: e.id for e in found if e.verdict.is_flag}


@pytest.fixture
def told(store: Store) -> Store:
    """Loaded, and two articles in: one tells a length, the other calls Sora by a name that nobody has told the judge."""
    put(store, BASELINE)
    catch_up(store, watch(store), NOW)
    take_in(store, 1, LENGTH)
    take_in(store, 2, NICKNAME)
    assert set(counted(store, "sora-60s")) == {"updates"}
    assert counted(store, "sora-closed") == {}
    return store


def test_a_new_alias_finds_what_was_passed_over(told: Store) -> None:
    put(told, with_alias("造梦机"), 1)
    assert waiting(told) == {c.id for c in BASELINE.claims}
    catch_up(told, watch(told), NOW)
    assert set(counted(told, "sora-closed")) == {"updates"}
    assert waiting(told) == set()


def test_an_expectation_that_a_person_writes_down_judges_stored_coverage_anew(told: Store) -> None:
    first = counted(told, "sora-60s")["updates"]
    put(told, with_claim("sora-60s", expect={"attribute": "film_length", "value": 20, "unit": "s"}), 1)
    assert waiting(told) == {"sora-60s"}
    catch_up(told, watch(told), NOW)
    assert "updates" not in counted(told, "sora-60s")
    with told.reading() as session:
        assert session.get_one(EvidenceRow, first).stale, "kept, and not counted"
        shown = evidence.evidence_rows(session, rows(session)["sora-60s"])
    assert first not in {r["evidence_id"] for r in shown}


def test_taken_back_it_counts_again_under_its_old_number(told: Store) -> None:
    before = counted(told, "sora-60s")
    put(told, with_claim("sora-60s", expect={"attribute": "film_length", "value": 20, "unit": "s"}), 1)
    catch_up(told, watch(told), NOW)
    put(told, BASELINE, 2)
    catch_up(told, watch(told), NOW)
    assert counted(told, "sora-60s") == before


def test_what_a_person_decided_stays(told: Store) -> None:
    first = counted(told, "sora-60s")["updates"]
    with told.session() as session:
        evidence.put_review(session, first, "accept", None, "desk", "seen", NOW)
    put(told, with_claim("sora-60s", expect={"attribute": "film_length", "value": 20, "unit": "s"}), 1)
    catch_up(told, watch(told), NOW)
    assert counted(told, "sora-60s")["updates"] == first


def test_until_an_article_is_read_anew_its_old_verdict_stands(told: Store) -> None:
    before = counted(told, "sora-60s")
    put(told, with_claim("sora-60s", expect={"attribute": "film_length", "value": 20, "unit": "s"}), 1)
    assert counted(told, "sora-60s") == before


def test_killed_in_the_middle_it_goes_on(told: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    put(told, with_alias("造梦机"), 1)
    real = backlog.put

    def killed(*given: object) -> int:
        raise KeyboardInterrupt

    monkeypatch.setattr(pipeline.backlog, "put", killed)
    with pytest.raises(KeyboardInterrupt):
        catch_up(told, watch(told), NOW)
    monkeypatch.setattr(pipeline.backlog, "put", real)
    catch_up(told, watch(told), NOW)
    assert set(counted(told, "sora-closed")) == {"updates"}


def test_read_otherwise_while_it_is_judged_nothing_of_the_old_reading_is_stored(told: Store) -> None:
    put(told, with_alias("造梦机"), 1)
    old = watch(told)
    assert old.stored
    put(told, BASELINE, 2)
    assert catch_up(told, old, NOW) == 0
    assert counted(told, "sora-closed") == {}
    assert waiting(told)


@pytest.mark.parametrize("values", [{"speaker": "somebody else"}, {"alert": True}])
def test_what_the_judge_does_not_read_judges_nothing_anew(told: Store, values: dict[str, Any]) -> None:
    put(told, with_claim("sora-60s", **values), 1)
    assert waiting(told) == set()


def test_a_database_from_before_readings_were_marked_is_not_judged_anew(told: Store) -> None:
    with told.session() as session:
        for claim in session.scalars(select(ClaimRow)):
            claim.reading = baselines.NOT_MARKED
    put(told, BASELINE, 1)
    assert waiting(told) == set()
    put(told, with_alias("造梦机"), 2)
    assert waiting(told)
