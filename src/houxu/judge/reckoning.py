"""What a claim's own words ask to be worked out, and which of a passage's numbers to work it out from.

A share needs a part and its whole, a rise a before and an after, a mean a sum and what it is spread over. The operands are
found by the words that stand around them (role), not by trying all numbers until one fits; arithmetic.py tries more freely
where nothing here applies. Pure.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from itertools import permutations
from typing import TYPE_CHECKING

from houxu.judge.alignment import Aligned
from houxu.judge.arithmetic import Result, clock_span, verdict_on
from houxu.judge.signs import OPEN, Sign
from houxu.judge.wording import is_thing
from houxu.text.numerals import value_of
from houxu.text.quantities import Quantity, comparable

if TYPE_CHECKING:
    from houxu.judge.figures import Figure

Figures = Sequence["Figure"]
_DAY, _WEEK, _MONTH, _YEAR = 86400.0, 604800.0, 2629800.0, 31557600.0


def reckon(pair: Aligned, ours: Figure, theirs: Figures) -> Sign | None:
    """The sign of the first operation that the claim asks for and whose operands the passage has; else None."""
    for step in STEPS:
        for result in step(pair, ours, theirs):
            return replace(verdict_on(ours, result), kind="reckoned")
    return None


# -- which number plays which part ---------------------------------------------------------------------------------


def _role(pair: Aligned, f: Figure) -> tuple[int, int]:
    """The stretch of the passage that says what a number counts: from the number or the border before it to its noun."""
    start, end = pair.passage.clause_span(f.at)
    before = [q.end for q in pair.passage.figures if start <= q.start < f.at]
    after = [q.start for q in pair.passage.figures if f.quantity.end <= q.start < end]
    return max([start, *before]), min([end, *after])


def _speaks(pair: Aligned, f: Figure, first: int, last: int, *, things: bool = False) -> float:
    """How much of what the claim says in [first, last) stands in the number's role."""
    start, end = _role(pair, f)
    words = [w for w in pair.claim.words if first <= w.start < last and (not things or is_thing(w.text))]
    said = 0.0
    for word in words:
        degree, places = pair.found[word.start]
        if any(start <= p < end for p in places):
            said += word.weight * degree
        elif not places and _shares_pair(word.text, pair.passage.folded[start:end]):
            said += 0.6 * word.weight  # 起拍价 in 以80万元起拍
    return said


def _shares_pair(word: str, text: str) -> bool:
    return any(word[n : n + 2] in text for n in range(len(word) - 1) if not word.isascii())


def _owner(pair: Aligned, some: Figures, first: int, last: int, *, least: float = 0.5) -> Figure | None:
    """The number whose role holds most of the claim's words in [first, last); None when two hold as much or none enough."""
    ranked = sorted(((_speaks(pair, f, first, last), f) for f in some), key=lambda r: -r[0])
    if not ranked or ranked[0][0] < least or (len(ranked) > 1 and ranked[1][0] > 0.85 * ranked[0][0]):
        return None
    return ranked[0][1]


_WHOLE = re.compile(
    r"共|总|全|现有|在场|应到|参加|纳入|受访|抽查|样本|议席|席位|名额|出席|合计|常住人口|目标|计划|\btotal\b|\bof\b"
)


def _lead(pair: Aligned, f: Figure) -> tuple[int, int]:
    start, _ = _role(pair, f)
    return start, min(len(pair.passage.folded), f.quantity.end + 2)


def _noun(f: Figure) -> str:
    return f.quantity.text.strip()[-1:]


def _counts(theirs: Figures) -> list[Figure]:
    return [
        f for f in theirs if not f.change and f.quantity.dimension not in ("ratio", "multiple", "points", "age", "rank")
    ]


def _alike(a: Quantity, b: Quantity) -> bool:
    """Of one dimension; counts of people, votes and seats are counts."""
    return comparable(a, b) or (a.dimension == b.dimension == "count")


def _t(f: Figure) -> str:
    return f.quantity.text.strip()


