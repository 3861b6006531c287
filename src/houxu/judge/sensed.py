"""What a passage says of a subject in words that no lexicon has: the learned reader is asked.

It is asked whether the passage bears out the concept's own words about the subject ("{} is open to the public", "{} is valued
at {value}"), was taught on sentences that assert, deny and nearly say them (training/properties), and answers only when sure.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from houxu.judge import learned
from houxu.judge.concepts import Concept
from houxu.judge.learned import Opinion3
from houxu.judge.occurrences import Occurrence
from houxu.judge.pieces import HAN
from houxu.judge.reading import Reading

SURE = 0.92  # chosen on working sets of the gold kind (docs/evaluation.md)


def sensed(reading: Reading, concept: Concept, name: str, field: str = "") -> Occurrence | None:
    """The sentence that asserts the concept of what is called `name`, or denies it; None when the reader is not sure."""
    if concept.asks is None or not learned.available():
        return None
    words = _words(concept.asks, reading, name, field=field)
    told = _asked(words, reading.text)
    if max(told.supports, told.refutes) < SURE:
        return None
    positive = told.supports > told.refutes
    return Occurrence(concept, *_where(reading, words, positive=positive), positive)


MOST_VALUES = 6  # of a passage that are asked about; a longer list is a table, which the rules read


def value_told(reading: Reading, asks: tuple[str, str], name: str, values: Sequence[str]) -> int | None:
    """Which of some values that stand in the passage is told as that of the concept of what is called `name`, by its
    place in `values`; None when there are none or too many, or when the reader is sure of none."""
    if not values or len(values) > MOST_VALUES or not learned.available():
        return None
    told = [_asked(_words(asks, reading, name, value=v.strip()), reading.text).supports for v in values]
    best = max(range(len(told)), key=told.__getitem__)
    return best if told[best] >= SURE else None


def is_english(reading: Reading) -> bool:
    """Whether a passage is asked about in English: it has no Chinese character."""
    return not HAN.search(reading.folded)


def _words(asks: tuple[str, str], reading: Reading, name: str, field: str = "", value: str = "") -> str:
    return asks[is_english(reading)].format(name, field=field, value=value)


def _where(reading: Reading, words: str, *, positive: bool) -> tuple[int, int]:
    """The clause that says it most plainly: its names, moods and times decide."""

    def plainness(span: tuple[int, int]) -> float:
        told = _asked(words, reading.text[slice(*span)])
        return told.supports if positive else told.refutes

    sentence = max(reading.sentences, key=plainness) if len(reading.sentences) > 1 else (0, len(reading.text))
    clauses = [c for c in reading.clauses if sentence[0] <= c[0] < sentence[1] and c[1] - c[0] >= _LEAST_CLAUSE]
    return max(clauses, key=plainness) if len(clauses) > 1 else sentence


_LEAST_CLAUSE = 5  # characters


def forget() -> None:
    """Forget what was asked before."""
    _asked.cache_clear()


@lru_cache(maxsize=4096)
def _asked(words: str, text: str) -> Opinion3:
    return learned.says(words, text)
