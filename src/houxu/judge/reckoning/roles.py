"""Which number of a passage plays which part: by the words between it and its neighbours, and by what it counts."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise
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
    named = _respective(pair, f)
    if named is not None:
        said += sum(w.weight for w in words if any(named[0] <= p < named[1] for p in pair.found[w.start][1]))
        said += sum(0.6 * w.weight for w in words if _shares_pair(w.text, pair.passage.folded[slice(*named)]))
    return said + _same_kind(pair, f, first, last)


_RESPECTIVE = re.compile(
    r"(?P<names>[^,。;:]{1,12}(?:、[^,。;:、]{1,12})*(?:和|与|及|、)[^,。;:、\d]{1,20}?)分别[^,。;\d]{0,10}"
)
_AND = re.compile(r"、|和|与|以及|及")


def _respective(pair: Aligned, f: Figure) -> tuple[int, int] | None:
    """江北、江南、高新三区分别成交1142套、876套和693套: which name the number belongs to; None without such a row."""
    for row in _RESPECTIVE.finditer(pair.passage.folded):
        numbers: list[int] = []
        at = row.end()
        for q in pair.passage.figures:
            if q.start >= row.end() and q.start - at <= 4:
                numbers.append(q.start)
                at = q.end
        borders = [row.start("names"), *(m.end() for m in _AND.finditer(pair.passage.folded, *row.span("names")))]
        if f.at in numbers and len(borders) == len(numbers):
            n = numbers.index(f.at)
            longest = max(b - a for a, b in pairwise(borders))  # what follows the last name is said of all
            return borders[n], borders[n + 1] if n + 1 < len(borders) else min(row.end("names"), borders[n] + longest)
    return None


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
    if (named := _verbatim(pair, some, first, last)) is not None:
        return named
    ranked = sorted(((speaks(pair, f, first, last), f) for f in some), key=lambda r: -r[0])
    if not ranked or ranked[0][0] < least or (len(ranked) > 1 and ranked[1][0] > 0.85 * ranked[0][0]):
        return None
    return ranked[0][1]


def _verbatim(pair: Aligned, some: Figures, first: int, last: int | None) -> Figure | None:
    """The number whose role alone holds the claim's phrase as it stands (旧机组)."""
    phrase = pair.claim.folded[first : len(pair.claim.folded) if last is None else last].strip(",。的")
    holds = [f for f in some if phrase in said_of(pair, f)] if 2 <= len(phrase) <= 8 else []
    return holds[0] if len(holds) == 1 else None


def of_row(pair: Aligned, row: Figures, last: int) -> Figure | None:
    """Whose number of a row it is: the role of the first holds what all share (东仓存粮120吨,西仓310吨), so a name in a later
    role decides."""
    words = [w for w in pair.claim.words if w.start < last and len(w.text) > 1 and is_thing(w.text)]
    own = [f for f in row if any(_in_role(pair, f, w.start) for w in words)]
    later = [f for f in own if f is not row[0]]
    return later[0] if len(later) == 1 else None if later else owner(pair, row, 0, last)


def named_of_row(pair: Aligned, some: Figures) -> Figure | None:
    """三区分别为812辆、463辆和377辆: the number of the one that the claim names; None without such a row."""
    row = [f for f in some if _respective(pair, f) is not None]
    return of_row(pair, row, len(pair.claim.folded)) if len(row) > 1 else None


def _in_role(pair: Aligned, f: Figure, word: int) -> bool:
    start, end = _respective(pair, f) or role(pair, f)
    degree, places = pair.found[word]
    return degree >= 0.8 and len(places) == 1 and start <= places[0] < end


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