# -- a share of a whole --------------------------------------------------------------------------------------------

_AMONG = re.compile(
    r"^[^,。;\d]{0,12}(?:中|里|内|当中|之中),?[^,。;\d]{0,10}$|^[^,。;\d]{0,8},?其中[^,。;\d]{0,12}$|^ (?:[a-z]+ ){0,3}(?:of (?:them|which|whom)),? "
)
# What the claim measures a part by: 占在场人数…, 超过年均降水量的…
_OF = re.compile(r"(?P<by>占(?:到|了|据)?|超过|相当于|不足|不到|达到?|仅?为)(?=[^,。;]{2,16}的?$)")


def _share(pair: Aligned, ours: Figure, theirs: Figures) -> Iterator[Result]:
    """214 of 300 is more than two thirds."""
    q = ours.quantity
    if q.dimension != "ratio" or ours.change or _BASE.search(pair.claim.folded) or _AND_MORE.search(pair.claim.folded):
        return
    some = _counts(theirs)
    among = _among(pair, some)
    if among is not None:
        yield _ratio(*among)
        return
    of = _OF.search(pair.claim.folded[: q.start])
    whole = (_owner(pair, some, of.end("by"), q.start) if of else None) or _total(pair, some)
    if whole is None or not whole.quantity.value:
        return
    rest = [f for f in some if f is not whole and _alike(f.quantity, whole.quantity)]
    part = _owner(pair, rest, *((0, of.start()) if of else (0, len(pair.claim.folded))))
    if part is not None and _LEAST_SHARE < part.quantity.value / whole.quantity.value <= 1:
        yield _ratio(part, whole)


_AND_MORE = re.compile(r"及以上|及以下|以及(?!上)|合计")  # a part told by several numbers
_LEAST_SHARE = 0.002


def _among(pair: Aligned, some: Figures) -> tuple[Figure, Figure] | None:
    """ "28 towns, 12 of which ...": the part that the claim speaks of, and the whole it is told to be part of."""
    for a, b in permutations(some, 2):
        inside = (
            0 < b.at - a.quantity.end < 26 and _alike(a.quantity, b.quantity) and b.quantity.value <= a.quantity.value
        )
        told = inside and _AMONG.match(pair.passage.folded[a.quantity.end : b.at])
        if told and _only_pair(some, a, b) and _said(pair, b) > 0:
            return b, a
    return None


def _total(pair: Aligned, some: Figures) -> Figure | None:
    """The number told as a total, else the greatest of its kind when it is as great as any two others together."""
    told = [f for f in some if _WHOLE.search(pair.passage.folded, *_lead(pair, f)) and _is_greatest(f, some)]
    if len(told) == 1:
        return told[0]
    great = [f for f in some if _is_greatest(f, some) and sum(_alike(f.quantity, o.quantity) for o in some) > 2]
    return great[0] if len(great) == 1 else None


def _is_greatest(f: Figure, some: Figures) -> bool:
    kin = [o for o in some if o is not f and _alike(f.quantity, o.quantity)]
    return bool(kin) and all(o.quantity.value <= f.quantity.value for o in kin)


def _only_pair(some: Figures, a: Figure, b: Figure) -> bool:
    return sum(1 for f in some if f is not a and f is not b and f.at > b.at and _noun(f) == _noun(b)) == 0


def _ratio(part: Figure, whole: Figure) -> Result:
    return Result(part.quantity.value / whole.quantity.value, f"{_t(part)}与{_t(whole)}之比")


# -- a rise or fall from a base -------------------------------------------------------------------------------------

_BASE = re.compile(r"(?:较|(?<!占)比(?!重|例|率|赛)|高于|低于|高出|低出|超出|溢价|折价|折让|涨幅|跌幅|增幅|降幅|增速)")
_MOST_GROWTH = 20.0  # times; more is another thing
_BASES = re.compile(
    r"起始价|起拍|发行价|底价|原价|挂牌价|指导价|定价|成本|参考价|评估价|上(?:年|月|季|届|期|次|一)|此前|原来|原先|年初|期初|去年"
)


