"""What follows from a passage's numbers by one step of arithmetic: earlier values, sums, differences, shares, means.

The claim's own words choose the operation ("上年", "合计", "相差", "平均每"), so that no number is met by chance.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import combinations, permutations
from typing import TYPE_CHECKING

from houxu.judge.alignment import Aligned
from houxu.judge.counted import same_thing
from houxu.judge.occasion import clock_times, same_year
from houxu.judge.signs import AGAINST, FOR, OPEN, Sign
from houxu.text.quantities import Quantity, agreement, comparable

if TYPE_CHECKING:
    from houxu.judge.figures import Figure

ROUNDING = 0.015  # results of arithmetic over rounded news figures are themselves only about right
_SUM = re.compile(
    r"累计|加在一起|合计|共计|总计|总共|一共|共|总|相加|加起来|之和|两[项地队者国家]|三[项地]|in total|combined|together|altogether"
)
_GAP = re.compile(
    r"相差|差距|之差|高出|多出|领先|落后|比.{1,14}[多少高低快慢长短]|差|净|贵|便宜|more than the|difference"
)
_MEAN = re.compile(r"平均|人均|均价|均|每|单价|年薪|月薪|average|per\b")
_SHARE = re.compile(r"占|比例|比重|率|之一|的人|的[^,。]{1,8}(?:是|为|来自|选择)|成|中有|里有|share|percent")
_REST = re.compile(r"其余|剩余|剩下|另外|没有|未(?!来)|不(?![到足超少低多高断同])|余下|rest|remaining")
_WHOLE = re.compile(r"总|全部|全体|共|一共|整个|total")
_RATE = re.compile(r"每|平均|日均|月均|人均|单价|per\b|a (?:day|month|week|year)")


@dataclass(frozen=True, slots=True)
class Result:
    """A value reached, the working shown to the reader, and whether the claim's words asked for exactly this."""

    value: float
    working: str
    asked: bool = True
    low: float | None = None
    high: float | None = None
    rest: bool = False  # it counts those of whom the passage does not say it


def asks_total(pair: Aligned, ours: Figure, theirs: Sequence[Figure]) -> bool:
    """The claim adds up what the passage tells apart, and the passage tells no total itself."""
    asked = _TOTAL.search(pair.claim.folded) is not None and not ours.change
    return asked and not any("累计" in f.scopes for f in theirs) and len(_levels(ours, theirs)) > 1


def lacks_part(pair: Aligned, ours: Figure, theirs: Sequence[Figure]) -> bool:
    """The claim adds up two things of which the passage tells one only."""
    asked = _TOTAL.search(pair.claim.folded) and _TWO.search(pair.claim.folded) and not ours.change
    told = [f for f in theirs if same_thing(ours.quantity, f.quantity)]
    return bool(asked) and len(told) == 1 and not _ALL_TOLD.search(pair.passage.folded)


_IN_ALL = r"合计|共计|总计|总共|一共|加起来|之和|(?<!公)共(?=[\d一二两三四五六七八九十百千万]|有)"
_ALL_TOLD = re.compile(_IN_ALL + r"|总[量额数]")
_TWO = re.compile(r"[和与及、]|两[市地国队者项]")
_TOTAL = re.compile(_IN_ALL + r"|累计|加在一起|两[市地国队者]|相加")


def derive(pair: Aligned, ours: Figure, theirs: Sequence[Figure], contradicted: bool = False) -> Sign | None:
    """A sign for or against one number of the claim, when it can be worked out from the passage; else None.

    Where the passage's own number speaks against the claim, only a result that the claim asks for, or that fits it
    closely, overrules that.
    """
    loose = ours.quantity.comparator not in ("eq", "approx", "range")
    results = list(_net(pair, ours, theirs)) or [r for step in STEPS for r in step(pair, ours, theirs)]
    fits = [(_fit(ours.quantity, r), r) for r in results]
    for fit, result in fits:
        if fit == "inside" and not (contradicted and loose and not result.asked):
            kind = "rest" if result.rest else "derived"
            return Sign(FOR, 0.5, f"推算一致:{result.working},主张“{ours.quantity.text.strip()}”", kind)
    asked = [(fit, r) for fit, r in fits if r.asked]
    if not asked:
        return None
    fit, result = asked[0]
    if fit == "overlap":
        return Sign(OPEN, 0.65, f"推算({result.working})不足以判断", "derived")
    return Sign(AGAINST, 0.85, f"推算不符:{result.working},主张“{ours.quantity.text.strip()}”", "derived")


