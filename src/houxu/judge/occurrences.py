"""Where a text meets a concept of the lexicon: events, states, qualities, told or denied."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from houxu.judge import prefilter
from houxu.judge.concepts import Concept, lexicon
from houxu.judge.reading import Reading


@dataclass(frozen=True, slots=True)
class Occurrence:
    """A concept met in a text; `positive` is False for its `no` wordings or when negated."""

    concept: Concept
    start: int
    end: int
    positive: bool


def occurrences(
    reading: Reading, family: str, wanted: Sequence[str] | None = None, *, headed: str = ""
) -> list[Occurrence]:
    """Events, states or qualities met in the text, in order of position; `headed` (folded) tells its trade as well."""
    found: list[Occurrence] = []
    possible = prefilter.possible(reading.folded)
    for concept in lexicon()[family].values():
        if (wanted is None or concept.id in wanted) and prefilter.key(concept) in possible:
            found.extend(_meet(reading, concept, headed))
    return sorted(found, key=lambda o: o.start)


def _meet(reading: Reading, concept: Concept, headed: str) -> list[Occurrence]:
    out: list[Occurrence] = []
    needs = concept.needs
    if needs is not None and not needs.search(reading.folded) and not (headed and needs.search(headed)):
        return out
    spent: list[tuple[int, int]] = []
    possible = prefilter.possible(reading.folded)
    if concept.no is not None and prefilter.key(concept, "no") in possible:
        for match in concept.no.finditer(reading.folded):
            spent.append(match.span())
            if concept.unless is not None and concept.unless.search(reading.folded, *reading.clause_at(match.start())):
                continue
            out.append(Occurrence(concept, *match.span(), positive=False))
    for start, end, positive in _met_together(reading, concept):
        spent.append((start, end))
        out.append(Occurrence(concept, start, end, positive))
    if prefilter.key(concept, "yes") not in possible:
        return out
    for match in concept.yes.finditer(reading.folded):
        if not any(a < match.end() and match.start() < b for a, b in spent):
            positive = not reading.negated(match.start(), match.end())
            out.append(Occurrence(concept, *match.span(), positive=positive))
    return out


OPEN_MOODS = frozenset({"rumour", "question", "condition", "hope", "denial"})
PART_REACH = 24  # steps between one part of a wording and the next


def _met_together(reading: Reading, concept: Concept) -> Iterator[tuple[int, int, bool]]:
    """Wordings told by parts: (start, end, positive) of the tightest place in each sentence where all parts stand."""
    possible = prefilter.possible(reading.folded)
    for number, wording in enumerate(concept.together):
        if prefilter.key(concept, str(number)) not in possible:
            continue
        for first, last in _statements(reading):
            place = _tightest(reading.folded, wording.parts, first, last)
            if place is not None:
                said = wording.telling.search(reading.folded, *place)
                if said is None or not wording.positive:
                    yield *place, wording.positive
                elif not reading.mood(*said.span()) & OPEN_MOODS:  # hoped or guessed behind the first part
                    yield *place, not reading.negated(*said.span())


def _statements(reading: Reading) -> Iterator[tuple[int, int]]:
    """The sentences, parted at semicolons: what stands on both sides of one is two statements."""
    for first, last in reading.sentences:
        at = first
        for border in re.finditer(";", reading.folded[first:last]):
            yield at, first + border.end()
            at = first + border.end()
        if at < last:
            yield at, last


def _tightest(folded: str, parts: Sequence[re.Pattern[str]], first: int, last: int) -> tuple[int, int] | None:
    """The span of one match of each part, each within reach of the nearest other; None when one is missing."""
    found: list[list[tuple[int, int]]] = []
    for part in parts:
        found.append([m.span() for m in part.finditer(folded, first, last)])
        if not found[-1]:
            return None
    best: tuple[int, int] | None = None
    for head in found[0]:
        spans = [head]
        for rest in found[1:]:
            spans.append(min(rest, key=lambda s: _away(s, spans)))
        in_order = sorted(spans)
        if all(_steps(folded[left[1] : right[0]]) <= PART_REACH for left, right in pairwise(in_order)):
            place = in_order[0][0], max(end for _, end in spans)
            if best is None or place[1] - place[0] < best[1] - best[0]:
                best = place
    return best


def _steps(between: str) -> float:
    """How far two parts stand apart, in Chinese characters; a Latin letter counts for half."""
    return sum(0.5 if c.isascii() else 1.0 for c in between)


def _away(span: tuple[int, int], others: Sequence[tuple[int, int]]) -> int:
    return min((max(span[0] - end, start - span[1], 0) for start, end in others), default=0)