def _growth(pair: Aligned, ours: Figure, theirs: Figures) -> Iterator[Result]:
    """From 12 to 13.8 is a premium of 15 per cent."""
    q = ours.quantity
    rises = ours.change or (_BASE.search(pair.claim.folded) is not None and q.dimension in ("ratio", "multiple"))
    if (
        not rises
        or q.dimension not in ("ratio", "multiple")
        or any(_is_rate(f) and _speaks(pair, f, 0, q.start, things=True) >= 0.5 for f in theirs)
    ):
        return
    found = _before_and_after(pair, theirs)
    if found is None or not found[0].quantity.value:
        return
    was, now = found
    factor = now.quantity.value / was.quantity.value
    working = f"{_t(was)}到{_t(now)}"
    if q.dimension == "multiple":
        yield Result(factor - 1 if ours.change > 0 and "倍" in q.text else factor, working)
        return
    way = ours.change or (-1 if re.search(r"低于|低出|折价|折让|跌幅|降幅", pair.claim.folded) else 1)
    low = high = None
    if now.quantity.low != now.quantity.high:
        ends = sorted(way * (v / was.quantity.value - 1) for v in (now.quantity.low, now.quantity.high))
        low, high = ends
    yield Result(way * (factor - 1), working, low=low, high=high)


def _is_rate(f: Figure) -> bool:
    return bool(f.change) and f.quantity.dimension in ("ratio", "multiple")


def _times(pair: Aligned, ours: Figure, theirs: Figures) -> Iterator[Result]:
    """ "The hammer price is three times the starting price": 268 over 80."""
    two = re.search(
        r"(?:是|为|达到?|相当于|约|超过?)(?P<other>[^,。;是为]{2,14})的$", pair.claim.folded[: ours.quantity.start]
    )
    if ours.quantity.dimension != "multiple" or ours.change or two is None:
        return
    some = _counts(theirs)
    below = _owner(pair, some, two.start("other"), ours.quantity.start, least=0.4)
    above = _owner(pair, [f for f in some if f is not below], 0, two.start(), least=0.4)
    if below is not None and above is not None and below.quantity.value and comparable(above.quantity, below.quantity):
        yield Result(above.quantity.value / below.quantity.value, f"{_t(above)}÷{_t(below)}")


def _before_and_after(pair: Aligned, theirs: Figures) -> tuple[Figure, Figure] | None:
    """Two numbers of one thing, the earlier (or the base) first: told by their dates, or by words for a base."""
    some = _counts(theirs)
    steps = [(a, b) for a in some for b in some if a is not b and _one_thing(a, b) and _precedes(pair, a, b)]
    ranked = sorted(((_said(pair, a) + _said(pair, b), n) for n, (a, b) in enumerate(steps)), reverse=True)
    if not ranked or (len(ranked) > 1 and ranked[0][0] <= ranked[1][0]):
        return None
    return steps[ranked[0][1]]


def _one_thing(a: Figure, b: Figure) -> bool:
    if not comparable(a.quantity, b.quantity) or (a.quantity.dimension == "count" and _noun(a) != _noun(b)):
        return False
    low, high = sorted((abs(a.quantity.value), abs(b.quantity.value)))
    return low > 0 and high / low < _MOST_GROWTH


def _precedes(pair: Aligned, a: Figure, b: Figure) -> bool:
    dated = a.when is not None and b.when is not None and a.when is not b.when and a.when.last < b.when.first
    return dated or (_based(pair, a) and not _based(pair, b))


def _said(pair: Aligned, f: Figure) -> float:
    return _speaks(pair, f, 0, len(pair.claim.folded))


def _based(pair: Aligned, f: Figure) -> bool:
    start, end = _role(pair, f)
    return f.earlier or _BASES.search(pair.passage.folded, start, min(end, f.quantity.end + 4)) is not None


