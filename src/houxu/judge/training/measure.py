"""Measure the shipped weights: `python -m houxu.judge.training.measure --data DIR [--gold DIR]`.

Needs no torch. Runs what a running houxu runs, on what was held out (in English also by its parts), on OCNLI (never
taught), on the contrast sentences and, when asked, on labelled pairs of real coverage, to show why it must not decide
alone.
"""

from __future__ import annotations

import argparse
import json
import time
from collections.abc import Callable, Iterable
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from ruamel.yaml import YAML

from houxu.judge import learned
from houxu.judge.learned import Opinion3
from houxu.judge.training import corpora
from houxu.judge.training.corpora import Pair

Read = Callable[[str, str], Opinion3]


def contrast() -> list[Pair]:
    """The contrast sentences as pairs: each claim once borne out, once refuted."""
    rows = YAML(typ="safe").load(Path(__file__).with_name("contrast.yaml"))
    return [
        Pair(claim, passage, label, f"contrast {kind}")
        for claim, same, changed, kind in rows
        for label, passage in ((0, same), (1, changed))
    ]


def probabilities(read: Read, pairs: Iterable[Pair]) -> NDArray[np.float64]:
    """(pairs, 3) in the order of corpora.LABELS."""
    views = (read(p.claim, p.passage) for p in pairs)
    return np.array([(o.supports, o.refutes, o.neutral) for o in views])


def parts() -> dict[str, Read]:
    """Readers of English pairs by name: what each part of the English opinion says alone, and the other encoder."""
    english = learned.EnglishReader()

    def trees(claim: str, passage: str) -> Opinion3:
        return Opinion3(*map(float, np.exp(english.trees.scores(claim, passage[: learned.LONGEST_TEXT]))))

    return {"multilingual encoder": learned.Reader().read, "English encoder": english.encoder.read, "trees": trees}


def figures(chances: NDArray[np.float64], gold: list[int], *, calibrated: bool = True) -> dict[str, float]:
    """Accuracy and macro-F1 in per cent over the labels that occur; the calibration error in points."""
    guess, truth = chances.argmax(-1), np.array(gold)
    f1 = [
        2 * np.sum((guess == k) & (truth == k)) / max(1, np.sum(guess == k) + np.sum(truth == k))
        for k in sorted(set(gold))
    ]
    found = {
        "pairs": len(gold),
        "accuracy": round(100 * float((guess == truth).mean()), 1),
        "macro_f1": round(100 * float(np.mean(f1)), 1),
    }
    if calibrated:
        found["calibration_error"] = round(100 * calibration_error(chances.max(-1), guess == truth), 1)
    return found


def calibration_error(sure: NDArray[np.float64], right: NDArray[np.bool_], bins: int = 10) -> float:
    """Mean distance between confidence and accuracy over ten bins of confidence, weighted by their pairs."""
    which = np.minimum((sure * bins).astype(int), bins - 1)
    gaps = [abs(sure[which == b].mean() - right[which == b].mean()) * (which == b).mean() for b in set(which)]
    return float(sum(gaps))


def two_way(chances: NDArray[np.float64], gold: list[int]) -> float:
    """Accuracy in per cent when neutral is no choice."""
    return round(100 * float((chances[:, :2].argmax(-1) == np.array(gold)).mean()), 1)


def real_coverage(folder: Path) -> dict[str, float]:
    """What would happen if the learned part raised flags alone at 0.5 (updates count as refutes)."""
    baseline = YAML(typ="safe").load(folder / "baseline.yaml")
    claims = {claim["id"].lower(): claim.get("text") or claim.get("claim") for claim in baseline["claims"]}
    rows = [json.loads(line) for line in (folder / "dev.jsonl").read_text(encoding="utf-8").splitlines()]
    wanted = {"supports": 0, "refutes": 1, "updates": 1}
    gold = np.array([wanted.get(row["label"], 2) for row in rows])
    chances = probabilities(learned.opinion, [Pair(claims[r["claim_id"]], r["passage"], 0, "") for r in rows])
    said = np.where(chances[:, :2].max(-1) > 0.5, chances[:, :2].argmax(-1), 2)
    flagged = said < 2
    return {
        "pairs": len(rows),
        "flags": int(flagged.sum()),
        "precision": round(100 * float((said == gold)[flagged].mean()), 1),
        "recall": round(100 * float((said == gold)[gold < 2].mean()), 1),
        "wrongly_flagged": round(100 * float(flagged[gold == 2].mean()), 1),
    }


def milliseconds(pairs: list[Pair]) -> dict[str, float]:
    """Processor time of one pair, cutting included; the reader runs in the calling thread."""
    spent = []
    for pair in pairs:
        started = time.thread_time()
        learned.opinion(pair.claim, pair.passage)
        spent.append(1000 * (time.thread_time() - started))
    return {
        "median_ms": round(float(np.median(spent)), 2),
        "p95_ms": round(float(np.percentile(spent, 95)), 2),
    }


def main(arguments: list[str] | None = None) -> None:
    """Print one JSON object a set."""
    parser = argparse.ArgumentParser(prog="houxu.judge.training.measure", description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="folder of the labelled sets (*.jsonl.gz)")
    parser.add_argument("--gold", type=Path, help="folder with baseline.yaml and dev.jsonl")
    options = parser.parse_args(arguments)
    held_out = corpora.shipped(options.data).test
    held_out["ocnli-dev, never taught"] = corpora.measured_only(options.data, 0).test["ocnli-dev"]
    for name, pairs in held_out.items():
        _print(name, learned.opinion, pairs)
        if name in {corpus for corpus, *_ in corpora.SETS}:
            for part, read in parts().items():
                _print(f"{name}, {part} alone", read, pairs)
    pairs = contrast()
    gold, chances = [p.label for p in pairs], probabilities(learned.opinion, pairs)
    print("contrast", json.dumps({**figures(chances, gold), "two_way": two_way(chances, gold)}), flush=True)
    print("time, English", json.dumps(milliseconds(held_out["vitaminc-real"][:400])), flush=True)
    print("time, Chinese", json.dumps(milliseconds(pairs)), flush=True)
    if options.gold:
        print("real coverage, alone", json.dumps(real_coverage(options.gold)))


def _print(name: str, read: Read, pairs: list[Pair]) -> None:
    print(name, json.dumps(figures(probabilities(read, pairs), [p.label for p in pairs])), flush=True)


if __name__ == "__main__":
    main()
