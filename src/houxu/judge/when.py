"""Which days a part of a passage speaks of."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from houxu.judge.reading import Reading
from houxu.text.times import TimeRef

_JUST_NOW = re.compile(
    r"今天|今日|刚刚|刚才|今晨|凌晨|日前|近日|现已|今起|正式|宣布|讯[:,，]?|消息|\btoday\b|\bjust\b|\bnow\b|\bthis (?:morning|week)\b|\bannounce[sd]?\b|\b(?:has|have) (?:now |finally |just )?(?:released|launched|unveiled|introduced|reached|arrived|come|landed|rolled|opened|begun|started|shipped|made it)\b|\breleases\b|\blaunches\b|\bunveils\b|\bintroduces\b|\bintroducing\b"
)


@dataclass(frozen=True, slots=True)
class Period:
    """Days [first, last]; `explicit` when the words name them, `ref` the words themselves."""

    first: date
    last: date
    explicit: bool
    ref: TimeRef | None = None

    @property
    def days(self) -> int:
        """Uncertainty in days: 0 for a single day."""
        return (self.last - self.first).days


def linked_time(reading: Reading, start: int, end: int, *, reach: int = 60) -> TimeRef | None:
    """The time nearest to a span: in its clause first, else in its sentence within `reach` characters."""
    clause, sentence = reading.clause_at(start), reading.sentence_at(start)
    for span in (clause, sentence):
        near = [
            t
            for t in reading.times
            if span[0] <= t.start < span[1]
            and _gap(t, start, end) <= reach
            and not _past_is_over(reading, t, start)
            and not _measured_against(reading, t)
        ]
        if near:
            return min(
                near,
                key=lambda t: (reading.clauses_between(min(t.start, start), max(t.start, start)), _gap(t, start, end)),
            )
    return None


_NOW = re.compile(r"如今|现如今|现在|目前|眼下|而今|\b(?:now|today|by now|currently|these days|at present)\b")


def _past_is_over(reading: Reading, ref: TimeRef, start: int) -> bool:
    """ "Two years ago it had X, now it has Y": the earlier time does not reach past the word for the present."""
    return ref.end <= start and _NOW.search(reading.folded, ref.end, start) is not None


_AGAINST = re.compile(
    r"(?:\b(?:times|than|against|versus|vs\.?|(?:up|down) from|compared (?:with|to)|double|triple|twice)|比起?|相比|较)\s*(?:the |its |that of |what it was |at |in )*$"
)
_TIMES_OF = re.compile(r"(?:同期|时)?的?(?:近|约|大约|超过)?[一二两三四五六七八九十几\d.]+倍")


def _measured_against(reading: Reading, ref: TimeRef) -> bool:
    """ "Three times last spring's figure": the time of what a number is compared with."""
    before = reading.folded[max(0, ref.start - 30) : ref.start]
    return bool(_AGAINST.search(before) or _TIMES_OF.match(reading.folded, ref.end))


def _gap(ref: TimeRef, start: int, end: int) -> int:
    return max(ref.start - end, start - ref.end, 0)


def told(reading: Reading, start: int, end: int, published: date | None, precision: str = "day") -> Period | None:
    """The days a span speaks of: its own time words, else the day of publication; None when neither is known."""
    ref = linked_time(reading, start, end)
    if ref is not None:
        return Period(ref.first, ref.last, True, ref)
    if published is None:
        return None
    return publication(published, precision)


def publication(published: date, precision: str) -> Period:
    """Publication as a period; only the month or the year may be known."""
    if precision == "year":
        return Period(date(published.year, 1, 1), date(published.year, 12, 31), False)
    if precision == "month":
        following = date(published.year + published.month // 12, published.month % 12 + 1, 1)
        return Period(published.replace(day=1), date.fromordinal(following.toordinal() - 1), False)
    return Period(published, published, False)


def is_fresh(reading: Reading, start: int) -> bool:
    """True when the sentence tells its event as news of the day."""
    return bool(_JUST_NOW.search(reading.folded, *reading.sentence_at(start)))