def _amount(pair: Aligned, ours: Figure, theirs: Figures) -> Iterator[Result]:
    """From 5,307 to 4,982 is 325 less."""
    if not ours.change or ours.quantity.dimension in ("ratio", "multiple"):
        return
    moved = [f for f in theirs if f.change and comparable(ours.quantity, f.quantity)]
    if len(moved) > 1 and _NET.search(pair.claim.folded):
        whole = sum(f.change * f.quantity.value for f in moved)
        yield Result(ours.change * whole, "、".join(_t(f) for f in moved) + "相抵")
        return
    if moved:
        return
    found = _before_and_after(pair, [f for f in theirs if comparable(ours.quantity, f.quantity)])
    if found is None:
        found = _from_to(pair, ours, theirs)
    if found is not None:
        was, now = found
        faster = ours.quantity.dimension == "duration" and re.search("快|早|提前|领先", pair.claim.folded)
        way = -1 if faster else ours.change
        yield Result(way * (now.quantity.value - was.quantity.value), f"{_t(was)}到{_t(now)}")


_LEADS = re.compile(r"领先|落后|相差|差距|之差|多出|优势")


def _lead_of(pair: Aligned, ours: Figure, theirs: Figures) -> Iterator[Result]:
    """2:28:47 against 2:29:31 is a lead of less than a minute."""
    fit = [f for f in _counts(theirs) if comparable(ours.quantity, f.quantity)]
    if _LEADS.search(pair.claim.folded) and len(fit) == 2 and not any(f.earlier for f in fit):
        yield Result(abs(fit[0].quantity.value - fit[1].quantity.value), f"{_t(fit[0])}与{_t(fit[1])}之差")


_NET = re.compile(r"净|累计|合计|总共|一共")
_TO = re.compile(r"(?:从|由|自)[^,。;]{0,14}$")


def _from_to(pair: Aligned, ours: Figure, theirs: Figures) -> tuple[Figure, Figure] | None:
    for a in theirs:
        for b in theirs:
            gap = pair.passage.folded[a.quantity.end : b.at]
            here = a.at < b.at and comparable(a.quantity, b.quantity) and comparable(ours.quantity, a.quantity)
            moved = here and re.fullmatch(r"[^,。;]{0,4}(?:至|到|为)", gap)
            if moved and _TO.search(pair.passage.folded[max(0, a.at - 16) : a.at]):
                return a, b
    return None


def _points(pair: Aligned, ours: Figure, theirs: Figures) -> Iterator[Result]:
    """From 4.75 to 4.50 per cent is 25 basis points."""
    named = re.search(r"基点|个bp", pair.claim.folded[ours.quantity.end - 4 : ours.quantity.end + 3])
    if ours.quantity.dimension != "points" and named is None:
        return
    rates = [f for f in theirs if f.quantity.dimension == "ratio" and not f.change]
    found = _from_to_rates(pair, rates)
    if found is not None:
        gap = abs(found[1].quantity.value - found[0].quantity.value)
        yield Result(gap * 10000 if named and ours.quantity.value >= 1 else gap, f"{_t(found[0])}到{_t(found[1])}")


def _from_to_rates(pair: Aligned, rates: Figures) -> tuple[Figure, Figure] | None:
    if len(rates) != 2:
        return None
    gap = pair.passage.folded[rates[0].quantity.end : rates[1].at]
    return (rates[0], rates[1]) if re.search(r"至|到|为|to", gap) else None


# -- a mean, so much for each ----------------------------------------------------------------------------------------

_EACH = re.compile(
    r"每(?:一)?(?:[名位个台家户辆座所件次场篇班条架艘间块亩人]{1})(?P<noun>[^,。;平对拥有0-9一二两三四五六七八九十百千]{0,6})|(?P<person>人均|人手)|(?P<house>户均)|(?P<acre>亩产|每亩)"
)
_PEOPLE = re.compile(r"人口|居民|市民|常住|用户|学生|职工|员工|人$|名$|位$")
_SPREAD = {"person": _PEOPLE, "house": re.compile(r"户|家庭"), "acre": re.compile(r"亩|公顷|面积")}


