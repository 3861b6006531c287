"""Which number of a passage plays which part: by the words between it and its neighbours, and by what it counts."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from houxu.judge.alignment import Aligned
from houxu.judge.wording import is_thing
from houxu.text.quantities import Quantity, comparable

if TYPE_CHECKING:
    from houxu.judge.figures import Figure

Figures = Sequence["Figure"]
DAY, WEEK, MONTH, YEAR = 86400.0, 604800.0, 2629800.0, 31557600.0
_NO_LEVELS = frozenset({"ratio", "multiple", "points", "age", "rank"})


def role(pair: Aligned, f: Figure) -> tuple[int, int]:
    """The stretch of the passage that says what a number counts: from the number or the border before it to its noun."""
    start, end = pair.passage.clause_span(f.at)
    before = [q.end for q in pair.passage.figures if start <= q.start < f.at]
    after = [q.start for q in pair.passage.figures if f.quantity.end <= q.start < end]
    return max([start, *before]), min([end, *after])


def said_of(pair: Aligned, f: Figure) -> str:
    """The words of a number's role."""
    return pair.passage.folded[slice(*role(pair, f))]


def speaks(pair: Aligned, f: Figure, first: int = 0, last: int | None = None, *, things: bool = False) -> float:
    """How much of what the claim says in [first, last) stands in the number's role, by the weight of the words."""
    last = len(pair.claim.folded) if last is None else last
    start, end = role(pair, f)
    words = [w for w in pair.claim.words if first <= w.start < last and (not things or is_thing(w.text))]
    said = 0.0
    for word in words:
        degree, places = pair.found[word.start]
        if any(start <= p < end for p in places):
            said += word.weight * degree
        elif not places and _shares_pair(word.text, pair.passage.folded[start:end]):
            said += 0.6 * word.weight  # 起拍价 in 以80万元起拍
    return said + _same_kind(pair, f, first, last)


def _shares_pair(word: str, text: str) -> bool:
    return any(word[n : n + 2] in text for n in range(len(word) - 1) if not word.isascii())


def _same_kind(pair: Aligned, f: Figure, first: int, last: int) -> float:
    """ "Those over 60" of the claim, and the number that the passage tells of those over 60."""
    ages = [q for q in pair.claim.figures if q.dimension == "age" and first <= q.start < last]
    start, _ = pair.passage.clause_span(f.at)
    told = [q for q in pair.passage.figures if q.dimension == "age" and start <= q.start < f.at]
    return 1.0 if any(a.value == b.value for a in ages for b in told[-1:]) else 0.0


def owner(
    pair: Aligned, some: Figures, first: int = 0, last: int | None = None, *, least: float = 0.5
) -> Figure | None:
    """The number whose role holds most of the claim's words in [first, last); None when two hold as much or none enough."""
    ranked = sorted(((speaks(pair, f, first, last), f) for f in some), key=lambda r: -r[0])
    if not ranked or ranked[0][0] < least or (len(ranked) > 1 and ranked[1][0] > 0.85 * ranked[0][0]):
        return None
    return ranked[0][1]


def lead(pair: Aligned, f: Figure) -> tuple[int, int]:
    """The role up to two characters behind the number."""
    start, _ = role(pair, f)
    return start, min(len(pair.passage.folded), f.quantity.end + 2)


def noun(f: Figure) -> str:
    """The measure word or unit a number ends with."""
    return f.quantity.text.strip()[-1:]


def levels(theirs: Figures) -> list[Figure]:
    """Numbers that count or measure something, no shares or changes."""
    return [f for f in theirs if not f.change and f.quantity.dimension not in _NO_LEVELS]


def alike(a: Quantity, b: Quantity) -> bool:
    """Of one dimension; counts of people, votes and seats are counts."""
    return comparable(a, b) or (a.dimension == b.dimension == "count")


def told(f: Figure) -> str:
    """A number as it is written, for the working."""
    return f.quantity.text.strip()
