"""Open or closed, on sale or not, fit for paid work or not: many idioms, many near-misses. No wrong flag, and a floor.

The passages are our own (tests/data/wordings_open.jsonl), judged against the bundled baseline. The floor only rises.
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
FLOOR = 0.9  # of the flags due


@pytest.fixture(scope="module")
def scored() -> list[Scored]:
    index = ClaimIndex(load(ROOT / "db/baselines/sora-2024.yaml"), load_glossary())
    pairs = read_pairs(ROOT / "tests/data/wordings_open.jsonl")
    return score(pairs, lambda p: judge(index.readings[p.claim_id or ""], p.passage, index.names))


def test_no_flag_is_wrong(scored: list[Scored]) -> None:
    wrong = [s for s in scored if s.judgement.verdict.is_flag and s.judgement.verdict.value != s.expected]
    assert not wrong, [(s.pair.passage.text, s.judgement.verdict.value, s.judgement.reasons) for s in wrong]


def test_most_of_what_is_due_is_found(scored: list[Scored]) -> None:
    due = [s for s in scored if s.expected != "mentions"]
    found = [s for s in due if s.judgement.verdict.value == s.expected]
    assert len(found) / len(due) >= FLOOR
