"""A structured reading of a few sentences: who, what values, when, in what mood.

Which event, state or quality: occurrences.py; which metric: measures.py. The same reading is made of claims and of passages, so that the rules compare like with like. Pure.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from houxu.judge.named import with_others
from houxu.match.mentions import Mention, Names
from houxu.text import modality, quantities, sentences, times
from houxu.text.modality import Cue
from houxu.text.quantities import Quantity
from houxu.text.script import fold
from houxu.text.times import TimeRef

_CLAUSE_END = re.compile(
    r"[，；：;—…|]|,(?!\d)|(?<!\d),|:(?!\d)|(?<!\d):|\s-\s|(?<=[a-z0-9)])\.\s|[。！？!?\n]|\s(?:while|whereas|but|although|though)\s|(?<=[一-鿿])(?:而(?!且)|但|却)"
)


@dataclass(frozen=True, slots=True)
class Reading:
    """What was read in `text`. Offsets count characters of it; `clauses` are spans inside sentences."""

    text: str
    folded: str
    sentences: tuple[tuple[int, int], ...]
    clauses: tuple[tuple[int, int], ...]
    mentions: tuple[Mention, ...]
    quantities: tuple[Quantity, ...]
    times: tuple[TimeRef, ...]
    cues: tuple[Cue, ...]
    topic: frozenset[str] = frozenset()

    def sentence_at(self, position: int) -> tuple[int, int]:
        """The sentence that holds a position."""
        return next((s for s in self.sentences if s[0] <= position < s[1]), (0, len(self.text)))

    def clause_at(self, position: int) -> tuple[int, int]:
        """The clause that holds a position."""
        return next((c for c in self.clauses if c[0] <= position < c[1]), self.sentence_at(position))

    def clauses_between(self, first: int, last: int) -> int:
        """How many clause borders lie between two positions."""
        return sum(1 for c in self.clauses if first < c[0] <= last)

    def mood(self, start: int, end: int) -> frozenset[str]:
        """The modality kinds that govern a span (plan, rumour, question, condition ...)."""
        return modality.scope(self.text, self.cues, start, end)

    def negated(self, start: int, end: int) -> bool:
        """True when an odd number of negations governs the span."""
        return modality.negated(self.text, self.cues, start, end)

    def within(self, span: tuple[int, int], things: Sequence[Mention]) -> list[Mention]:
        """Those of the things that lie in the span."""
        return [t for t in things if span[0] <= t.start < span[1]]


def read(
    text: str, names: Names, *, anchor: date | None = None, precision: str = "day", topic: frozenset[str] = frozenset()
) -> Reading:
    """Read one to a few sentences.

    `anchor` is the day that relative dates count from; `topic` are the entity ids that title and lead speak of,
    to which sentences without any name of their own belong.
    """
    folded = fold(text)
    spans = tuple((s.start, s.end) for s in sentences.split(text))
    named = names.find(text)
    return Reading(
        text=text,
        folded=folded,
        sentences=spans,
        clauses=tuple(_clauses(folded, spans)),
        mentions=with_others(text, folded, named, names, topic),
        quantities=tuple(quantities.find(text)),
        times=tuple(times.find(text, anchor, precision)),
        cues=tuple(modality.cues(text)),
        topic=topic,
    )


def _clauses(folded: str, spans: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    out: list[tuple[int, int]] = []
    for start, end in spans:
        at = start
        for border in _CLAUSE_END.finditer(folded, start, end):
            if border.end() - at > 1:
                out.append((at, border.end()))
                at = border.end()
        if at < end:
            out.append((at, end))
    return out
