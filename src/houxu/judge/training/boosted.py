"""Fit the boosted trees over the measures of English pairs (surface.py), and weigh them against the encoder.

The trees learn from the pairs the encoder learns from; how much each counts is fitted on the calibration pairs, which
neither has seen.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import lightgbm
import numpy as np
from numpy.typing import NDArray

from houxu.judge.surface import measures
from houxu.judge.training.corpora import LABELS, Pair
from houxu.judge.trees import Trees

RATE = 0.05
Node = Mapping[str, Any]


def rows(pairs: Sequence[Pair]) -> tuple[tuple[str, ...], NDArray[np.float32]]:
    """Names of the measures, and their values (pairs, measures)."""
    found = [measures(p.claim, p.passage[:1200]) for p in pairs]
    return tuple(found[0]), np.array([list(row.values()) for row in found], np.float32)


@dataclass(frozen=True)
class Growth:
    """How trees are grown: rounds (three trees each), leaves a tree, least pairs a leaf, share of measures a tree looks at."""

    rounds: int
    leaves: int
    least: int
    measures: float
    pairs: float


ENGLISH = Growth(250, 31, 30, 0.6, 0.8)
NUMBERS = Growth(200, 15, 20, 0.4, 0.7)


def fit(pairs: Sequence[Pair], seed: int = 7) -> Trees:
    """Trees that tell the three labels of English pairs apart."""
    names, values = rows(pairs)
    return grow(names, values, [p.label for p in pairs], ENGLISH, seed)


def grow(
    names: tuple[str, ...], values: NDArray[np.float32], labels: Sequence[int], how: Growth, seed: int = 7
) -> Trees:
    """Trees over measures (pairs, measures) that tell three labels apart."""
    options = {
        "objective": "multiclass",
        "num_class": len(LABELS),
        "learning_rate": RATE,
        "num_leaves": how.leaves,
        "min_data_in_leaf": how.least,
        "feature_fraction": how.measures,
        "bagging_fraction": how.pairs,
        "bagging_freq": 1,
        "lambda_l2": 5.0,
        "num_threads": 1,
        "deterministic": True,
        "seed": seed,
        "verbose": -1,
    }
    model = lightgbm.train(options, lightgbm.Dataset(values, labels), how.rounds)
    return arrays(names, [tree["tree_structure"] for tree in model.dump_model()["tree_info"]])


def arrays(names: tuple[str, ...], trees: Sequence[Node]) -> Trees:
    """The nodes of LightGBM's trees in one row."""
    table: list[tuple[int, float, int, int, float]] = []
    roots = [_lay(root, table) for root in trees]
    measure, threshold, left, right, value = zip(*table, strict=True)
    return Trees(
        names,
        np.array(measure, np.uint8),
        np.array(threshold, np.float32),
        np.array([left, right], np.uint16).T.copy(),
        np.array(value, np.float32),
        np.array(roots, np.uint16),
        max(map(_depth, trees)),
    )


def _lay(node: Node, table: list[tuple[int, float, int, int, float]]) -> int:
    at = len(table)
    if "leaf_value" in node:
        table.append((0, 0.0, at, at, node["leaf_value"]))
        return at
    table.append((0, 0.0, 0, 0, 0.0))
    left, right = _lay(node["left_child"], table), _lay(node["right_child"], table)
    table[at] = (node["split_feature"], node["threshold"], left, right, 0.0)
    return at


def _depth(node: Node) -> int:
    return 0 if "leaf_value" in node else 1 + max(_depth(node["left_child"]), _depth(node["right_child"]))


def shares(encoder: NDArray[np.float64], trees: NDArray[np.float64], gold: Sequence[int]) -> tuple[float, float]:
    """How much the log chances of each count, (encoder, trees): the weights with the least log loss."""
    truth = np.array(gold)

    def loss(weights: tuple[float, float]) -> float:
        logits = weights[0] * encoder + weights[1] * trees
        top = logits.max(-1)
        whole = top + np.log(np.exp(logits - top[:, None]).sum(-1))
        return float((whole - logits[np.arange(len(truth)), truth]).mean())

    return min(_grid(), key=loss)


def _grid() -> Iterator[tuple[float, float]]:
    steps = [round(0.05 * i, 2) for i in range(25)]
    yield from ((a, b) for a in steps for b in steps if a or b)
