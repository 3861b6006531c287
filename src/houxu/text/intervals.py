"""A number of the news as the interval of values that its words allow, and how two such numbers compare."""

from __future__ import annotations

import math
from dataclasses import dataclass

_MOST_ROUNDING = 0.03  # of the value; "1亿" may stand for 1.02 but not for 1.4
_CALENDAR_SLACK = 0.02  # a month is 28 to 31 days
_CALENDAR_FROM = 27 * 86400.0  # seconds; shorter durations convert exactly
_FAR_ABOVE = 2.5  # "over 100" and 400 agree in logic, but no reporter means the one by the other
_FLOAT = 1e-9
_SUM_FROM = 1e6  # sums without a currency are told in millions
# What a thing can do is told by its limit: "up to 60 seconds" and "60 seconds" speak of the same number.
_CAPACITIES = frozenset({"duration", "resolution", "rate", "tokens", "parameters"})
_BOUNDS = frozenset({"lt", "le", "gt", "ge"})
PEOPLE = frozenset({"person", "user", "developer", "employee", "customer", "visitor", "patient", "student"})


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number with its unit at [start, end) of a text.

    `value` is the number named, in `unit`; [low, high] is the closed interval that the words allow.
    comparator: eq approx lt le gt ge range near (just below). `limit`: the value is told as a maximum ("up to");
    `note` "added" says that the words name the increase (增长两倍 makes three times as much).
    `grain` is the place of the last digit told, 0 for a number written in full.
    """

    start: int
    end: int
    text: str
    value: float
    low: float
    high: float
    unit: str
    dimension: str
    noun: str | None = None
    comparator: str = "eq"
    limit: bool = False
    note: str | None = None
    grain: float = 0.0


def comparable(a: Quantity, b: Quantity) -> bool:
    """Whether the two measure in one dimension and unit; exchange rates are not known, so currencies stay apart.

    A count whose kind is not told may be compared with any count, people in general with any kind of people.
    """
    if a.dimension != b.dimension:
        return _unnamed_sum(a, b) or _unnamed_sum(b, a)
    if a.unit == b.unit or a.dimension not in ("money", "count"):
        return a.unit == b.unit
    if a.dimension == "money":
        return False
    return not a.unit or not b.unit or ("person" in (a.unit, b.unit) and {a.unit, b.unit} <= PEOPLE)


def _unnamed_sum(a: Quantity, b: Quantity) -> bool:
    """营收超过百亿 leaves out the currency."""
    return a.dimension == "count" and not a.unit and a.noun is None and b.dimension == "money" and a.value >= _SUM_FROM


def agreement(claimed: Quantity, told: Quantity) -> str:
    """Whether the value told lies "inside" what is claimed, "outside" of it, or in part ("overlap": settles nothing).

    Both must be comparable. Exact numbers may differ by rounding in the last digit told.
    """
    low, high = _span(claimed, told)
    told_low, told_high = _span(told, claimed)
    slack = _slack(claimed, told)
    if _touching(claimed, told):
        return "outside"
    if told_low > high + slack or told_high < low - slack:
        return "outside"
    if _same_number(claimed, told, slack):
        return "inside"
    if claimed.comparator in ("gt", "ge") and math.isinf(high) and told_low > _FAR_ABOVE * low > 0:
        return "overlap"
    return "inside" if low - slack <= told_low and told_high <= high + slack else "overlap"


def _factor(q: Quantity) -> float:
    return 1.0 if q.note == "added" else 0.0


def _span(q: Quantity, other: Quantity) -> tuple[float, float]:
    """The interval to compare by: the limit itself where limits are compared, increases as the factor they make."""
    shift = _factor(q) if q.note != other.note else 0.0
    if q.limit and (other.limit or q.dimension in _CAPACITIES):
        return q.value, q.value
    return q.low + shift, q.high + shift


def _slack(a: Quantity, b: Quantity) -> float:
    size = max(abs(a.value), abs(b.value))
    grain = max(q.grain if q.comparator not in _BOUNDS else 0.0 for q in (a, b))  # "over 2" is not over 1.96
    slack = min(grain / 2, _MOST_ROUNDING * size)
    if a.dimension == "duration" and min(abs(a.value), abs(b.value)) >= _CALENDAR_FROM:
        slack = max(slack, _CALENDAR_SLACK * size)
    return slack + _FLOAT * size


def _touching(a: Quantity, b: Quantity) -> bool:
    """Above a bound and short of the same bound: 破亿 against 近一亿."""
    return (_above(a) and _short(b) and b.value <= a.value) or (_above(b) and _short(a) and a.value <= b.value)


def _above(q: Quantity) -> bool:
    return q.comparator in ("gt", "ge")


def _short(q: Quantity) -> bool:
    return q.comparator in ("near", "lt")


def _same_number(claimed: Quantity, told: Quantity, slack: float) -> bool:
    """ "About 60" and "nearly 60" report a claimed 60: the reporter is careful about the same number."""
    careful = ("eq", "approx", "near")
    if claimed.comparator not in careful or told.comparator not in careful[1:]:
        return False
    return claimed.note == told.note and abs(claimed.value - told.value) <= slack