def verdict_on(ours: Figure, result: Result) -> Sign:
    """What a result says of the claim's number: for, against, or not settled (where it is only known within limits)."""
    fit, said = _fit(ours.quantity, result), ours.quantity.text.strip()
    if fit == "inside":
        return Sign(FOR, 0.5, f"推算一致:{result.working},主张“{said}”", "derived")
    if fit == "overlap" or not result.asked:
        return Sign(OPEN, 0.65, f"推算({result.working})不足以判断", "derived")
    return Sign(AGAINST, 0.85, f"推算不符:{result.working},主张“{said}”", "derived")


def _fit(claimed: Quantity, result: Result) -> str:
    slack = ROUNDING * abs(result.value)
    low = result.value if result.low is None else result.low
    high = result.value if result.high is None else result.high
    if claimed.comparator in ("eq", "approx") or claimed.low == claimed.high:
        claimed = replace(
            claimed,
            low=claimed.low - slack - 0.01 * abs(claimed.value),
            high=claimed.high + slack + 0.01 * abs(claimed.value),
        )
    told = replace(claimed, value=result.value, low=low, high=high, comparator="eq", limit=False)
    return agreement(claimed, told)


def _levels(ours: Figure, theirs: Sequence[Figure]) -> list[Figure]:
    return [f for f in theirs if not f.change and same_thing(ours.quantity, f.quantity)]


def _growth(theirs: Sequence[Figure]) -> Iterator[tuple[Figure, float]]:
    """Relative changes as factors: up two tenths is 1.2."""
    for f in theirs:
        q = f.quantity
        if f.change and q.dimension == "ratio":
            yield f, 1 + f.change * q.value
        elif q.dimension == "multiple":
            yield f, _times(f)


def _times(f: Figure) -> float:
    """增长两倍 makes three times as much, 增至两倍 and 翻番 make two times."""
    return (
        1 + f.quantity.value
        if f.change > 0 and "倍" in f.quantity.text and "是" not in f.quantity.text
        else f.quantity.value
    )


def _earlier_value(pair: Aligned, ours: Figure, theirs: Sequence[Figure]) -> Iterator[Result]:
    if not ours.earlier:
        return
    for level in _levels(ours, theirs):
        if level.earlier:
            continue
        for change, factor in _growth(theirs):
            if factor > 0 and _together(pair, level, change):
                yield Result(level.quantity.value / factor, f"{_t(level)}÷{factor:g}")
        for change in _amounts(ours, theirs):
            if _together(pair, level, change):
                yield Result(
                    level.quantity.value - change.change * change.quantity.value, f"{_t(level)}与变动{_t(change)}"
                )


def _later_value(pair: Aligned, ours: Figure, theirs: Sequence[Figure]) -> Iterator[Result]:
    if ours.earlier or ours.change:
        return
    for level in _levels(ours, theirs):
        if not level.earlier:
            continue
        for change, factor in _growth(theirs):
            if _together(pair, level, change):
                yield Result(level.quantity.value * factor, f"{_t(level)}×{factor:g}")
        for change in _amounts(ours, theirs):
            if _together(pair, level, change):
                yield Result(
                    level.quantity.value + change.change * change.quantity.value, f"{_t(level)}与变动{_t(change)}"
                )


def _amounts(ours: Figure, theirs: Sequence[Figure]) -> list[Figure]:
    return [f for f in theirs if f.change and (comparable(ours.quantity, f.quantity) or _points(ours, f))]


def _points(ours: Figure, change: Figure) -> bool:
    """A share that changed by points."""
    return ours.quantity.dimension == "ratio" and change.quantity.dimension == "points"


def _in_points(ours: Figure, level: Figure) -> bool:
    """A claimed change in points, between two shares."""
    return ours.quantity.dimension == "points" and level.quantity.dimension == "ratio"


def _together(pair: Aligned, a: Figure, b: Figure) -> bool:
    return pair.passage.sentence(a.at) == pair.passage.sentence(b.at)


def _t(f: Figure) -> str:
    return f.quantity.text.strip()


def _steps_between(ours: Figure, theirs: Sequence[Figure]) -> Iterator[tuple[Figure, Figure]]:
    """An earlier and a later level of one thing."""
    levels = [f for f in theirs if not f.change and f.quantity.dimension not in ("multiple",)]
    for a, b in permutations(levels, 2):
        if a.earlier and not b.earlier and comparable(a.quantity, b.quantity):
            yield a, b


