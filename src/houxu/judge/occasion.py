"""When a claim and a passage say that it happened, and with which score: days, hours, results of games."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from houxu.judge.alignment import Aligned
from houxu.judge.signs import AGAINST, FOR, OPEN, Sign
from houxu.judge.wording import SCORE
from houxu.text import times
from houxu.text.times import TimeRef


def signs(pair: Aligned) -> Iterator[Sign]:
    """Signs from days, times of day, scores and degrees of a scale."""
    yield from _scores(pair)
    yield from _degrees(pair)
    yield from _days(pair)
    yield from _hours(pair)


def _scores(pair: Aligned) -> Iterator[Sign]:
    """Scores of games, side by side; the other way round is the other winner."""
    scores = list(SCORE.finditer(pair.passage.folded))
    theirs = [(m.start(), _score(m)) for m in scores]
    mine = list(SCORE.finditer(pair.claim.folded))
    if scores and not mine:
        yield from _drawn(pair, scores[-1])
    for m in mine:
        ours = _score(m)
        if scores and _other_side_first(pair, m, scores[-1]):
            ours = ours[::-1]
        if not theirs:
            yield Sign(OPEN, 0.5, f"报道没有比分“{m[0]}”", "number")
        elif any(ours == told for _, told in theirs):
            yield Sign(FOR, 0.5, f"比分一致:“{m[0]}”", "number")
        elif any(ours == told[::-1] for _, told in theirs):
            yield Sign(AGAINST, 0.6, f"比分相反:“{m[0]}”", "word")
        else:
            yield Sign(AGAINST, 0.9, f"比分不符:主张“{m[0]}”", "word")


_DRAW = re.compile(r"平局|战平|打平|逼平|踢平|握手言和|平分秋色|言和|战成平手")
_WON = re.compile(r"战胜|击败|打败|力克|完胜|险胜|大胜|取胜|获胜|胜出|输给|负于|不敌|赢|惜败|告负|落败")


def _drawn(pair: Aligned, final: re.Match[str]) -> Iterator[Sign]:
    """平局 beside 2比1, and a win beside 1比1."""
    first, second = _score(final)
    claims_draw = _DRAW.search(pair.claim.folded) is not None
    if claims_draw and first != second:
        yield Sign(AGAINST, 0.85, f"报道的比分是“{final[0]}”,不是平局", "word")
    elif claims_draw:
        yield Sign(FOR, 0.5, f"报道的比分是“{final[0]}”", "word")
    elif first == second and _WON.search(pair.claim.folded) and not re.search("点球|加时|总比分", pair.passage.folded):
        yield Sign(AGAINST, 0.7, f"报道的比分是“{final[0]}”", "word")


def _other_side_first(pair: Aligned, ours: re.Match[str], told: re.Match[str]) -> bool:
    """马竞2比1带走三分 is 皇马1比2: each text gives the score from the side it speaks of."""
    names = [w for w in pair.claim.words if w.name and pair.found[w.start][0] >= 0.5]
    before = [w for w in names if w.end <= ours.start()]
    if len(names) < 2 or not before:
        return False
    start = max((e for e in pair.passage.sentences if e <= told.start()), default=0)
    stands = [(p, w) for w in names for p in pair.found[w.start][1] if start <= p < told.start()]
    return bool(stands) and max(stands, key=lambda s: s[0])[1].text != before[0].text and len(before) == 1


def _score(m: re.Match[str]) -> tuple[int, int]:
    first, second = (int(g) if g.isdigit() else _HAN[g] for g in m.groups())
    return first, second


_DEGREE = re.compile(r"(?<![\d.])(?P<n>\d{1,2}(?:\.\d)?)级(?![别医市院企学])")
_BEFORE = re.compile(r"(?:此前|先前|早前|曾(?:经)?|一度|原先|原为|最初|旧纪录|原纪录)[^,。;]{0,12}$")
_AHEAD = re.compile(r"(?:预计|可能|或|有望|将)[^,。;]{0,12}$")


def _degrees(pair: Aligned) -> Iterator[Sign]:
    """14级 of wind, 5.2级 of a quake: now, before, or only expected."""
    ours = _DEGREE.search(pair.claim.folded)
    theirs = list(_DEGREE.finditer(pair.passage.folded))
    if ours is None or not theirs:
        return
    lead = {m.start(): pair.passage.folded[pair.passage.clause_span(m.start())[0] : m.start()] for m in theirs}
    now = [m for m in theirs if not _BEFORE.search(lead[m.start()]) and not _AHEAD.search(lead[m.start()])]
    if any(m["n"] == ours["n"] for m in now):
        yield Sign(FOR, 0.4, f"等级一致:“{ours[0]}”", "number")
    elif now and any(m["n"] == ours["n"] for m in theirs if _AHEAD.search(lead[m.start()])):
        yield Sign(OPEN, 0.7, f"“{ours[0]}”只是预计", "mood")
    elif now:
        yield Sign(AGAINST, 0.85, f"等级不符:主张“{ours[0]}”,报道“{now[0][0]}”", "number")


def _days(pair: Aligned) -> Iterator[Sign]:
    for ours in pair.claim.times:
        if _BASE.search(pair.claim.folded[: ours.start]):
            continue  # "fewer than last year": what is compared with, not when
        if not pair.passage.times:
            yield Sign(OPEN, 0.3 if ours.precision != "year" else 0.2, f"报道没有给出“{ours.text}”")
            continue
        yield from _day(pair, ours)


_BASE = re.compile(r"(?:比|较|相比|同)$")


def _day(pair: Aligned, ours: TimeRef) -> Iterator[Sign]:
    rivals = [t.start for t in pair.passage.times]
    ranked = sorted(
        pair.passage.times, key=lambda t: -pair.nearness(ours.start, t.start, [r for r in rivals if r != t.start])
    )
    if ours.basis == "partial" and (kin := [t for t in ranked if t.precision == ours.precision]):
        ranked = kin  # a quarter beside a quarter, not beside "last year"
    if own := _of_its_deed(pair, ours):
        ranked = own
    fits = [(agree(ours, t), t) for t in ranked]
    if any(fit == "inside" for fit, _ in fits):
        yield Sign(FOR, 0.3, f"时间一致:“{ours.text}”", "time")
    elif any(fit == "overlap" for fit, _ in fits):
        yield Sign(OPEN, 0.15, f"报道的时间不如“{ours.text}”确切", "time")
    elif _other_calendar(ours, fits[0][1]) and not pair.dated:
        yield Sign(OPEN, 0.1, f"“{ours.text}”与“{fits[0][1].text}”无从对照", "time")
    else:
        yield Sign(AGAINST, 0.88, f"时间不符:主张“{ours.text}”,报道“{fits[0][1].text}”", "time")


def _of_its_deed(pair: Aligned, ours: TimeRef) -> list[TimeRef]:
    """2027年主塔封顶,2029年通车: the times in the clause of the claim's deed, when that deed is told in one place only."""
    clause = pair.claim.clause(ours.start)
    words = [w for w in pair.claim.words if pair.claim.clause(w.start) == clause and w.start > ours.start]
    places = pair.found[words[-1].start][1] if words else ()
    if len(places) != 1 or len(words[-1].text) < 2:
        return []
    here = [
        t
        for t in pair.passage.times
        if pair.passage.clause(t.start) == pair.passage.clause(places[0]) and t.precision == ours.precision
    ]
    return here if len(here) == 1 else []


