"""The labelled pairs that training reads, and how they are held out: by page, by claim, by sentence pattern.

The licences of the sets, and which may train what ships, are in docs/learned.md.
"""

from __future__ import annotations

import gzip
import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from houxu.judge.training import properties, rivals
from houxu.judge.training.invented import InventedPair, stream, stream_alternatives

LABELS = ("support", "refute", "neutral")
INVENTED_SEED, INVENTED_TRAIN, INVENTED_TEST = 20261123, 9000, 1200
ALTERNATIVES_TRAIN, ALTERNATIVES_TEST = 3000, 300
RIVALS_TEST, RIVALS_CALIBRATE = 0.08, 0.04  # shares of the items
PROPERTIES_TEST, PROPERTIES_CALIBRATE = 0.08, 0.04  # shares of the subjects
RIVALS_KEPT = 13  # one rival pair of so many goes with them; no divisor of the ten that a matter has


@dataclass(frozen=True)
class Pair:
    """A labelled pair of one set; `label` counts in LABELS."""

    claim: str
    passage: str
    label: int
    corpus: str


@dataclass(frozen=True)
class Split:
    """Pairs to learn from, to calibrate on, and held-out ones by set."""

    train: list[Pair]
    calibrate: list[Pair]
    test: dict[str, list[Pair]]


def read(folder: Path, name: str) -> Iterator[dict[str, Any]]:
    """Rows of `name`.jsonl.gz. Raises FileNotFoundError."""
    with gzip.open(folder / f"{name}.jsonl.gz", "rt", encoding="utf-8") as lines:
        for line in lines:
            yield json.loads(line)


def share(key: str) -> float:
    """A stable number in [0, 1) for a group key."""
    return int.from_bytes(hashlib.blake2b(key.encode(), digest_size=6).digest(), "big") / 2**48


SETS = (("vitaminc-real", "page", 0.15), ("emergent-train", "claim_id", 0.20), ("factcheck-bench", "claim", 0.15))


def shipped(folder: Path, calibrate: tuple[float, ...] = (0.02, 0.06, 0.03)) -> Split:
    """The pairs that the shipped weights learn from; three sets (of which shares calibrate), invented pairs, rival claims."""
    split = Split([], [], {})
    for (corpus, group, test), share_kept in zip(SETS, calibrate, strict=True):
        for row in read(folder, corpus):
            if row["label3"] in LABELS:
                pair = Pair(row["claim"], row["evidence"], LABELS.index(row["label3"]), corpus)
                _place(split, pair, share(row[group]), test, share_kept)
    for held_out in (False, True):
        for source, made in _invented(held_out):
            pair = Pair(made.claim, made.passage, LABELS.index(made.label), f"{source}-{made.languages}")
            _place(split, pair, 0.0 if held_out else 0.5, 0.1, 0.0)
    for item in rivals.items():
        for claim, passage, label in item.pairs():
            pair = Pair(claim, passage, LABELS.index(label), "rivals")
            _place(split, pair, share(item.claims[0]), RIVALS_TEST, RIVALS_CALIBRATE)
    return split


def told() -> Split:
    """What the reader of properties learns from: properties told, and some rival claims to keep it at reading closely."""
    split = Split([], [], {})
    for group, words, sentence, label in properties.pairs(properties.sentences()):
        pair = Pair(words, sentence, LABELS.index(label), "properties")
        _place(split, pair, share(group), PROPERTIES_TEST, PROPERTIES_CALIBRATE)
    rival = [p for item in rivals.items() for p in item.pairs()]
    split.train.extend(Pair(claim, text, LABELS.index(label), "rivals") for claim, text, label in rival[::RIVALS_KEPT])
    return split


def english(folder: Path) -> Split:
    """What the English encoder learns from: the same held-out pairs, more to calibrate on, nothing in Chinese."""
    split = shipped(folder, (0.05, 0.10, 0.05))
    kept = {name: pairs for name, pairs in split.test.items() if _is_english(name)}
    return Split([p for p in split.train if _is_english(p.corpus)], split.calibrate, kept)


def _is_english(corpus: str) -> bool:
    return corpus != "rivals" and (not corpus.startswith("invented") or corpus.endswith("en-en"))


def measured_only(folder: Path, limit: int | None = None) -> Split:
    """OCNLI, whose licence allows measuring alone: its 10k to learn from, its dev part to test."""
    rows = {
        name: [Pair(r["claim"], r["evidence"], LABELS.index(r["label3"]), "ocnli") for r in read(folder, name)]
        for name in ("ocnli-train10k", "ocnli-dev")
    }
    return Split(rows["ocnli-train10k"][:limit], [], {"ocnli-dev": rows["ocnli-dev"]})


def _invented(held_out: bool) -> Iterator[tuple[str, InventedPair]]:
    seed = INVENTED_SEED + held_out
    patterns = stream(seed, INVENTED_TEST if held_out else INVENTED_TRAIN, held_out=held_out)
    sides = stream_alternatives(seed, ALTERNATIVES_TEST if held_out else ALTERNATIVES_TRAIN, held_out=held_out)
    yield from (("invented-pattern", made) for made in patterns)
    yield from (("invented-sentence", made) for made in sides)


def _place(split: Split, pair: Pair, at: float, test: float, calibrate: float) -> None:
    if at < test:
        split.test.setdefault(pair.corpus, []).append(pair)
    elif at < test + calibrate:
        split.calibrate.append(pair)
    else:
        split.train.append(pair)
