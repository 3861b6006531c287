"""Claims that turn on numbers, each with a passage for it, one against it and one that leaves it open (training/numbers/*.txt).

    # what has to be read or worked out
    C: claim
    s: bears it out        r: contradicts it        m: the same matter, decides nothing

Written for houxu, with invented names and figures. From them the trees of weighing.py are grown:
`python -m houxu.judge.training.numbers` (needs the [train] extra; two minutes on one core).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

FOLDER = Path(__file__).with_name("numbers")
KEYS = ("C", "s", "r", "m")
_LINE = re.compile(r"^(?P<key>C|s|r|m):\s*(?P<text>.+)$")


@dataclass(frozen=True, slots=True)
class Item:
    """A claim and its three passages: for it, against it, open."""

    phenomenon: str
    claim: str
    passages: tuple[str, str, str]


def read(text: str, where: str = "numbers") -> Iterator[Item]:
    """Items of one file. Raises ValueError that names the item whose lines are not the four."""
    for block in re.split(r"\n\s*\n", text.strip()):
        first, *lines = block.splitlines()
        told = {m["key"]: m["text"].strip() for line in lines if (m := _LINE.match(line))}
        if tuple(told) != KEYS or not first.startswith("#") or len(lines) != len(KEYS):
            raise ValueError(f"{where}: an item needs {', '.join(KEYS)}: {first}")
        yield Item(first.lstrip("# "), told["C"], (told["s"], told["r"], told["m"]))


def items(folder: Path = FOLDER) -> Iterator[Item]:
    """All items, file by file."""
    for file in sorted(folder.glob("*.txt")):
        yield from read(file.read_text(encoding="utf-8"), file.name)


def _plainer() -> Iterator[tuple[str, str, int]]:
    """(claim, passage, label) of the rival claims that the first encoder was not taught: most need no arithmetic."""
    from houxu.judge.training import corpora, rivals

    for item in rivals.items():
        if corpora.share(item.claims[0]) < corpora.RIVALS_TEST + corpora.RIVALS_CALIBRATE:
            for claim, text, label in item.pairs():
                yield claim, text, corpora.LABELS.index(label)


def main() -> None:
    """Grow the trees and write them."""
    import numpy as np

    from houxu.judge import alone, weighing
    from houxu.judge.training import boosted
    from houxu.model import Claim, Kind, Passage

    pairs = [(item.claim, text, label) for item in items() for label, text in enumerate(item.passages)]
    rows, labels = [], []
    for words, text, label in [*pairs, *_plainer()]:
        claim = Claim(id="", text=words, kind=Kind.FACT)
        row = alone.measure(claim, Passage(text=text, start=0, end=len(text), language="zh"))
        if row["our numbers"]:
            rows.append(row)
            labels.append(label)
    names = tuple(rows[0])
    values = np.array([[row[name] for name in names] for row in rows], np.float32)
    boosted.grow(names, values, labels, boosted.NUMBERS).save(weighing.FILE)
    print(len(rows), "pairs,", len(names), "measures")


if __name__ == "__main__":
    main()