def _other_calendar(ours: TimeRef, theirs: TimeRef) -> bool:
    """One counts from a day that nobody has told, the other names its year or month; the same day of another month differs
    whatever the year."""
    if ours.precision == theirs.precision == "day" and _names_day(ours) and _names_day(theirs):
        return False
    return (ours.basis == "relative") != (theirs.basis == "relative")


def _names_day(when: TimeRef) -> bool:
    return re.search(r"月.{0,3}[日号]", when.text) is not None


_WEEKDAY = re.compile(r"(?P<week>本|这|上|下)?(?:个)?(?:周|星期|礼拜)(?P<day>[一二三四五六日天])")


def agree(ours: TimeRef, theirs: TimeRef) -> str:
    """`times.agreement`; two times with the same relation ("until") are compared as the days they name."""
    if (
        "partial" in (ours.basis, theirs.basis)
        and ours.precision == theirs.precision
        and ours.precision in ("day", "month")
    ):
        ours = same_year(ours, theirs)
    days = [_WEEKDAY.fullmatch(t.text.strip()) for t in (ours, theirs)]
    if all(days) and not all(d["week"] for d in days if d):
        return "inside" if days[0]["day"] == days[1]["day"] else "outside"  # type: ignore[index]
    if ours.relation == theirs.relation:
        return times.agreement(replace(ours, relation="on"), replace(theirs, relation="on"))
    return times.agreement(ours, theirs)


def same_year(ours: TimeRef, theirs: TimeRef) -> TimeRef:
    """A day without a year is that of the year that the other text names."""
    try:
        shift = theirs.first.year - ours.first.year
        return replace(
            ours, first=ours.first.replace(year=theirs.first.year), last=ours.last.replace(year=ours.last.year + shift)
        )
    except ValueError:
        return ours


_CLOCK = re.compile(
    r"(凌晨|清晨|早上|早晨|早|上午|中午|下午|傍晚|晚上|晚间|晚|夜里)?(\d{1,2}|[一二三四五六七八九十]{1,3})(?:时|点|:)(?!间|候|长|期|代|多|赞|评)(?:(\d{1,2})分?|(半)|整)?"
)
_HAN = {c: n for n, c in enumerate("零一二三四五六七八九十")}


def clock_times(folded: str) -> list[tuple[int, str]]:
    """Times of day in minutes after midnight, with their words."""
    found = []
    for m in _CLOCK.finditer(folded):
        hour = int(m[2]) if m[2].isdigit() else _han_hour(m[2])
        if m[1] and m[1][0] in "下傍晚夜" and hour < 12:
            hour += 12
        if hour <= 24 and ("点" in m[0] or "时" in m[0] or (m[3] and len(m[3]) == 2 and m[1])):
            found.append((hour * 60 + (30 if m[4] else int(m[3] or 0)), m[0]))
    return found


def _han_hour(text: str) -> int:
    if text[0] == "十":
        return 10 + (_HAN[text[1]] if len(text) > 1 else 0)
    if len(text) > 1 and text[1] == "十":
        return 10 * _HAN[text[0]] + (_HAN[text[2]] if len(text) > 2 else 0)
    return _HAN[text[0]]


def _hours(pair: Aligned) -> Iterator[Sign]:
    theirs = clock_times(pair.passage.folded)
    for ours, words in clock_times(pair.claim.folded):
        if not theirs:
            continue
        exact = ours % 60 != 0
        if any(abs(t - ours) % 720 == 0 or (not exact and "许" in words and abs(t - ours) < 40) for t, _ in theirs):
            yield Sign(FOR, 0.3, f"时刻一致:“{words}”")
        else:
            yield Sign(AGAINST, 0.85, f"时刻不符:主张“{words}”,报道“{theirs[0][1]}”")