def _change_rate(pair: Aligned, ours: Figure, theirs: Sequence[Figure]) -> Iterator[Result]:
    dimension = ours.quantity.dimension
    if dimension not in ("ratio", "multiple") or not (ours.change or dimension == "multiple"):
        return
    for was, now in _steps_between(ours, theirs):
        if not was.quantity.value:
            continue
        factor = now.quantity.value / was.quantity.value
        working = f"{_t(was)}到{_t(now)}"
        if dimension == "multiple":
            yield Result(factor - 1 if ours.change > 0 and "倍" in ours.quantity.text else factor, working)
        else:
            yield Result((factor - 1) * ours.change, working)
    if dimension == "multiple":
        for _, factor in _growth(theirs):
            yield Result(
                factor - 1 if ours.change > 0 and "倍" in ours.quantity.text else factor, f"变为原来的{factor:g}倍"
            )


def _change_amount(pair: Aligned, ours: Figure, theirs: Sequence[Figure]) -> Iterator[Result]:
    if not ours.change:
        return
    for was, now in _steps_between(ours, theirs):
        if comparable(ours.quantity, now.quantity) or _in_points(ours, now):
            yield Result((now.quantity.value - was.quantity.value) * ours.change, f"{_t(now)}-{_t(was)}")


def _ratio_of_two(pair: Aligned, ours: Figure, theirs: Sequence[Figure]) -> Iterator[Result]:
    """A share of a whole, or how many times one is the other."""
    dimension = ours.quantity.dimension
    if dimension not in ("ratio", "multiple") or ours.change:
        return
    asked = dimension == "multiple" or bool(_SHARE.search(pair.claim.folded))
    levels = [f for f in theirs if not f.change and f.quantity.dimension not in ("ratio", "multiple")]
    pairs = [p for p in combinations(levels, 2) if comparable(p[0].quantity, p[1].quantity)]
    for a, b in pairs:
        small, big = sorted((a.quantity.value, b.quantity.value))
        if not small:
            continue
        value = big / small if dimension == "multiple" else small / big
        sure = (asked or dimension == "ratio") and len(pairs) == 1 and not _counts_kinds(a, b)
        yield Result(value, f"{_t(a)}与{_t(b)}之比", sure)
        if dimension == "ratio" and _REST.search(pair.claim.folded):
            yield Result(1 - value, f"其余为1-{_t(a)}与{_t(b)}之比", sure, rest=True)
    if dimension == "ratio" and _REST.search(pair.claim.folded):
        for f in theirs:
            if f.quantity.dimension == "ratio" and not f.change:
                yield Result(1 - f.quantity.value, f"1-{_t(f)}", False, rest=True)


def _counts_kinds(a: Figure, b: Figure) -> bool:
    """两种 beside 480台: kinds are no part of the things."""
    return (_t(a)[-1:] in "种类项型") != (_t(b)[-1:] in "种类项型")


_UNTOLD = re.compile(r"(?:尚未|未|没有?)(?:公布|披露|公开|统计|提供|上报)|不详|待定|未知")


def _sum(pair: Aligned, ours: Figure, theirs: Sequence[Figure]) -> Iterator[Result]:
    levels = [f for f in _levels(ours, theirs) if not _is_rate(pair, f)]
    if not _SUM.search(pair.claim.folded) or len(levels) < 2 or ours.change:
        return
    if "累计" in ours.scopes and any("累计" in f.scopes for f in levels):
        return  # the passage tells the total itself
    for size in range(2, min(4, len(levels)) + 1):
        for some in combinations(levels, size):
            whole = size == len(levels) and not _UNTOLD.search(pair.passage.folded)
            yield Result(sum(f.quantity.value for f in some), "+".join(_t(f) for f in some), whole)


def _difference(pair: Aligned, ours: Figure, theirs: Sequence[Figure]) -> Iterator[Result]:
    levels = _levels(ours, theirs)
    if not (ours.change or _GAP.search(pair.claim.folded)) or len(levels) < 2:
        return
    past = ours.change and _THAN_BEFORE.search(pair.claim.folded)
    for a, b in combinations(levels, 2):
        if past and a.earlier == b.earlier:
            continue  # what grew since last year is no difference between two things of this year
        yield Result(abs(a.quantity.value - b.quantity.value), f"{_t(a)}与{_t(b)}之差", len(levels) == 2)


