"""Claims that name the day or month of a launch: met, or told otherwise; birthdays and ages count back."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta

from houxu.judge.attribution import Hold
from houxu.judge.concepts import lexicon
from houxu.judge.occurrences import Occurrence
from houxu.judge.opinion import HOLD_WEIGHT, Opinion, asserted
from houxu.judge.rules.happened import compatible, happened
from houxu.judge.rules.pair import Pair
from houxu.judge.when import is_fresh, linked_time
from houxu.model import Verdict
from houxu.text.time_forms_zh import numeral
from houxu.text.times import TimeRef
from houxu.text.times import agreement as time_agreement


def dated(pair: Pair) -> Iterator[Opinion]:
    """Claims that name the day or month of a launch."""
    stated = pair.claim.stated
    if stated is None:
        return
    yield from _anniversary(pair, stated)
    yield from _age(pair, stated)
    exact = pair.claim.event_ids()
    told_otherwise = _dated_otherwise(pair, stated)
    for event, held in happened(pair, compatible(pair.claim)):
        if held is Hold.OWNER and not _like_it(pair, event):
            continue
        if told_otherwise and event.concept.id not in exact:
            continue
        when = linked_time(pair.passage, event.start, event.end)
        if when is None:
            if pair.precision != "day" or pair.published is None or not is_fresh(pair.passage, event.start):
                continue
            when_fit = "inside" if stated.first <= pair.published <= stated.last else "unknown"
            told = pair.published.isoformat()
        else:
            when_fit, told = _fit(stated, when), when.text.strip()
        if when_fit == "inside" and told_otherwise:
            continue
        if when_fit == "inside":
            reason = f"{event.concept.label_zh}时间一致:主张“{stated.text.strip()}”,报道“{told}”"
            yield Opinion(Verdict.SUPPORTS, 0.9 * HOLD_WEIGHT[held], reason, "event:date")
        elif when_fit == "outside" and held is Hold.NAMED and event.concept.id in exact and _settles(pair, when, event):
            reason = f"{event.concept.label_zh}时间不符:主张“{stated.text.strip()}”,报道“{told}”"
            yield Opinion(Verdict.REFUTES, 0.78, reason, "event:date")


def _like_it(pair: Pair, event: Occurrence) -> bool:
    """ "In March Baidu launched a browser": its maker alone is named, and what it brought out is said to be another thing."""
    clause = pair.passage.clause_at(event.start)
    told = pair.passage.folded[event.end : clause[1]]
    return (
        _THING.match(told) is None
        or any(c.yes.search(told) for c in lexicon()["fields"].values())
        or _BOT.search(told) is not None
    )


_THING = re.compile(
    r"了?(?:其|旗下|自家)?(?:全新|最新)?(?:的)?(?:一[款个项部种台]|新版|新款|首款|另一)|\s*(?:an?|another|its new|two|three)\b"
)
_BOT = re.compile(r"机器人|助手|\b(?:chat ?bot|bot|assistant)\b")


_MERELY_THEN = re.compile(r"^\s*(?:只是|不过是|仅是|仅仅是|只不过是|其实是|\b(?:is|was) (?:merely|only|just)\b)")


def _dated_otherwise(pair: Pair, stated: TimeRef) -> bool:
    """The claim's month is told as that of another step only ("August was merely when the filing passed")."""
    inside = [t for t in pair.passage.times if t.last >= stated.first and t.first <= stated.last]
    return any(_MERELY_THEN.match(pair.passage.folded[t.end : t.end + 14]) for t in inside)


_YEARS_ON = re.compile(
    r"(?:满|滿)?(?P<zh>[一二两兩三四五六七八九十]|\d{1,2})\s?(?:周岁|周歲|周年|週年|岁生日|歲生日|岁了)"
    r"|(?:上线|发布|推出|问世|面世|亮相)(?:以来)?(?:整整|恰好|正好|刚好|刚刚?满|满)(?P<since>[一二两三四五六七八九十]|\d{1,2})\s?年"
    r"|(?:整整)?(?P<back>[一二两三四五六七八九十]|\d{1,2})\s?年前的今天"
    r"|\b(?P<day>one|two|three|four|five) years? (?:ago today|to the day (?:after|since))"
    r"|\b(?P<nth>first|second|third|fourth|fifth|one|two|three|four|five)(?:-year|[- ]year)? ?(?:anniversary|birthday)"
    r"|\bturn(?:s|ed|ing)? (?P<turned>one|two|three|four|five)\b"
)


