"""Every number that a passage's numbers reach by a step or two of arithmetic, whether or not anybody asked for it.

Unlike arithmetic.py and reckoning/, where the claim's words choose the operation, nothing is chosen here: what is reached,
by which family of operations and from how near the claim's words, are measures for the learned weighing (weighing.py). Pure.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations, permutations
from typing import TYPE_CHECKING

from houxu.judge.alignment import Aligned
from houxu.judge.arithmetic import told_units
from houxu.judge.counted import same_thing
from houxu.judge.occasion import clock_times, same_year
from houxu.text.quantities import Quantity, comparable

if TYPE_CHECKING:
    from houxu.judge.figures import Figure

RELATIVE = frozenset({"ratio", "multiple", "points"})
FAMILIES = (
    "direct", "sum", "difference", "share", "rest", "rise", "fall", "times", "scaled", "unscaled", "grown", "ungrown",
    "product", "mean", "other", "span", "two",
)  # fmt: skip
MOST = 9  # numbers of a passage that are tried with one another


@dataclass(frozen=True, slots=True)
class Reached:
    """A value, the family of operations that reached it, and the numbers of the passage it was made of."""

    family: str
    value: float
    parts: tuple[Figure, ...] = ()


def reach(pair: Aligned, ours: Figure, theirs: Sequence[Figure]) -> list[Reached]:
    """All that is reached in the dimension of one number of the claim."""
    theirs = [f for f in theirs if f.quantity.dimension not in ("rank",)][:MOST]
    found = [Reached("direct", f.quantity.value, (f,)) for f in theirs if same_thing(ours.quantity, f.quantity)]
    if ours.quantity.dimension in RELATIVE:
        found += _relative(ours, theirs)
    elif ours.quantity.dimension != "rank":
        found += _amounts(pair, ours, theirs)
    if ours.quantity.dimension in ("duration", "age"):
        found += _spans(pair, ours.quantity.dimension)
    return [r for r in found if math.isfinite(r.value)]


def _relative(ours: Figure, theirs: Sequence[Figure]) -> Iterator[Reached]:
    plain = [f for f in theirs if f.quantity.dimension not in RELATIVE and f.quantity.value > 0]
    for a, b in permutations(plain, 2):
        if not comparable(a.quantity, b.quantity):
            continue
        x, y = a.quantity.value, b.quantity.value
        if x <= y:
            yield Reached("share", x / y, (a, b))
            yield Reached("rest", 1 - x / y, (a, b))
            yield Reached("rise", y / x - 1, (a, b))
            yield Reached("times", y / x, (a, b))
        for c in plain:
            if c is not a and c is not b and comparable(c.quantity, a.quantity):
                z = c.quantity.value
                if a.at < b.at:
                    yield Reached("two", (x + y) / z, (a, b, c))
                yield Reached("two", (x - y) / z, (a, b, c))
                yield Reached("two", x / (x + y + z), (a, b, c))
        yield Reached("two", x / (x + y), (a, b))
        if a.change:
            yield Reached("two", x / (y - a.change * x) if y != a.change * x else math.inf, (a, b))
    shares = [f for f in theirs if f.quantity.dimension in RELATIVE]
    for a in shares:
        yield Reached("rest", 1 - a.quantity.value, (a,))
        if a.quantity.dimension == "multiple":
            yield Reached("rise", a.quantity.value - 1, (a,))
            yield Reached("share", 1 / a.quantity.value if a.quantity.value else math.inf, (a,))
        else:
            yield Reached("times", 1 + a.quantity.value, (a,))
    for a, b in permutations(shares, 2):
        x, y = a.quantity.value, b.quantity.value
        if x >= y:
            yield Reached("difference", x - y, (a, b))
        if a.at < b.at:
            yield Reached("sum", x + y, (a, b))
            yield Reached("rest", 1 - x - y, (a, b))
            yield Reached("product", x * y, (a, b))
        if y:
            yield Reached("two", x / y, (a, b))
            yield Reached("two", x / y - 1, (a, b))
    for a in shares:
        for b in plain:  # so many per cent of so many, of another count
            for c in plain:
                if b is not c and comparable(b.quantity, c.quantity) and c.quantity.value:
                    yield Reached("two", a.quantity.value * b.quantity.value / c.quantity.value, (a, b, c))


def _amounts(pair: Aligned, ours: Figure, theirs: Sequence[Figure]) -> Iterator[Reached]:
    same = [f for f in theirs if same_thing(ours.quantity, f.quantity)]
    rates = [f for f in theirs if f.quantity.dimension in RELATIVE]
    yield from _sums(same)
    for a in same:
        x = a.quantity.value
        for r in rates:
            y = r.quantity.value
            yield Reached("scaled", x * y, (a, r))
            yield Reached("unscaled", x / y if y else math.inf, (a, r))
            for sign in (1, -1):
                if 1 + sign * y > 0:
                    told = r.change in (0, sign)
                    yield Reached("grown" if told else "two", x * (1 + sign * y), (a, r))
                    yield Reached("ungrown" if told else "two", x / (1 + sign * y), (a, r))
                    if r.change:
                        yield Reached("difference" if told else "two", abs(x - x / (1 + sign * y)), (a, r))
    others = [f for f in theirs if f not in rates]
    products: list[tuple[float, tuple[Figure, ...]]] = []
    for a, b in combinations(others, 2):
        for x in _factors(a.quantity, pair):
            for y in _factors(b.quantity, pair):
                kin = a in same or b in same
                products.append((x * y, (a, b)))
                yield Reached("product" if kin else "other", x * y, (a, b))
                for top, below in ((x, y), (y, x)):
                    if below:
                        mean = (a in same and top == x) or (b in same and top == y)
                        yield Reached("mean" if mean else "other", top / below, (a, b))
    for (x, one), (y, other) in combinations(products, 2):
        if not set(map(id, one)) & set(map(id, other)):
            yield Reached("two", x + y, (*one, *other))
            yield Reached("two", abs(x - y), (*one, *other))
    for x, one in products:
        for a in same:
            if a not in one:
                yield Reached("two", x + a.quantity.value, (*one, a))
                yield Reached("two", abs(x - a.quantity.value), (*one, a))


def _sums(same: Sequence[Figure]) -> Iterator[Reached]:
    for a, b in combinations(same, 2):
        x, y = a.quantity.value, b.quantity.value
        yield Reached("sum", x + y, (a, b))
        yield Reached("difference", abs(x - y), (a, b))
        yield Reached("mean", (x + y) / 2, (a, b))
    for trio in combinations(same, 3):
        values = [f.quantity.value for f in trio]
        yield Reached("sum", sum(values), trio)
        yield Reached("mean", sum(values) / 3, trio)
        for last in range(3):
            yield Reached("two", abs(sum(values) - 2 * values[last]), trio)
    if len(same) > 3:
        yield Reached("sum", sum(f.quantity.value for f in same), tuple(same))


def _factors(q: Quantity, pair: Aligned) -> list[float]:
    """What a number counts as when it multiplies or divides: its value, and where that is in other units, as it is told."""
    told = told_units(q, pair.claim.folded)
    return list(dict.fromkeys([q.value, *told]))


_DAY, _YEAR = 86400.0, 31557600.0


def _spans(pair: Aligned, dimension: str) -> Iterator[Reached]:
    days = (*pair.passage.times, *pair.passage.gone_times)[:6]
    for a, b in combinations(days, 2):
        if "partial" in (a.basis, b.basis) and a.precision == b.precision == "day":
            b = same_year(b, a)
        first, second = sorted((a, b), key=lambda t: t.first)
        if dimension == "age":
            years = second.first.year - first.first.year
            birthday = (second.first.month, second.first.day) < (first.first.month, first.first.day)
            yield Reached("span", float(years - (birthday and a.precision == b.precision == "day")))
        else:
            yield Reached("span", (second.first - first.first).days * _DAY)
            yield Reached("span", ((second.last - first.first).days + 1) * _DAY)
            yield Reached("span", (second.first.year - first.first.year) * _YEAR)
    hours = clock_times(pair.passage.folded)[:6]
    for (start, _), (end, _) in combinations(hours, 2):
        yield Reached("span", ((end - start) % 1440) * 60.0)


def nearest(reached: Iterable[Reached], claimed: Quantity) -> dict[str, float]:
    """Of each family how near its nearest value inside the claimed range, and outside of it, lies to the number claimed.

    Nearness is 1 for the very number and falls with the logarithm of the ratio: 1 / (1 + 10 |ln (value / claimed)|).
    """
    out = dict.fromkeys((f"{family} {side}" for family in FAMILIES for side in ("in", "out")), 0.0)
    for r in reached:
        side = "in" if inside(claimed, r.value) else "out"
        name = f"{r.family} {side}"
        out[name] = max(out[name], closeness(claimed, r.value))
    return out


def inside(claimed: Quantity, value: float) -> bool:
    """Whether a value keeps the number claimed, with the slack of news arithmetic for a plain number."""
    slack = 0.015 * abs(claimed.value) if claimed.comparator in ("eq", "approx") else 1e-6 * abs(claimed.value)
    return claimed.low - slack <= value <= claimed.high + slack


def closeness(claimed: Quantity, value: float) -> float:
    """1 for the very number claimed, falling with the logarithm of the ratio."""
    if claimed.value <= 0 or value <= 0:
        return 1.0 if claimed.value == value else 0.0
    return 1 / (1 + 10 * abs(math.log(value / claimed.value)))
