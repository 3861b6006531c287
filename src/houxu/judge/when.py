"""Which days a part of a passage speaks of."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from houxu.judge.reading import Reading
from houxu.text.times import TimeRef

_JUST_NOW = re.compile(
    r"今天|今日|刚刚|刚才|刚(?=[放发推])|今晨|凌晨|日前|近日|现已|今起|正式|宣布|讯[:,，]?|消息|\btoday\b|\bis (?:out|here|live)(?=[,.:;!]|$| (?:for|and|at last)\b)|\bjust\b|\bnewly\b|\bnow\b|\bthis (?:morning|week)\b|\bannounce[sd]?\b|\b(?:has|have) (?:now |finally |just )?(?:released|launched|unveiled|introduced|reached|arrived|come|landed|rolled|opened|begun|started|shipped|made it)\b|\b(?:releases|arrives|debuts|ships|lands|opens up)\b|\b(?:finally|at last) (?:here|out|reach(?:es|ed)|arriv(?:es|ed)|came|launch(?:es|ed)|ship(?:s|ped)|land(?:s|ed))\b|(?:终于|总算)[^，。；,;]{0,6}(?:来了|上线|发布|推出|露面|面世|登场|亮相|放出|端)|\blaunches\b|\bunveils\b|\bintroduces\b|\bintroducing\b"
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
    clause, sentence = reading.clause_at(start), _statement(reading, start)
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
    return _only_time(reading, sentence, start) or _hours_after(reading, sentence[0])


_HOURS_LATER = re.compile(
    r"\W*(?:then\b|hours later|(?:a few|two|three) hours later|later (?:that|the same) day|(?:on )?the same day|minutes later|随后|紧接着|几(?:个)?小时后|数小时后|当天(?:稍后|晚些时候)?|同一天|同日)"
)


def _hours_after(reading: Reading, start: int) -> TimeRef | None:
    """ "Google had Thursday to itself. Then OpenAI posted ...": the same day, told in the sentence before."""
    if not start or _HOURS_LATER.match(reading.folded, start) is None:
        return None
    first, last = reading.sentence_at(start - 1)
    days = [t for t in reading.times if first <= t.start < last and t.precision == "day"]
    return days[0] if len(days) == 1 else None


def _statement(reading: Reading, start: int) -> tuple[int, int]:
    """The part of a sentence between semicolons: what stands behind one is told of its own time."""
    first, last = reading.sentence_at(start)
    before, after = reading.folded.rfind(";", first, start), reading.folded.find(";", start, last)
    return before + 1 if before >= 0 else first, after if after >= 0 else last


def _only_time(reading: Reading, span: tuple[int, int], start: int) -> TimeRef | None:
    """The one time of a long sentence, told before what happened then."""
    here = [t for t in reading.times if span[0] <= t.start < span[1]]
    if len(here) != 1 or here[0].end > start or _past_is_over(reading, here[0], start):
        return None
    return None if _measured_against(reading, here[0]) else here[0]


_NOW = re.compile(r"如今|现如今|现在|目前|眼下|而今|\b(?:now|today|by now|currently|these days|at present)\b")


def _past_is_over(reading: Reading, ref: TimeRef, start: int) -> bool:
    """ "Two years ago it had X, now it has Y": the earlier time does not reach past the word for the present."""
    return ref.end <= start and _NOW.search(reading.folded, ref.end, start) is not None


_AGAINST = re.compile(
    r"(?:\b(?:times|than|against|versus|vs\.?|(?:up|down) from|compared (?:with|to)|double|triple|twice|(?:a|one) (?:half|third|quarter|fifth|tenth|fraction)|half)|比起?|相比|较)\s*(?:the |its |that of |what (?:\w+ ){1,3}(?:was|were|had been) |what |of what [^.;,]{1,24} |worth |valued at |at |in |[$€£¥]?[\d.,]+ ?(?:billion|million|trillion|bn|m)? )*$"
)
_TIMES_OF = re.compile(r"(?:同期|时)?的?(?:近|约|大约|超过)?[一二两三四五六七八九十几\d.]+倍")


def _measured_against(reading: Reading, ref: TimeRef) -> bool:
    """ "Three times last spring's figure": the time of what a number is compared with."""
    before = reading.folded[max(0, ref.start - 30) : ref.start]
    return bool(
        _AGAINST.search(before) or _TIMES_OF.match(reading.folded, ref.end) or _is_of_a_leak(before, reading, ref)
    )


_LEAKED = re.compile(r"\b(?:leaked|teased|rumou?red|reported|predicted|promised|hinted)\s*$")
_LEAKED_ZH = re.compile(r"(?:就|已|被)*(?:泄露|泄漏|曝光|爆料|预告|剧透|传出)")


def _is_of_a_leak(before: str, reading: Reading, ref: TimeRef) -> bool:
    """ "As leaked yesterday, it is here": the time of the leak."""
    return bool(_LEAKED.search(before) or _LEAKED_ZH.match(reading.folded, ref.end))


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