_YEARS = {w: n for n, ws in enumerate(("一 one first", "二 两 兩 two second", "三 three third", "四 four fourth", "五 five fifth", "六", "七", "八", "九", "十"), 1) for w in ws.split()}  # fmt: skip


_ABOUT_A_MONTH = timedelta(days=20)  # a birthday is told a few days before or after it


def _anniversary(pair: Pair, stated: TimeRef) -> Iterator[Opinion]:
    """A second birthday in March tells of a birth in March two years before."""
    if pair.published is None or pair.precision != "day":
        return
    for found in _YEARS_ON.finditer(pair.passage.folded):
        word = next(w for w in found.groups() if w)
        years = _YEARS.get(word) or (int(word) if word.isdigit() else 0)
        if not years or pair.hold(*found.span()) not in (Hold.NAMED, Hold.CARRIED):
            continue
        born = pair.published.replace(year=pair.published.year - years, day=min(pair.published.day, 28))
        if stated.first - _ABOUT_A_MONTH <= born <= stated.last + _ABOUT_A_MONTH:
            reason = f"{found.group().strip()},倒推是 {born:%Y-%m},与主张“{stated.text.strip()}”一致"
            yield Opinion(Verdict.SUPPORTS, 0.8, reason, "event:anniversary")
            return


_LAUNCHED = r"(?:上线|发布|推出|问世|面世|亮相|登场|开放|公测|出道|诞生)"


_N = r"(?:\d{1,2}|[一二两三四五六七八九十]{1,2})"


_AGE = re.compile(
    rf"{_LAUNCHED}(?:至今|到现在|以来|之后|后|已有|已经|已|才|刚好?|仅|不过|满|整整|恰好|正好|算来)*"
    rf"(?:(?P<years>{_N})年(?:零|又|多?)?)?(?:(?P<months>{_N})个(?P<half>半)?月)"
    r"|\b(?P<en>\d{1,2}|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|eighteen) months?(?: on)? "
    r"(?:after|since|into|from) (?:its|the|it)[^.;,]{0,24}(?:launch|debut|release|unveil|appear|came out|arriv|life|open)\w*"
)


_EN_NUMBERS = (
    "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve", "thirteen",
    "fourteen", "fifteen", "sixteen", "seventeen", "eighteen",
)  # fmt: skip


def _age(pair: Pair, stated: TimeRef) -> Iterator[Opinion]:
    """One year and one month old in April tells of a birth in March of the year before."""
    if pair.published is None or pair.precision != "day":
        return
    for found in _AGE.finditer(pair.passage.folded):
        months = 12 * _number(found["years"]) + _number(found["months"] or found["en"])
        mood = pair.passage.mood(*found.span())
        if not months or not asserted(mood) or pair.hold(*found.span()) not in (Hold.NAMED, Hold.CARRIED):
            continue
        born = pair.published - timedelta(days=months * 30.44 + (15 if found["half"] else 0))
        if stated.first - _ABOUT_A_MONTH <= born <= stated.last + _ABOUT_A_MONTH:
            reason = f"{found.group().strip()},倒推是 {born:%Y-%m},与主张“{stated.text.strip()}”一致"
            yield Opinion(Verdict.SUPPORTS, 0.8, reason, "event:age")
            return


def _number(words: str | None) -> int:
    if not words:
        return 0
    if words in _EN_NUMBERS:
        return _EN_NUMBERS.index(words) + 1
    return int(words) if words.isdigit() else numeral(words)


def _fit(stated: TimeRef, when: TimeRef) -> str:
    fit = time_agreement(stated, when)
    both_days = stated.precision == "day" and when.precision == "day"
    if fit == "outside" and both_days and abs((stated.first - when.first).days) == 1:
        return "inside"  # Beijing and San Francisco date the same hour differently
    return fit


def _settles(pair: Pair, when: TimeRef | None, event: Occurrence) -> bool:
    """Only one explicit date about one event can contradict; a page that lists several dates tells a longer story."""
    return (
        when is not None
        and when.basis == "absolute"
        and _only_time_of_its_item(pair, event)
        and event.concept.id in {"release", "upgrade"}
        and when.precision in ("day", "month", "year")
    )


_ITEM_END = re.compile(r"[;；。\n]|\.\s")


def _only_time_of_its_item(pair: Pair, event: Occurrence) -> bool:
    """A chronicle dates each of its items: what counts is that no other time stands in this one."""
    ends = [0, *(m.end() for m in _ITEM_END.finditer(pair.passage.folded)), len(pair.passage.folded)]
    start = max(e for e in ends if e <= event.start)
    stop = min(e for e in ends if e >= event.end)
    return sum(start <= t.start < stop for t in pair.passage.times) == 1
