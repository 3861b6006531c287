"""What a number of a text measures, told by the cue that stands nearest."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from houxu.judge.concepts import Concept, lexicon
from houxu.judge.reading import Reading
from houxu.text.quantities import Quantity


@dataclass(frozen=True, slots=True)
class Measure:
    """A number with its meaning."""

    metric: Concept
    quantity: Quantity


def measures(reading: Reading) -> list[Measure]:
    """Numbers whose meaning is told by a cue near them; numbers without one, and those of a date, are left out."""
    out = []
    for quantity in _with_currency(reading):
        if any(t.start < quantity.end and quantity.start < t.end for t in reading.times):
            continue  # "within five years" says when, not how long
        metric = _metric(reading, quantity)
        if metric is not None:
            out.append(Measure(metric, quantity))
    return out


_LEAST_ELLIPTIC = 1e8  # a bare number below this may count anything


def _with_currency(reading: Reading) -> Iterator[Quantity]:
    """The numbers; a big bare one behind an amount of money in its sentence is told in the same currency
    ("甲出500亿美元,乙出300亿")."""
    last: Quantity | None = None
    for quantity in reading.quantities:
        if quantity.dimension == "money" and quantity.unit:
            last = quantity
        elif (
            last is not None
            and not quantity.unit
            and quantity.noun is None
            and quantity.value >= _LEAST_ELLIPTIC
            and reading.sentence_at(last.start) == reading.sentence_at(quantity.start)
        ):
            yield replace(quantity, unit=last.unit, dimension="money")
            continue
        yield quantity


_CUE_REACH = 28  # characters; measured on our own examples, a cue further away usually belongs to another number


def _metric(reading: Reading, quantity: Quantity) -> Concept | None:
    clause = reading.clause_at(quantity.start)
    start = max(reading.sentence_at(quantity.start)[0], min(clause[0], quantity.start - _CUE_REACH))
    end = min(reading.sentence_at(quantity.start)[1], max(clause[1], quantity.end + _CUE_REACH))
    best: tuple[float, Concept] | None = None
    for metric in lexicon()["metrics"].values():
        if metric.dimension != quantity.dimension or not _fits(metric, quantity):
            continue
        distance = _nearest(reading, metric.yes, quantity, start, end)
        if distance is None or (metric.veto is not None and metric.veto.search(reading.folded, *clause)):
            continue
        if metric.no is not None:
            against = _nearest(reading, metric.no, quantity, *clause)
            if against is not None and against <= max(distance, 6):
                continue
        if best is None or distance < best[0]:
            best = (distance, metric)
    return best[1] if best else None


LONGEST_FILM = 6 * 3600  # seconds; "within five years" is no film
LEAST_CROWD = 1000  # an unnamed count below this is not told of an audience
_CROWDS = frozenset({"users", "monthly_users", "daily_users", "weekly_users", "downloads", "developers", "applicants"})
_CROWD_UNITS = frozenset({"person", "user", "developer", "download", "visit", "household", "subscriber"})


def _fits(metric: Concept, quantity: Quantity) -> bool:
    """Whether a number can be a value of the metric at all."""
    if metric.id == "film_length":
        return quantity.value <= LONGEST_FILM
    if metric.id in _CROWDS:
        return quantity.unit in _CROWD_UNITS or (quantity.unit == "" and quantity.value >= LEAST_CROWD)
    return True


def _nearest(reading: Reading, cue: re.Pattern[str], quantity: Quantity, start: int, end: int) -> float | None:
    best: float | None = None
    for match in cue.finditer(reading.folded, start, end):
        gap = max(quantity.start - match.end(), match.start() - quantity.end, 0)
        gap += 15 * reading.clauses_between(min(match.start(), quantity.start), max(match.start(), quantity.start))
        if best is None or gap < best:
            best = gap
    return best
