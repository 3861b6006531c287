"""Calendar arithmetic over whole days: what "a quarter", "late October" or "two weeks ago" cover. Pure."""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta

Days = tuple[date, date]
"""A closed interval of days, (first, last)."""

WIDTH = {"day": 1, "week": 7, "month": 31, "quarter": 92, "half": 184, "year": 366, "decade": 3653}
"""Longest stretch of days that each precision names, from the finest on."""

_SLACK = {
    "day": 0,
    "week": 3,
    "month": 15,
    "year": 91,
}  # "two years ago" is said of anything within three months of it
_EACH = {"day": 1, "week": 7}


def year(number: int) -> Days:
    """All of a year. Raises ValueError outside the years 1 to 9999, as all of these do."""
    return date(number, 1, 1), date(number, 12, 31)


def months(of_year: int, first: int, last: int) -> Days:
    """From the first day of one month to the last day of another in the same year."""
    return date(of_year, first, 1), date(of_year, last, monthrange(of_year, last)[1])


def month(of_year: int, number: int) -> Days:
    """All of a month."""
    return months(of_year, number, number)


def quarter(of_year: int, number: int) -> Days:
    """A calendar quarter, 1 to 4."""
    return months(of_year, 3 * number - 2, 3 * number)


def half(of_year: int, number: int) -> Days:
    """A half-year, 1 or 2."""
    return months(of_year, 6 * number - 5, 6 * number)


def season(of_year: int, number: int) -> Days:
    """Spring 1 (March to May) to winter 4 (December to the February after), as the northern press counts."""
    if number < 4:
        return months(of_year, 3 * number, 3 * number + 2)
    return date(of_year, 12, 1), month(of_year + 1, 2)[1]


def week(day: date) -> Days:
    """Monday to Sunday around a day."""
    monday = day - timedelta(days=day.weekday())
    return monday, monday + timedelta(days=6)


def part_of_year(number: int, part: str) -> Days:
    """The early (January to March), mid (May to August) or late (October on) part, or its start or end."""
    first, last = {"start": (1, 2), "early": (1, 3), "mid": (5, 8), "late": (10, 12), "end": (11, 12)}[part]
    return months(number, first, last)


def part_of_month(of_year: int, number: int, part: str) -> Days:
    """A third of a month: start and early, mid, late and end."""
    last = monthrange(of_year, number)[1]
    span = {"start": (1, 10), "early": (1, 10), "mid": (11, 20), "late": (21, last), "end": (21, last)}[part]
    return date(of_year, number, span[0]), date(of_year, number, span[1])


def shift_months(day: date, count: int) -> date:
    """The same day of another month, or its last day where the month is shorter."""
    index = day.year * 12 + day.month - 1 + count
    of_year, number = index // 12, index % 12 + 1
    return date(of_year, number, min(day.day, monthrange(of_year, number)[1]))


def shift(day: date, count: float, unit: str) -> date:
    """A day moved by some days, weeks, months or years; half a month counts as 15 days."""
    if unit in _EACH:
        return day + timedelta(days=round(count * _EACH[unit]))
    in_months = count * 12 if unit == "year" else count
    whole = int(in_months)
    return shift_months(day, whole) + timedelta(days=round((in_months - whole) * 30))


def away(base: Days, low: float, high: float, unit: str) -> Days:
    """The days that lie `low` to `high` units from `base` (negative: before it).

    A single count is meant loosely, the more so the larger the unit; a range, or a base that is itself wide,
    is loose enough.
    """
    loose = _SLACK[unit] if low == high else 0
    slack = timedelta(days=max(0, loose - (base[1] - base[0]).days // 2))
    return shift(base[0], low, unit) - slack, shift(base[1], high, unit) + slack


def hull(a: Days, b: Days) -> Days:
    """The smallest interval that holds both."""
    return min(a[0], b[0]), max(a[1], b[1])


def coarser(a: str, b: str) -> str:
    """The coarser of two precisions."""
    return max(a, b, key=lambda p: WIDTH[p])


def around(anchor: date, precision: str) -> Days:
    """The days that an anchor may be, when only its month or year (or quarter ...) is known."""
    if precision == "year":
        return year(anchor.year)
    if precision == "month":
        return month(anchor.year, anchor.month)
    if precision == "week":
        return week(anchor)
    return anchor, anchor
