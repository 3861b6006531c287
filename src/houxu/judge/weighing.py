"""The learned weighing of a Chinese claim that turns on a number: trees over its measures (measured.py).

Grown on claims written for houxu (training/numbers.py); stacked upon the rules and the learned opinion (Wolpert, "Stacked
Generalization", 1992), whose signs and chances are among the measures.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path

import numpy as np

from houxu.judge.trees import Trees
from houxu.model import Verdict

FILE = Path(__file__).parent / "weights" / "numbers_trees.npz"
ORDER = (Verdict.SUPPORTS, Verdict.REFUTES, Verdict.MENTIONS)


def available() -> bool:
    """Whether the trees lie in the package."""
    return FILE.is_file()


def chances(measures: Mapping[str, float]) -> dict[Verdict, float]:
    """The chances of the verdicts, from all measures by name. Raises OSError when not `available()`."""
    trees = _trees()
    logs = trees.weigh(np.array([measures[name] for name in trees.names], np.float32))
    return {Verdict.UPDATES: 0.0} | dict(zip(ORDER, map(float, np.exp(logs)), strict=True))


@cache
def _trees() -> Trees:
    return Trees.load(FILE)