def _mean(pair: Aligned, ours: Figure, theirs: Figures) -> Iterator[Result]:
    """3,780 pupils over 210 teachers is 18 for each."""
    each = _EACH.search(pair.claim.folded)
    if each is None or ours.change or ours.quantity.dimension in ("ratio", "multiple"):
        return
    some = _counts(theirs)
    kind = next((k for k in _SPREAD if each[k]), None)
    if kind is not None:
        fit = [f for f in some if _SPREAD[kind].search(pair.passage.folded[slice(*_lead(pair, f))].strip())]
        over = (
            fit[0]
            if len(fit) == 1
            else next((f for f in fit if "人口" in pair.passage.folded[slice(*_role(pair, f))]), None)
        )
    else:
        over = _owner(pair, some, each.start(), each.end(), least=0.6)
    if over is None or not over.quantity.value:
        return
    total = _total_of(pair, ours, [f for f in some if f is not over], (each.end(), len(pair.claim.folded)))
    if total is None:
        return
    size = 666.667 if kind == "acre" and over.quantity.dimension == "area" else 1.0
    yield Result(total.quantity.value / (over.quantity.value / size), f"{_t(total)}÷{_t(over)}")


def _total_of(pair: Aligned, ours: Figure, some: Figures, said: tuple[int, int]) -> Figure | None:
    fit = [f for f in some if comparable(ours.quantity, f.quantity)]
    told = _owner(pair, fit, *said) or _owner(pair, fit, 0, len(pair.claim.folded))
    return told or (fit[0] if len(fit) == 1 else None)


_PER_TIME = (
    (re.compile(r"日均|每[天日]|平均[每一]?[天日]|\ba day\b|daily"), _DAY),
    (re.compile(r"周均|每(?:周|星期)"), _WEEK),
    (re.compile(r"月均|每个?月"), _MONTH),
)


def _per_time(pair: Aligned, ours: Figure, theirs: Figures) -> Iterator[Result]:
    """A month's 336,000 visits are 11,200 a day."""
    unit = next((size for words, size in _PER_TIME if words.search(pair.claim.folded)), None)
    if unit is None or ours.change:
        return
    fit = [f for f in _counts(theirs) if comparable(ours.quantity, f.quantity)]
    if any(
        words.search(pair.passage.folded[slice(*_role(pair, f))])
        for f in fit
        for words, size in _PER_TIME
        if size == unit
    ):
        return  # told outright
    total = _owner(pair, fit, 0, len(pair.claim.folded))
    if total is None or total.when is None:
        return
    days = (total.when.last - total.when.first).days + 1
    if total.when.precision in ("month", "quarter", "year") and days * _DAY >= 2 * unit:
        yield Result(total.quantity.value / (days * _DAY / unit), f"{_t(total)}÷{days}天")


# -- sums and products ------------------------------------------------------------------------------------------------

_ALL = re.compile(
    r"总(?:高|长|重|装机|容量|面积|功率|价|额|数|量|投资|里程|规模)|合计|总计|共计|总共|一共|两轮|加起来|相加|累计"
)


def _product(pair: Aligned, ours: Figure, theirs: Figures) -> Iterator[Result]:
    """Four sets of 245,000 kilowatts are 980,000."""
    if _ALL.search(pair.claim.folded) is None:
        return
    for count in theirs:
        for size in theirs:
            gap = size.at - count.quantity.end
            if (
                0 <= gap <= 1
                and count.quantity.dimension == "count"
                and comparable(ours.quantity, size.quantity)
                and not comparable(count.quantity, size.quantity)
            ):
                yield Result(count.quantity.value * size.quantity.value, f"{_t(count)}×{_t(size)}")
                return


_PLUS = re.compile(r"连同|加上|再加|其上|另有|外加|以及|和|、|及")


