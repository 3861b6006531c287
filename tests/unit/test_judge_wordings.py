"""Many wordings of what claims turn on, about half of them near-misses: no wrong flag, and a floor for what is found.

The passages are our own (tests/data), judged against the bundled baseline. Each set was written before the judge was widened for it, and
is fitted now: it guards, it does not measure (docs/evaluation.md). A floor only rises; a wrong flag of a wording is never tolerated.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from houxu.analysis import ClaimIndex
from houxu.claims.baseline import load
from houxu.claims.glossary import load_glossary
from houxu.evaluation import Scored, read_pairs, score
from houxu.judge.cascade import judge

ROOT = Path(__file__).resolve().parents[2]
FLOORS = {  # of the flags due
    "follow_ups": 0.82,  # newsroom prose about the whole baseline
    "wordings_states": 0.76,  # who leads, who lags, who sells, why and by whom
    "wordings_dates": 0.9,  # ages, years counted back, launches to come, valuations, crowds, lengths
    "wordings_open": 0.9,  # open or closed, on sale, fit for paid work
    "wordings_access": 0.78,  # the same by another hand
    "wordings_product": 0.9,  # what a product can and cannot do, what work with it is like
    "wordings_press": 0.83,  # press prose about all claims, some plain, some idiomatic; first found at half
    "wordings_market": 0.9,  # who moves, who is level, who has the means
}


@pytest.fixture(scope="module")
def index() -> ClaimIndex:
    return ClaimIndex(load(ROOT / "db/baselines/sora-2024.yaml"), load_glossary())


@pytest.fixture(scope="module", params=FLOORS)
def judged(request: pytest.FixtureRequest, index: ClaimIndex) -> tuple[str, list[Scored]]:
    """The name of a set, and its pairs with their verdicts."""
    pairs = read_pairs(ROOT / "tests" / "data" / f"{request.param}.jsonl")
    return request.param, score(pairs, lambda p: judge(index.readings[p.claim_id or ""], p.passage, index.names))


def _wrong(scored: list[Scored]) -> list[Scored]:
    return [s for s in scored if s.judgement.verdict.is_flag and s.judgement.verdict.value != s.expected]


def _is_heard(scored: Scored) -> bool:
    return scored.judgement.judged_by.startswith("rules:sensed")


def test_no_flag_of_a_wording_is_wrong(judged: tuple[str, list[Scored]]) -> None:
    wrong = [s for s in _wrong(judged[1]) if not _is_heard(s)]
    assert not wrong, [(s.pair.passage.text, s.judgement.verdict.value, s.judgement.reasons) for s in wrong]


def test_the_reader_seldom_falls_for_a_near_miss(index: ClaimIndex) -> None:
    """These near-misses were written to fool wordings; the reader of properties, which has none, hears one in a hundred wrong."""
    pairs = [p for name in FLOORS for p in read_pairs(ROOT / "tests" / "data" / f"{name}.jsonl")]
    scored = score(pairs, lambda p: judge(index.readings[p.claim_id or ""], p.passage, index.names))
    near_misses = [s for s in scored if s.expected == "mentions"]
    assert len([s for s in _wrong(scored) if _is_heard(s)]) <= 0.01 * len(near_misses)


def test_most_of_what_is_due_is_found(judged: tuple[str, list[Scored]]) -> None:
    name, scored = judged
    due = [s for s in scored if s.expected != "mentions"]
    found = [s for s in due if s.judgement.verdict.value == s.expected]
    assert len(found) / len(due) >= FLOORS[name]
