"""Claims that turn on numbers, each with a passage for it, one against it and one that leaves it open (training/numbers/*.txt).

    # what has to be read or worked out
    C: claim
    s: bears it out        r: contradicts it        m: the same matter, decides nothing

Written for houxu, with invented names and figures. From them the trees of weighing.py are grown:
`python -m houxu.judge.training.numbers` (needs the [train] extra; under a minute on one core), which
also tells how they do on files held out.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from houxu.judge import alone, weighing
from houxu.judge.training import blocks, corpora, rivals
from houxu.model import Claim, Kind, Passage

FOLDER = Path(__file__).with_name("numbers")
KEYS = ("C", "s", "r", "m")


@dataclass(frozen=True, slots=True)
class Item:
    """A claim and its three passages: for it, against it, open."""

    phenomenon: str
    claim: str
    passages: tuple[str, str, str]


def read(text: str, where: str = "numbers") -> Iterator[Item]:
    """Items of one file. Raises ValueError that names the item whose lines are not the four."""
    for phenomenon, told in blocks.read(text, KEYS, where):
        yield Item(phenomenon, told["C"], (told["s"], told["r"], told["m"]))


def items(folder: Path = FOLDER) -> Iterator[tuple[str, Item]]:
    """(file, item) of all items, file by file."""
    for file in sorted(folder.glob("*.txt")):
        yield from ((file.stem, item) for item in read(file.read_text(encoding="utf-8"), file.name))


PLAIN = "rivals"


def _pairs() -> Iterator[tuple[str, str, str, int]]:
    """(file, claim, passage, label), and the rival claims that the first encoder was not taught: most need no arithmetic."""
    for file, item in items():
        yield from ((file, item.claim, text, label) for label, text in enumerate(item.passages))
    for rival in rivals.items():
        if corpora.share(rival.claims[0]) < corpora.RIVALS_TEST + corpora.RIVALS_CALIBRATE:
            yield from ((PLAIN, claim, text, corpora.LABELS.index(label)) for claim, text, label in rival.pairs())


FOLDS = 6


def main() -> None:
    """Grow the trees, measure trees grown alike on files held out, and write them."""
    import numpy as np

    from houxu.judge.training import boosted

    rows, labels, files, before = [], [], [], []
    for file, words, text, label in _pairs():
        claim = Claim(id="", text=words, kind=Kind.FACT)
        passage = Passage(text=text, start=0, end=len(text), language="zh")
        row = alone.measure(claim, passage)
        if row["our numbers"]:
            rows.append(row)
            labels.append(label)
            files.append(file)
            before.append(weighing.ORDER.index(alone.judge_alone(claim, passage, use_weighing=False).verdict))
    names = tuple(rows[0])
    values = np.array([[row[name] for name in names] for row in rows], np.float32)
    truth, kinds = np.array(labels), np.array(files)
    told = np.full(len(rows), -1)
    for fold in range(FOLDS):
        held = np.isin(kinds, [f for n, f in enumerate(sorted(set(files) - {PLAIN})) if n % FOLDS == fold])
        trees = boosted.grow(names, values[~held], truth[~held].tolist(), boosted.NUMBERS)
        told[held] = [int(trees.weigh(row).argmax()) for row in values[held]]
    held = kinds != PLAIN
    shares = [(guess[held] == truth[held]).mean() for guess in (told, np.array(before))]
    print(f"{held.sum()} pairs of files held out: trees {shares[0]:.3f}, the judge without them {shares[1]:.3f}")
    boosted.grow(names, values, labels, boosted.NUMBERS).save(weighing.FILE)
    print(len(rows), "pairs,", len(names), "measures")


if __name__ == "__main__":
    main()
