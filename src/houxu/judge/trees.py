"""Boosted trees as arrays: what training/boosted.py fitted, read with numpy alone."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from houxu.judge.surface import measures


@dataclass(frozen=True)
class Trees:
    """Nodes of all trees in one row: a node asks whether a measure is at most a threshold; a leaf points at itself.

    `roots` (trees,), tree t counting for class t % classes; `depth` the steps that reach every leaf.
    """

    names: tuple[str, ...]
    measure: NDArray[np.uint8]
    threshold: NDArray[np.float32]
    branches: NDArray[np.uint16]  # (nodes, 2): where "at most" and "more" lead
    value: NDArray[np.float32]
    roots: NDArray[np.uint16]
    depth: int
    classes: int = 3

    @classmethod
    def load(cls, path: Path) -> Trees:
        """Read a file that `save` wrote. Raises OSError or KeyError when it is not one."""
        with np.load(path) as kept:
            names = tuple(bytes(kept["names"]).decode().split("\n"))
            measure, threshold, branches = kept["measure"], kept["threshold"], kept["branches"]
            return cls(names, measure, threshold, branches, kept["value"], kept["roots"], int(kept["depth"]))

    def save(self, path: Path) -> None:
        """Write what `load` reads."""
        names = np.frombuffer("\n".join(self.names).encode(), np.uint8)
        np.savez_compressed(
            path,
            names=names,
            measure=self.measure,
            threshold=self.threshold,
            branches=self.branches,
            value=self.value,
            roots=self.roots,
            depth=self.depth,
        )

    def scores(self, claim: str, passage: str) -> NDArray[np.float32]:
        """Log chances of the classes, (classes,), for an English pair."""
        found = measures(claim, passage)
        return self.weigh(np.array([found[name] for name in self.names], np.float32))

    def weigh(self, row: NDArray[np.float32]) -> NDArray[np.float32]:
        """The same from the measures themselves, in the order of `names`."""
        at = self.roots.astype(np.int64)
        for _ in range(self.depth):
            at = self.branches[at, (row[self.measure[at]] > self.threshold[at]).astype(np.int64)].astype(np.int64)
        sums = self.value[at].reshape(-1, self.classes).sum(0)
        logs: NDArray[np.float32] = sums - np.log(np.exp(sums - sums.max()).sum()) - sums.max()
        return logs
