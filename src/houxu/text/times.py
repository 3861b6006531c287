"""Times in Chinese and English news: which days a text names, how exactly, and in what relation.

Rules: a time keeps the width its words give it ("in October" is 31 days). Words that count from today need
the day of publication; without one they are left out, never guessed. Pure: no clock.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta

from houxu.text import days, time_forms_en, time_forms_zh
from houxu.text.days import Days
from houxu.text.script import fold
from houxu.text.time_forms import SENTENCE_END, Form, Named, Setting


@dataclass(frozen=True, slots=True)
class TimeRef:
    """A time named in a text: the days [first, last] that `text` (at [start, end)) stands for.

    precision: day, week (also a third of a month), month, quarter (also a season, or the start or end of a
    year), half, year or decade. relation: on, before, after, since, until, by or within; `first` and
    `last` always bound the time named, so "since June" has the days of June. basis: absolute (the words
    name the year), partial (month or day without a year), relative (counted from publication or from a
    time before it). `fiscal`: a company's own year, read as the calendar's.
    """

    start: int
    end: int
    text: str
    first: date
    last: date
    precision: str
    relation: str
    basis: str
    fiscal: bool = False


_LANGUAGES = ((time_forms_zh.SCAN, time_forms_zh.FORMS), (time_forms_en.SCAN, time_forms_en.FORMS))


def find(text: str, anchor: date | None = None, precision: str = "day") -> list[TimeRef]:
    """All times that the text names, in order of position; offsets count characters of `text`.

    `anchor` is the day of publication, `precision` how exactly it is known (day, month, year): relative times
    widen with it. Durations, versions and amounts are no times.
    """
    folded = fold(text)
    found: list[TimeRef] = []
    carried = _Carried()
    for match, form in _matches(folded):
        if found and match.start() < found[-1].end:
            continue
        setting = _setting(folded, match, carried)
        named = _resolve(form, setting, anchor, precision)
        if named is not None:
            found.append(_ref(text, setting, named))
            carried.take(found[-1], named)
    return found


def _matches(folded: str) -> list[tuple[re.Match[str], Form]]:
    hits = [(m, forms[int(str(m.lastgroup)[1:])]) for scan, forms in _LANGUAGES for m in scan.finditer(folded)]
    return sorted(hits, key=lambda h: (h[0].start(), -h[0].end()))


@dataclass(slots=True)
class _Carried:
    """The time named last, which later words may lean on."""

    running: Days | None = None
    year: int | None = None
    month: tuple[int, int] | None = None
    end: int = 0

    def take(self, ref: TimeRef, named: Named) -> None:
        """Remember a time. A time counted from the one before ("three months later") carries on as well."""
        self.running, self.end = named.span, ref.end
        if named.dated:
            self.year = named.span[0].year
        self.month = None
        if (ref.precision in ("day", "week", "month") and ref.basis != "relative") or (
            ref.precision == "day" and (named.dated or "月" in ref.text)  # 本月5日 names a month, 昨天 none
        ):
            self.month = (named.span[0].year, named.span[0].month)

    def leave_sentence(self) -> None:
        """A new sentence names its own year and month."""
        self.year = self.month = None


def _setting(folded: str, match: re.Match[str], carried: _Carried) -> Setting:
    start, end = match.span()
    if carried.end and SENTENCE_END.search(folded, carried.end, start):
        carried.leave_sentence()
    return Setting(folded, start, end, None, carried.running, carried.year, carried.month)


def _resolve(form: Form, setting: Setting, anchor: date | None, precision: str) -> Named | None:
    """Read a match against each end of what the anchor may be; impossible dates are no times."""
    inner = form.pattern.match(setting.folded, setting.start)
    if inner is None:
        return None
    try:
        readings = [form.read(inner, s) for s in _settings(setting, anchor, precision)]
    except (ValueError, OverflowError):
        return None
    if any(r is None for r in readings):
        return None
    first, *rest = [r for r in readings if r is not None]
    if not rest or rest[0].span == first.span:
        return first
    span = days.hull(first.span, rest[0].span)
    return Named(
        span,
        days.coarser(first.precision, precision),
        first.basis,
        fiscal=first.fiscal,
        relation=first.relation,
    )


def _settings(setting: Setting, anchor: date | None, precision: str) -> Iterator[Setting]:
    low_high = days.around(anchor, precision) if anchor else (None,)
    for day in dict.fromkeys(low_high):
        yield replace(setting, anchor=day)


def _ref(text: str, setting: Setting, named: Named) -> TimeRef:
    relation, start, end = _relation(setting)
    return TimeRef(
        start,
        end,
        text[start:end],
        *named.span,
        named.precision,
        named.relation or relation,
        named.basis,
        named.fiscal,
    )


def _relation(setting: Setting) -> tuple[str, int, int]:
    """The relation that the words around a time give it, and the span with those words."""
    folded, start, end, before = setting.folded, setting.start, setting.end, setting.before
    for pattern in (time_forms_zh.RELATION_BEFORE, time_forms_en.RELATION_BEFORE):
        if (lead := pattern.search(before)) and lead.lastgroup:
            at = start - len(before) + lead.start(lead.lastgroup)
            return lead.lastgroup, at, _tail(folded, end)[1]
    relation, tail_end = _tail(folded, end)
    if relation == "before" and folded[end - 1] in "底末":
        relation = "by"
    return relation or "on", start, tail_end


def _tail(folded: str, end: int) -> tuple[str | None, int]:
    tail = time_forms_zh.RELATION_AFTER.match(folded, end)
    return (tail.lastgroup, tail.end()) if tail else (None, end)


def overlaps(a: TimeRef, b: TimeRef) -> bool:
    """True when the two name a day in common."""
    return a.first <= b.last and b.first <= a.last


def contains(outer: TimeRef, inner: TimeRef) -> bool:
    """True when every day of `inner` is one of `outer`."""
    return outer.first <= inner.first and inner.last <= outer.last


def before(a: TimeRef, b: TimeRef) -> bool:
    """True when all of `a` is past before `b` begins."""
    return a.last < b.first


def agreement(claim: TimeRef, passage: TimeRef) -> str:
    """How the time of a passage meets that of a claim: "inside", "outside" or "overlap".

    A month claim is met by a day in it; a passage that only names the month does not settle a day claim.
    "Before", "by", "until", "after" and "since" stretch a time to that side, save that a beginning ("open
    since 9 December") or an end compared with a plain date is that date.
    """
    theirs = (passage.first, passage.last)
    if not (claim.relation == "on" and passage.relation in ("since", "until")):
        theirs = _extent(passage)
    ours = _extent(claim)
    if ours[0] <= theirs[0] and theirs[1] <= ours[1]:
        return "inside"
    return "overlap" if ours[0] <= theirs[1] and theirs[0] <= ours[1] else "outside"


def _extent(ref: TimeRef) -> Days:
    """All days that the relation allows."""
    day = timedelta(days=1)
    if ref.relation in ("by", "until"):
        return date.min, ref.last
    if ref.relation == "since":
        return ref.first, date.max
    if ref.relation == "before":
        return date.min, max(date.min + day, ref.first) - day
    if ref.relation == "after":
        return min(date.max - day, ref.last) + day, date.max
    return ref.first, ref.last