_THAN_BEFORE = re.compile(r"[比较](?:去年|上年|上届|上季|上个?月|前年|往年|同期)|同比|环比")


def _mean(pair: Aligned, ours: Figure, theirs: Sequence[Figure]) -> Iterator[Result]:
    if not _MEAN.search(pair.claim.folded):
        return
    whole = _levels(ours, theirs)
    for total in whole:
        for other in theirs:
            if (
                other is not total
                and other.quantity.value
                and (not comparable(total.quantity, other.quantity) or _other_kind(total.quantity, other.quantity))
                and other.quantity.dimension in ("count", "duration", "area", "mass", "length")
            ):
                # a span of 0 days divides nothing
                for parts in filter(None, told_units(other.quantity, pair.claim.folded)):
                    yield Result(total.quantity.value / parts, f"{_t(total)}÷{_t(other)}", len(theirs) == 2)


def _other_kind(a: Quantity, b: Quantity) -> bool:
    """720分 over 10场: two plain counts with different classifiers."""
    plain = a.dimension == b.dimension == "count" and not a.unit and not b.unit
    return plain and a.text.strip()[-1:] != b.text.strip()[-1:]


def _product(pair: Aligned, ours: Figure, theirs: Sequence[Figure]) -> Iterator[Result]:
    """So much a day over so many days, so much apiece for so many."""
    for rate in _levels(ours, theirs):
        if not _is_rate(pair, rate):
            continue
        for other in theirs:
            if (
                other is not rate
                and (not comparable(rate.quantity, other.quantity) or _is_per(pair, rate, other))
                and other.quantity.dimension in ("count", "duration")
                and not other.change
            ):
                for parts in told_units(other.quantity, pair.claim.folded):
                    asked = len(theirs) == 2 and _WHOLE.search(pair.claim.folded) is not None
                    yield Result(rate.quantity.value * parts, f"{_t(rate)}×{_t(other)}", asked)


def _is_rate(pair: Aligned, f: Figure) -> bool:
    return _RATE.search(pair.passage.folded[slice(*pair.passage.clause_span(f.at))]) is not None


def _is_per(pair: Aligned, rate: Figure, other: Figure) -> bool:
    """ "500箱,每箱200只": what the rate is told for is what the other number counts."""
    per = re.search(r"每(?:一)?(.)", pair.passage.folded[slice(*pair.passage.clause_span(rate.at))])
    return per is not None and other.quantity.text.strip().endswith(per[1])


_UNITS = (
    (re.compile("年"), 31557600.0),
    (re.compile("月"), 2629800.0),
    (re.compile("周|星期"), 604800.0),
    (re.compile("天|日"), 86400.0),
    (re.compile("小时"), 3600.0),
    (re.compile("分"), 60.0),
)


def told_units(q: Quantity, claim: str) -> tuple[float, ...]:
    """A duration counts in the unit that the claim divides by ("日均"), or else the one that it is written in."""
    if q.dimension != "duration":
        return (q.value,)
    per = re.search(r"每(?:个)?(年|月|周|天|日|小时|分)|(年|月|周|日)(?:均|薪)|平均(?:每)?(天|日)", claim)
    for text in (per[0] if per else "", q.text):
        for word, seconds in _UNITS:
            if text and word.search(text):
                return (round(q.value / seconds, 2),)
    return (q.value,)


def _part(pair: Aligned, ours: Figure, theirs: Sequence[Figure]) -> Iterator[Result]:
    """A share of a known whole, or the rest of it."""
    if ours.quantity.dimension in ("ratio", "multiple") or ours.change:
        return
    shares = [f for f in theirs if f.quantity.dimension == "ratio" and not f.change]
    for whole in _levels(ours, theirs):
        for share in shares:
            yield Result(whole.quantity.value * share.quantity.value, f"{_t(whole)}×{_t(share)}", False)
            if _REST.search(pair.claim.folded):
                yield Result(
                    whole.quantity.value * (1 - share.quantity.value), f"{_t(whole)}×(1-{_t(share)})", False, rest=True
                )
            if share.quantity.value and _WHOLE.search(pair.claim.folded):
                yield Result(whole.quantity.value / share.quantity.value, f"{_t(whole)}÷{_t(share)}", False)
    if _REST.search(pair.claim.folded):
        for a, b in combinations(_levels(ours, theirs), 2):
            yield Result(abs(a.quantity.value - b.quantity.value), f"{_t(a)}与{_t(b)}之差", False, rest=True)


