"""What one (claim, passage) pair costs: processor time of the rules and of the learned opinion, against their limits."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from houxu.analysis import ClaimIndex
from houxu.claims import baseline as baselines
from houxu.claims.glossary import load_glossary
from houxu.evaluation import LabelledPair, read_pairs
from houxu.judge import learned, sensed
from houxu.judge.alone import judge_alone
from houxu.judge.cascade import judge

RULES_MS, LEARNED_MS = 2.0, 15.0  # limits for one pair on one core


def _each(work: Sequence[Callable[[], object]], rounds: int = 5) -> list[float]:
    """The least processor time of each piece of work in some rounds, in ms."""
    best = [float("inf")] * len(work)
    for _ in range(rounds):
        for n, piece in enumerate(work):
            start = time.process_time()
            piece()
            best[n] = min(best[n], (time.process_time() - start) * 1000)
    return best


def _row(name: str, spent: Sequence[float], limit: float) -> dict[str, object]:
    ordered = sorted(spent)
    p95 = ordered[int(0.95 * (len(ordered) - 1))]
    median = statistics.median(ordered)
    return {"what": name, "pairs": len(spent), "median_ms": median, "p95_ms": p95, "of limit": p95 / limit}


def measure(shared: Path) -> list[dict[str, object]]:
    """Rows for the rules on baseline claims, the rules on bare pairs, rules, opinion and weighing of numbers together, and the opinion."""
    index = ClaimIndex(baselines.load(shared / "gold/baseline.yaml"), load_glossary())
    gold = read_pairs(shared / "gold/dev.jsonl")
    bare = read_pairs(Path(__file__).resolve().parents[1] / "data/contrast.jsonl")[:150]
    numbers = read_pairs(Path(__file__).resolve().parents[1] / "data/numeric.jsonl")[:150]
    return [
        _row("rules, baseline", _each([_baseline(index, p, use_learned=False) for p in gold]), RULES_MS),
        _row(
            "rules and reader of properties",
            _each([_baseline(index, p) for p in gold], rounds=2),
            RULES_MS + LEARNED_MS,
        ),
        _row("rules, bare pair", _each([_bare(p) for p in bare]), RULES_MS),
        _row("all, bare pair with a number", _each([_whole(p) for p in numbers], rounds=2), RULES_MS + LEARNED_MS),
        _row("learned", _each([_learned(index, p) for p in gold], rounds=2), LEARNED_MS),
    ]


def _baseline(index: ClaimIndex, pair: LabelledPair, *, use_learned: bool = True) -> Callable[[], object]:
    assert pair.claim_id is not None
    claim = index.readings[pair.claim_id]

    def work() -> object:
        sensed.forget()  # or the second round would only remember
        return judge(claim, pair.passage, index.names, use_learned=use_learned)

    return work


def _bare(pair: LabelledPair) -> Callable[[], object]:
    claim = pair.claim
    assert claim is not None
    return lambda: judge_alone(claim, pair.passage, use_learned=False)


def _whole(pair: LabelledPair) -> Callable[[], object]:
    claim = pair.claim
    assert claim is not None
    return lambda: judge_alone(claim, pair.passage)


def _learned(index: ClaimIndex, pair: LabelledPair) -> Callable[[], object]:
    assert pair.claim_id is not None
    text = index.readings[pair.claim_id].claim.text
    return lambda: learned.opinion(text, pair.passage.text)
