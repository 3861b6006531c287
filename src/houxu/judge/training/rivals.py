"""Rival claims and the passages between which they are decided, written for houxu (training/rivals/*.txt).

An item holds two claims that cannot both be true, four passages that decide between them and one that leaves both open:

    # what kind of fact differs
    A: claim            B: rival claim
    a1, a2: bear A out and contradict B
    b1, b2: the same words with the decisive fact changed: bear B out
    n: the same subject, decides neither

Every claim and every deciding passage stands on both sides, so that neither alone tells the label. Invented names and
figures; nothing is taken from a labelled set, and no test set of the project from here.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from houxu.judge.training import blocks

FOLDER = Path(__file__).with_name("rivals")
KEYS = ("A", "B", "a1", "b1", "a2", "b2", "n")


@dataclass(frozen=True, slots=True)
class Item:
    """One matter: the kind of fact that differs, the claims, and the passages by which claim they bear out."""

    phenomenon: str
    claims: tuple[str, str]
    passages: tuple[tuple[str, ...], tuple[str, ...]]
    neutral: str

    def pairs(self) -> Iterator[tuple[str, str, str]]:
        """(claim, passage, label): eight that decide, two that do not."""
        for n, claim in enumerate(self.claims):
            yield from ((claim, passage, "support") for passage in self.passages[n])
            yield from ((claim, passage, "refute") for passage in self.passages[1 - n])
            yield claim, self.neutral, "neutral"


def read(text: str, where: str = "rivals") -> Iterator[Item]:
    """Items of one file. Raises ValueError that names the item whose lines are not the eight."""
    for phenomenon, told in blocks.read(text, KEYS, where):
        yield Item(phenomenon, (told["A"], told["B"]), ((told["a1"], told["a2"]), (told["b1"], told["b2"])), told["n"])


def items(folder: Path = FOLDER) -> Iterator[Item]:
    """All items, file by file."""
    for file in sorted(folder.glob("*.txt")):
        yield from read(file.read_text(encoding="utf-8"), file.name)