def _parts(pair: Aligned, ours: Figure, theirs: Figures) -> Iterator[Result]:
    """A shaft of 218 metres and a mast of 94 make 312."""
    if _ALL.search(pair.claim.folded) is None or ours.change:
        return
    fit = [
        f for f in _counts(theirs) if comparable(ours.quantity, f.quantity) and not f.earlier and "累计" not in f.scopes
    ]
    two = len(fit) == 2 and fit[0].quantity.end < fit[1].at
    if two and _PLUS.search(pair.passage.folded[fit[0].quantity.end : fit[1].at]):
        yield Result(fit[0].quantity.value + fit[1].quantity.value, f"{_t(fit[0])}+{_t(fit[1])}")


# -- the rest of a year -------------------------------------------------------------------------------------------------

_PARTS_OF_YEAR = (
    (
        re.compile(r"第?四季度|第四财季|4季度"),
        re.compile(r"全年|年度|去年(?!前|上|同)"),
        re.compile(r"前三(?:个)?季度|前九个月|前9个月|1-9月"),
    ),
    (re.compile(r"第?二季度|2季度"), re.compile(r"上半年|前六个月|半年"), re.compile(r"第?一季度|首季|1季度")),
    (re.compile(r"下半年"), re.compile(r"全年|年度"), re.compile(r"上半年")),
)
_LOSS = re.compile(r"亏损|净亏|亏了|赤字|逆差")


def _rest_of_year(pair: Aligned, ours: Figure, theirs: Figures) -> Iterator[Result]:
    """The year's 340 million less 530 million of three quarters leave a loss of 190."""
    for asked, whole, part in _PARTS_OF_YEAR:
        if not asked.search(pair.claim.folded) or asked.search(pair.passage.folded):
            continue
        fit = [f for f in theirs if not f.change and comparable(ours.quantity, f.quantity)]
        all_year = [f for f in fit if whole.search(pair.passage.folded, *_role(pair, f))]
        so_far = [f for f in fit if part.search(pair.passage.folded, *_role(pair, f))]
        if len(all_year) == len(so_far) == 1 and all_year[0] is not so_far[0]:
            sign = -1 if _LOSS.search(pair.claim.folded) else 1
            value = _signed(pair, all_year[0]) - _signed(pair, so_far[0])
            yield Result(sign * value, f"{_t(all_year[0])}减{_t(so_far[0])}")
            return


def _signed(pair: Aligned, f: Figure) -> float:
    return -f.quantity.value if _LOSS.search(pair.passage.folded, *_role(pair, f)) else f.quantity.value


# -- time -----------------------------------------------------------------------------------------------------------------

_BIRTH = re.compile(r"生于|出生|诞生|\bborn\b")
_DEATH = re.compile(r"去世|病逝|逝世|辞世|离世|享年|病故|遇难|牺牲|\bdied\b")