def _span(pair: Aligned, ours: Figure, theirs: Sequence[Figure]) -> Iterator[Result]:
    """The time between two days."""
    if ours.quantity.dimension != "duration":
        return
    days = (*pair.passage.times, *pair.passage.gone_times)
    for a, b in combinations(days, 2):
        if "partial" in (a.basis, b.basis) and a.precision == b.precision == "day":
            b = same_year(b, a)  # both days of one sentence are of one year
        first, second = sorted((a, b), key=lambda t: t.first)
        low, high = (second.first - first.last).days, (second.last - first.first).days
        middle = (second.first - first.first).days
        working = f"“{first.text}”到“{second.text}”"
        yield Result(middle * 86400.0, working, len(days) == 2)
        if a.precision == b.precision == "day":
            yield Result((high + 1) * 86400.0, working, False)
        elif low >= 0:
            yield Result(middle * 86400.0, working, False, low * 86400.0, high * 86400.0)


_BORN = re.compile(r"生于|出生|诞生|生辰|\bborn\b")


def _age(pair: Aligned, ours: Figure, theirs: Sequence[Figure]) -> Iterator[Result]:
    """From a year of birth to the other year told; birthdays leave one year open."""
    years = pair.passage.times
    if ours.quantity.dimension != "age" or len(years) < 2 or not _BORN.search(pair.passage.folded):
        return
    first, last = sorted(years, key=lambda t: t.first)[:: len(years) - 1][:2]
    age = last.first.year - first.first.year
    for told in (age, age - 1):
        yield Result(float(told), f"{first.text}到{last.text}", told == age and len(years) == 2)


def clock_span(pair: Aligned, ours: Figure, theirs: Sequence[Figure]) -> Iterator[Result]:
    """The time between two hours of one day, or of days that the passage names."""
    hours = clock_times(pair.passage.folded)
    if ours.quantity.dimension != "duration" or len(hours) != 2:
        return
    days = [_day_of(pair.passage.folded, words) for _, words in hours]
    (start, first), (end, last) = hours
    nights = days[1] - days[0] if days[0] is not None and days[1] is not None else (1 if end < start else 0)
    if nights >= 0:
        yield Result((end - start + 1440 * nights) * 60.0, f"“{first}”到“{last}”")


def _day_of(folded: str, hour: str) -> int | None:
    """The day of the month, or of the week, that stands right before an hour ("8日8时", 周三16时)."""
    found = re.search(rf"(?:(\d{{1,2}})[日号]|(?:周|星期)([一二三四五六日]))(?:深夜|夜间)?\s*{re.escape(hour)}", folded)
    if found is None:
        return None
    return int(found[1]) if found[1] else "一二三四五六日".index(found[2])


# What comes in, and what goes out, of a net change.
_NET = re.compile(
    r"净(?P<up>增|流入|利|赚|买入)|净(?P<down>减|流出|亏|卖出)|(?P<plus>盈余|顺差|结余)|(?P<minus>赤字|逆差|缺口)"
)
_IN_OUT = (("出生", "死亡"), ("流入", "流出"), ("迁入", "迁出"), ("收入", "支出"), ("出口", "进口"), ("买入", "卖出"), ("新增", "关闭"), ("新开", "关"), ("入职", "离职"))  # fmt: skip


def _net(pair: Aligned, ours: Figure, theirs: Sequence[Figure]) -> Iterator[Result]:
    """902 born and 1,110 died is no net growth, whatever the difference."""
    asked = _NET.search(pair.claim.folded)
    if asked is None:
        return
    sign = 1 if asked["up"] or asked["plus"] else -1
    for gain, loss in _IN_OUT:
        sides = [next((f for f in _levels(ours, theirs) if _right_after(pair, w, f)), None) for w in (gain, loss)]
        if sides[0] and sides[1]:
            value = sign * (sides[0].quantity.value - sides[1].quantity.value)
            yield Result(value, f"{gain}{_t(sides[0])}、{loss}{_t(sides[1])}")
            return


def _right_after(pair: Aligned, word: str, f: Figure) -> bool:
    return word in pair.passage.folded[max(0, f.at - 8) : f.at]


STEPS: tuple[Callable[[Aligned, Figure, Sequence[Figure]], Iterator[Result]], ...] = (
    _age, clock_span, _earlier_value, _later_value, _change_rate, _change_amount, _ratio_of_two,
    _sum, _part, _difference, _mean, _product, _span,
)  # fmt: skip
