"""English text to the word pieces that the English encoder reads, and an English pair to its inputs.

Lower case, accents dropped, punctuation apart; a word is covered greedily by the longest known pieces.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from houxu.judge.number_marks import Number, marks, numbers
from houxu.judge.pieces import END, START, UNKNOWN, PairInput, Vectors, tidy

LONGEST_PAIR = 112  # pieces of claim, passage and three marks
LONGEST_CLAIM = 44
LONGEST_WORD = 40  # characters; anything longer is no word
_WORD = re.compile(r"[^\W_]+|[^\w\s]|_")


@dataclass(frozen=True)
class Cut:
    """A text in pieces: piece numbers, where each starts in the text, and the text's numbers."""

    pieces: list[int]
    starts: list[int]
    numbers: list[Number]


class WordPieces(Vectors):
    """A vocabulary of word pieces: `pair(claim, passage)` gives inputs, `vectors(numbers)` their word vectors."""

    def __init__(self, pieces: list[str], codes: NDArray[np.uint8], scales: NDArray[np.float16]) -> None:
        super().__init__(codes, scales)
        self.pieces = pieces
        self.table = {p: i for i, p in enumerate(pieces) if i > UNKNOWN}
        self.content = [i > UNKNOWN and p.removeprefix("##").isalnum() for i, p in enumerate(pieces)]

    @classmethod
    def load(cls, path: Path) -> WordPieces:
        """Read a file that `save` wrote. Raises OSError or KeyError when it is not one."""
        with np.load(path) as kept:
            return cls(bytes(kept["pieces"]).decode().split("\n"), kept["codes"], kept["scales"])

    def save(self, path: Path) -> None:
        """Write what `load` reads."""
        names = np.frombuffer("\n".join(self.pieces).encode(), np.uint8)
        np.savez_compressed(path, pieces=names, codes=self.codes, scales=self.scales)

    def cut(self, text: str) -> Cut:
        """Pieces of a text, marks not included."""
        spread = unicodedata.normalize("NFD", tidy(text).lower())
        plain = "".join(c for c in spread if unicodedata.category(c) != "Mn")
        found, starts = [], []
        for word in _WORD.finditer(plain):
            for at, number in self._cover(word[0]):
                found.append(number)
                starts.append(word.start() + at)
        return Cut(found, starts, numbers(plain))

    def _cover(self, word: str) -> list[tuple[int, int]]:
        at, covered = 0, []
        while at < len(word) and len(word) <= LONGEST_WORD:
            prefix = "##" if at else ""
            ends = (e for e in range(len(word), at, -1) if prefix + word[at:e] in self.table)
            end = next(ends, None)
            if end is None:
                return [(0, UNKNOWN)]
            covered.append((at, self.table[prefix + word[at:end]]))
            at = end
        return covered or [(0, UNKNOWN)]

    def pair(self, claim: str, passage: str) -> PairInput:
        """The inputs of a pair; of a long passage the stretch that shares most with the claim is kept."""
        ours, theirs = self.cut(claim), self.cut(passage)
        left = _part(ours, 0, LONGEST_CLAIM)
        wanted = {n for n in left.pieces if self.content[n]}
        right = _stretch(theirs, wanted, LONGEST_PAIR - 3 - len(left.pieces))
        shared = [0, *self._marks(left, right), 0, *self._marks(right, left), 0]
        sides = [0] * (len(left.pieces) + 2) + [1] * (len(right.pieces) + 1)
        return PairInput(np.array([START, *left.pieces, END, *right.pieces, END]), np.array(sides), np.array(shared))

    def _marks(self, cut: Cut, other: Cut) -> list[int]:
        there = set(other.pieces)
        found = [(1 if n in there else 2) if self.content[n] else 0 for n in cut.pieces]
        for number, mark in zip(cut.numbers, marks(cut.numbers, other.numbers), strict=True):
            for i, start in enumerate(cut.starts):
                if number.start <= start < number.end:
                    found[i] = mark
        return found


def _part(cut: Cut, first: int, size: int) -> Cut:
    pieces, starts = cut.pieces[first : first + size], cut.starts[first : first + size]
    inside = [n for n in cut.numbers if starts and starts[0] <= n.start <= starts[-1]]
    return Cut(pieces, starts, inside)


def _stretch(passage: Cut, wanted: set[int], room: int) -> Cut:
    pieces = passage.pieces
    if len(pieces) <= room:
        return passage
    firsts = range(0, len(pieces) - room + 8, 8)
    return _part(passage, max(firsts, key=lambda s: (len(wanted.intersection(pieces[s : s + room])), -s)), room)