def _age(pair: Aligned, ours: Figure, theirs: Figures) -> Iterator[Result]:
    """Born in 1931 and dead in 2004: about 73, whatever other years are told."""
    if ours.quantity.dimension != "age" or not _BIRTH.search(pair.passage.folded):
        return
    birth = _BIRTH.search(pair.passage.folded)
    assert birth is not None
    years = sorted(pair.passage.times, key=lambda t: abs(t.start - birth.start()))
    if len(years) < 2:
        return
    born, rest = years[0], [t for t in years[1:] if t.first.year > years[0].first.year]
    if _DEATH.search(pair.claim.folded):
        at = next(
            (
                t
                for t in rest
                if (d := _DEATH.search(pair.passage.folded, t.start))
                and not any(t.start < o.start < d.start() for o in rest)
            ),
            None,
        )
    else:
        at = max(rest, key=lambda t: _said_near(pair, t.start), default=None)
    if at is not None:
        exact = "year" not in (at.precision, born.precision)
        told = float((at.first - born.first).days // 365.25) if exact else float(at.first.year - born.first.year)
        younger = not exact and ours.quantity.low == ours.quantity.high == told - 1
        yield Result(told - 1 if younger else told, f"{born.text}到{at.text}")  # the birthday may be still to come


def _said_near(pair: Aligned, place: int) -> float:
    start, end = pair.passage.clause_span(place)
    return sum(w.weight for w in pair.claim.words if any(start <= p < end + 12 for p in pair.found[w.start][1]))


_MEANT = re.compile(r"原定|原计划|计划|预计|拟|按原")
_APART = re.compile(r"相隔|间隔|相距|时隔|保持|持续|停留|历时|距离?今|之久|待了|维持|在位|任职|前后")


def _clock(pair: Aligned, ours: Figure, theirs: Figures) -> Iterator[Result]:
    """From 22:40 on the eighth to 3:35 on the ninth are five hours."""
    if _APART.search(pair.claim.folded):
        yield from clock_span(pair, ours, theirs)


def _between(pair: Aligned, ours: Figure, theirs: Figures) -> Iterator[Result]:
    """From May 2024 back to April 2011 it is 13 years, whatever else lasted five."""
    if ours.quantity.dimension != "duration" or not _APART.search(pair.claim.folded):
        return
    told = [f for f in theirs if f.quantity.dimension == "duration"]
    told = [f for f in told if not _MEANT.search(pair.passage.folded, *_role(pair, f))]
    if len(pair.passage.times) != 2 or any(_APART.search(pair.passage.folded, *_role(pair, f)) for f in told):
        return
    first, second = sorted(pair.passage.times, key=lambda t: t.first)
    least, most = (second.first - first.last).days, (second.last - first.first).days
    if least < 0:
        return
    middle = (second.first - first.first).days * _DAY
    if first.precision == second.precision == "day" and ours.quantity.low <= middle + _DAY <= ours.quantity.high:
        middle += _DAY  # both days count
    low, high = min(least * _DAY, middle), max(most * _DAY, middle)
    yield Result(middle, f"“{first.text}”到“{second.text}”", low=low, high=high)


_EVERY = re.compile(r"每(?:天|日|晚|周|个?月|小时|分钟)")
_UNIT = {"天": _DAY, "日": _DAY, "晚": _DAY, "周": _WEEK, "月": _MONTH, "时": 3600.0, "钟": 60.0}
_NEEDS = re.compile(r"内|用时|耗时|播完|完成|跑完|读完|花|需要?|才能|之后")


def _at_rate(pair: Aligned, ours: Figure, theirs: Figures) -> Iterator[Result]:
    """36 parts at two a night take 18 days."""
    if ours.quantity.dimension != "duration" or not _NEEDS.search(pair.claim.folded):
        return
    for rate in theirs:
        start, _ = _role(pair, rate)
        every = _EVERY.search(pair.passage.folded, max(0, start - 4), rate.at)
        if every is None or not rate.quantity.value:
            continue
        whole = [
            f for f in theirs if f is not rate and comparable(f.quantity, rate.quantity) and _noun(f) == _noun(rate)
        ]
        if len(whole) == 1:
            seconds = whole[0].quantity.value / rate.quantity.value * _UNIT[every[0][-1]]
            yield Result(seconds, f"{_t(whole[0])},{every[0]}{_t(rate)}")
            return


# -- things in a row ----------------------------------------------------------------------------------------------------------

_ROW = re.compile(r"(?P<items>[^,。;:、\d]{1,10}(?:、[^,。;:、]{1,10}){1,12}(?:(?:和|与|及|以及)[^,。;:、\d的]{1,8})?)")
_CLASSIFIER = re.compile(r"[个条国地市省家座项种部款名位人村镇县区站门]")


def _in_a_row(pair: Aligned, ours: Figure, theirs: Figures) -> Iterator[Result]:
    """ "Flights to A, B, C and D" are four."""
    q = ours.quantity
    few = q.dimension == "count" and q.low == q.high and 2 <= q.value <= 20 and q.value == int(q.value)
    if (
        not few
        or _CLASSIFIER.search(q.text) is None
        or any(comparable(q, f.quantity) and _noun(f) == _noun(ours) for f in theirs)
    ):
        return
    rows = list(_ROW.finditer(pair.passage.folded))
    if len(rows) != 1 or any(r.isdigit() for r in rows[0]["items"]):
        return
    items = [i for i in re.split(r"、|和|与|以及|及", rows[0]["items"]) if i]
    yield Result(
        float(len(items)),
        f"“{rows[0]['items'].strip()}”共{len(items)}",
        asked=len(items) >= q.value or not _MORE.search(pair.passage.folded),
    )


_MORE = re.compile(r"等(?:地|国|多|[^待候级])|之后|随后|再赴|转赴|还|另")

STEPS: tuple[Callable[[Aligned, Figure, Figures], Iterator[Result]], ...] = (
    _rest_of_year, _age, _at_rate, _clock, _between, _points, _share, _growth, _times, _lead_of, _amount, _mean, _per_time, _product, _parts, _in_a_row,
)  # fmt: skip


# -- numbers that say whom a claim is about ------------------------------------------------------------------------------------

_KIND_OF = re.compile(
    r"^\s?(?:及)?(?:以上|以下)?(?:的)?(?:者|老人|老年人|人口|人群|儿童|居民|男性|女性|用户|群体|青年|学生|员工|骑手)"
)


def is_modifier(pair: Aligned, ours: Figure, others: Figures) -> bool:
    """A number that tells whom or what the claim counts ("40岁及以上者", 百万元30年房贷, 两轮融资总额), not how many it says there are."""
    q = ours.quantity
    after = pair.claim.folded[q.end : q.end + 8]
    if not others:
        return False
    if q.dimension == "age" and _KIND_OF.match(after):
        return True
    few = (q.dimension == "count" and 2 <= q.value <= 10 and _CLASSIFIER.search(q.text[-1:])) or re.match(
        r"[轮次笔]", q.text.strip()[-1:]
    )
    return bool(few and 2 <= q.value <= 10 and _ALL.search(pair.claim.folded, q.end - 2))


def unsettled(pair: Aligned, ours: Figure, told: Figure) -> Sign | None:
    """A number told for a longer time than the claim's says little about the claim's: half a year's is not a quarter's."""
    if ours.when is None or told.when is None:
        return None
    here, there = (ours.when.last - ours.when.first).days, (told.when.last - told.when.first).days
    within = told.when.first <= ours.when.first and ours.when.last <= told.when.last
    if within and there >= 1.5 * here > 20 and ours.when.precision != "year":
        return Sign(OPEN, 0.8, f"“{told.quantity.text.strip()}”是更长一段时间的数字", "longer")
    return None


_ONE_IN = re.compile(
    r"每(?P<of>\d+|[一二两三四五六七八九十百]+)[人户家个名件辆](?:[^,。;\d]{0,6})?中[就便]?有(?P<part>\d+|[一二两三四五六七八九十]+)"
)


def _numeral(words: str) -> float | None:
    return float(words) if words.isdigit() else value_of(words)


def one_in(pair: Aligned, claimed: Figures) -> list[Figure]:
    """The claim's numbers, with "one in five" as the share that it is."""
    found = _ONE_IN.search(pair.claim.folded)
    inside = [f for f in claimed if found and found.start() <= f.at < found.end()]
    ends = [_numeral(found[name]) for name in ("of", "part")] if found else [None]
    if found is None or not inside or None in ends or not 0 < ends[1] < ends[0]:  # type: ignore[operator]
        return list(claimed)
    share = ends[1] / ends[0]  # type: ignore[operator]
    text = pair.claim.folded[found.start() : found.end()]
    quantity = replace(
        inside[0].quantity, start=found.start(), end=found.end(), text=text, value=share, low=0.9 * share, high=1.1 * share,
        unit="1", dimension="ratio", comparator="approx", noun=None,
    )  # fmt: skip
    return [replace(inside[0], quantity=quantity), *(f for f in claimed if f not in inside)]
