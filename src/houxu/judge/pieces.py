"""Text to the pieces that the learned opinion reads, and a (claim, passage) pair to its inputs.

The pieces are the part of a public multilingual vocabulary that Chinese and English need (docs/learned.md);
cutting is the unigram rule: of all ways to cover the text, the one with the highest sum of piece scores.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from houxu.text.script import fold

LONGEST_PAIR = 88  # pieces of claim, passage and three marks: what 15 ms of one core can read
LONGEST_CLAIM = 36
LONGEST_PIECE = 16  # characters
START, END, UNKNOWN = 0, 1, 2
BLOCK = 32  # weights that share one scale
_BEFORE = re.compile(r"\s+(?=[,.;:!?%)\]]|'s\b|n't\b)")
_AFTER = re.compile(r"(?<=[(\[$£€])\s+")
_CONTENT = re.compile(r"\w")
HAN = re.compile(r"[\u4e00-\u9fff]+")


def tidy(text: str) -> str:
    """Undo tokenised spacing and broken characters, and fold traditional characters to simplified ones."""
    text = text.replace("\ufffd", " ").replace("``", '"').replace("''", '"').replace("-LRB-", "(").replace("-RRB-", ")")
    text = _AFTER.sub("", _BEFORE.sub("", text))
    return HAN.sub(lambda run: fold(run[0]), " ".join(text.split()))


class Vectors:
    """Frozen word vectors in four bits: codes, and a scale for every block of 32 of them."""

    def __init__(self, codes: NDArray[np.uint8], scales: NDArray[np.float16]) -> None:
        self.codes, self.scales = codes, scales

    def vectors(self, numbers: NDArray[np.int64]) -> NDArray[np.float32]:
        """Word vectors of piece numbers: codes times the scale of their block."""
        codes = self.codes[numbers]
        low, high = (codes & 15).astype(np.float32), (codes >> 4).astype(np.float32)
        shape = (*numbers.shape, codes.shape[-1] * 2 // BLOCK, BLOCK // 2)
        nibbles = np.concatenate([low.reshape(shape), high.reshape(shape)], -1) - np.float32(8)
        scaled = nibbles * self.scales[numbers].astype(np.float32)[..., None]
        return scaled.reshape(*numbers.shape, -1).astype(np.float32, copy=False)


class Pieces(Vectors):
    """A vocabulary: `cut(text)` gives piece numbers, `vectors(numbers)` their frozen word vectors."""

    def __init__(
        self,
        pieces: list[str],
        scores: NDArray[np.float32],
        folding: dict[str, str],
        codes: NDArray[np.uint8],
        scales: NDArray[np.float16],
    ) -> None:
        super().__init__(codes, scales)
        self.pieces, self.piece_scores = pieces, scores
        self.folding = str.maketrans(folding)
        self.table = {p: (i, float(scores[i])) for i, p in enumerate(pieces) if i > UNKNOWN}
        self.unknown_score = float(scores.min()) - 10.0
        self.content = [bool(_CONTENT.search(p.replace("▁", ""))) and i > UNKNOWN for i, p in enumerate(pieces)]

    @classmethod
    def load(cls, path: Path) -> Pieces:
        """Read `vocabulary.npz` as train.py wrote it. Raises OSError or KeyError when it is not one."""
        with np.load(path) as kept:
            pieces = bytes(kept["pieces"]).decode().split("\n")
            folding = dict(line.split("\t") for line in bytes(kept["folding"]).decode().split("\n"))
            return cls(pieces, kept["scores"], folding, kept["codes"], kept["scales"])

    def save(self, path: Path) -> None:
        """Write what `load` reads."""
        folding = "\n".join(f"{chr(k)}\t{v}" for k, v in self.folding.items())
        np.savez_compressed(
            path,
            pieces=_bytes("\n".join(self.pieces)),
            folding=_bytes(folding),
            scores=self.piece_scores,
            codes=self.codes,
            scales=self.scales,
        )

    def cut(self, text: str) -> list[int]:
        """Piece numbers of a text, marks not included."""
        text = "▁" + " ".join(tidy(text).translate(self.folding).split()).replace(" ", "▁")
        size, table = len(text), self.table
        best, origin = [0.0] + [-1e30] * size, [(0, 0)] * (size + 1)
        for i in range(size):
            here = best[i]
            if here + self.unknown_score > best[i + 1]:
                best[i + 1], origin[i + 1] = here + self.unknown_score, (i, UNKNOWN)
            for j in range(i + 1, min(size, i + LONGEST_PIECE) + 1):
                found = table.get(text[i:j])
                if found is not None and here + found[1] > best[j]:
                    best[j], origin[j] = here + found[1], (i, found[0])
        return _trace(origin, size)

    def pair(self, claim: str, passage: str) -> PairInput:
        """The inputs of a pair of texts."""
        return pair_input(self, self.cut(claim), self.cut(passage))


@dataclass(frozen=True)
class PairInput:
    """Parallel arrays over the pieces of a pair.

    `sides`: 0 claim, 1 passage. `shared`: 1 when the other side has the piece, 2 when not, 0 for punctuation;
    in English pairs 3 to 6 for numbers (number_marks.py).
    """

    numbers: NDArray[np.int64]
    sides: NDArray[np.int64]
    shared: NDArray[np.int64]


def pair_input(pieces: Pieces, claim: list[int], passage: list[int]) -> PairInput:
    """Join cut claim and passage; of a long passage the stretch that shares most with the claim is kept."""
    claim = claim[:LONGEST_CLAIM]
    passage = _stretch(passage, {n for n in claim if pieces.content[n]}, LONGEST_PAIR - 3 - len(claim))
    in_claim, in_passage = set(claim), set(passage)
    shared = [0, *_flags(pieces, claim, in_passage), 0, *_flags(pieces, passage, in_claim), 0]
    numbers = [START, *claim, END, *passage, END]
    sides = [0] * (len(claim) + 2) + [1] * (len(passage) + 1)
    return PairInput(np.array(numbers), np.array(sides), np.array(shared))


def _flags(pieces: Pieces, numbers: list[int], other: set[int]) -> list[int]:
    return [(1 if n in other else 2) if pieces.content[n] else 0 for n in numbers]


def _stretch(passage: list[int], wanted: set[int], room: int) -> list[int]:
    if len(passage) <= room:
        return passage
    starts = range(0, len(passage) - room + 8, 8)
    best = max(starts, key=lambda s: (len(wanted.intersection(passage[s : s + room])), -s))
    return passage[best : best + room]


def _trace(origin: list[tuple[int, int]], end: int) -> list[int]:
    numbers = []
    while end > 0:
        end, number = origin[end]
        numbers.append(number)
    return numbers[::-1]


def _bytes(text: str) -> NDArray[np.uint8]:
    return np.frombuffer(text.encode(), np.uint8)
