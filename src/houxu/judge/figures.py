"""The numbers of a claim against the numbers of a passage, where each has its part: level, change, earlier value.

A number only answers a number with the same part and the same thing counted; otherwise it may still follow by
arithmetic (arithmetic.py), or it says nothing about the claim.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta

from houxu.judge import arithmetic, reckoning
from houxu.judge.alignment import EXACT, Aligned
from houxu.judge.counted import same_thing
from houxu.judge.occasion import agree
from houxu.judge.reckoning import claimed as claimed_numbers
from houxu.judge.reckoning.listed import place as place_in_row
from houxu.judge.reckoning.roles import named_of_row
from houxu.judge.reckoning.rows import pace, trend
from houxu.judge.signs import AGAINST, FOR, OPEN, Sign
from houxu.judge.slots import base_before
from houxu.judge.wording import Wording
from houxu.text.quantities import Quantity, agreement, comparable
from houxu.text.times import TimeRef

_UP = (
    r"增长|增加|上升|上涨|提高|提升|攀升|涨价|涨|上调|扩大|增幅|涨幅|增速|增|升|多出?|高出?|快|扩建|新增"
    r"|grew|rose|up|increased|gained|climbed"
)
_DOWN = (
    r"下降|下跌|减少|降低|回落|下调|降价|缩减|降幅|跌幅|减幅|跌|降|减|少|低|缩短|下滑|收窄|蒸发|跌去|缩水|省下|节省|少花"
    r"|减值|fell|dropped|down|declined|decreased"
)
_FILL = r"(?:了|约|近|超过?|逾|达到?|幅度|幅|为|将近|接近|不足|不到|至少|大约|by|about|nearly|more than|\s)*$"
_DELTA_BEFORE = re.compile(rf"(?:(?P<up>{_UP})|(?P<down>{_DOWN})){_FILL}")
_DELTA_AFTER = re.compile(r"\s*的?(?:(?P<up>增长|增幅|涨幅|增速|increase|rise)|(?P<down>下降|降幅|跌幅|decrease|drop))")
_TO_LEVEL = re.compile(
    r"(?:[增升降减涨跌]|增加|上升|下降|提高|降低|减少|增长|回升|回落|扩大|缩短|上调|下调|提升|上涨|下跌)(?:至|到|为)[^,。;]{0,6}$"
)
_EARLIER = re.compile(
    r"(?:[一两二三四五六七八九十]|\d+)(?:个)?[年月周天]前|上一?年|去年同期|上年同期|前一年|前年|此前|原来|原先|原为|上(?:个)?季度|上(?:个)?月|上届|上周|(?:再)?往?前(?:推)?一(?:个)?[日天月周年]|过去为|以前|最初|起初|刚开始|改造前|调整前|之前|previously"
)
_LAST_YEAR = re.compile(r"去年|last year|a year earlier")
_YEAR_BEFORE = re.compile(r"前年|(?<!比)(?<!较)上(?:一)?年(?!末|底|度)|前一年")
# A level that another is counted from: 从60亿元, 比年初的60亿元; 自来水 counts from nothing.
_FROM = re.compile(r"(?:(?:从|由|自(?!来水|动|己|行|然|主|身|贸|驾)|from\s)[^,。;到至增降升]{0,14}|比[^,。;]{1,10}的)$")
_OVER_YEARS = re.compile(r"(?:[一二两三四五六七八九十]|\d)年(?:期)?(?:总值|总价|价值|共|合计|的)?$")  # 四年1.2亿元
_SCOPES = {
    "累计": re.compile(r"累计|总计|共计|合计|至今|一共|总共|总量|总额|(?<!公)共(?![同产和享建识度])"),
    "日": re.compile(r"单日|日均|每[天日]|当[天日]|首日|日产|日增|per day|daily"),
    "周": re.compile(r"单周|周均|每周|首周|本周|上周"),
    "月": re.compile(r"单月|月均|每(?:个)?月|当月|首月|本月|monthly"),
    "季": re.compile(r"单季|当季|每季|[一二三四]季度"),
    "年": re.compile(r"全年|年均|每年|年产|年薪|annual"),
    "均": re.compile(r"人均|户均|(?<!日)(?<!月)(?<!年)平均(?!每[个]?[天日月年周])|均价"),
    "最": re.compile(r"最高|最大|最多|峰值|封顶|顶格|上限"),
    "末": re.compile(r"最低|最小|最少"),
}


@dataclass(frozen=True, slots=True)
class Figure:
    """A number with its part. `change` is +1 or -1 for an amount of change, 0 for a level; `earlier` a value before."""

    quantity: Quantity
    change: int
    earlier: bool
    scopes: frozenset[str]
    when: TimeRef | None
    per: tuple[str, float] | None = None  # what a rate is told for: ("mass", 0.5) a jin, ("area", 666.7) a mu
    base: str = ""  # "year" or "step": what a change is told against

    @property
    def at(self) -> int:
        """Where it stands."""
        return self.quantity.start


def figures_of(text: Wording) -> list[Figure]:
    """The numbers of a text with their parts."""
    ends = [0, *(q.end for q in text.figures)]
    return [_figure(text, _bounded(text, q), after) for q, after in zip(text.figures, ends, strict=False)]


def _figure(text: Wording, q: Quantity, after_figure: int) -> Figure:
    start, end = text.clause_span(q.start)
    before = (
        text.folded[max(start, q.start - 16) : q.start]
        + re.split(r"[0-9一二三四五六七八九十两百千万半几数$¥]", q.text)[0].lower()
    )
    change = _change(before, text.folded[q.end : min(q.end + 6, len(text.folded))])
    clause = text.folded[start : max(end, q.end)]
    lead = text.folded[max(_with_time(text, start), after_figure) : q.start]
    earlier = not change and bool(
        _EARLIER.search(lead)
        or (
            _LAST_YEAR.search(lead) and not _YEAR_BEFORE.search(text.folded)
        )  # beside the year before it, last year is the later one
        or _FROM.search(before)
    )
    scopes = frozenset(name for name, pattern in _SCOPES.items() if pattern.search(clause))
    if q.dimension == "money" and _OVER_YEARS.search(text.folded[max(start, q.start - 8) : q.start]):
        scopes |= {"累计"}
    earlier = earlier or (not change and _is_looking_back(text, q))
    return Figure(
        q, change, earlier, scopes, _time_of(text, q), _per(text, q), base_before(text, q.start, after_figure)
    )


_TIME_CLAUSE = re.compile(r"(?:前|往前[一两二三四五六七八九十][年月周天日]|时|期间)[,,]$")


def _with_time(text: Wording, start: int) -> int:
    """Where a clause begins, with the short clause of time that leads it in ("涨水之前,水位…")."""
    if not start:
        return start
    first, last = text.clause_span(start - 1)
    if text.folded.startswith(("截至", "截止"), first):
        return start
    alone = any(first <= t.start and t.end <= last and t.end - t.start >= last - first - 3 for t in text.times)
    return first if alone or _TIME_CLAUSE.search(text.folded, max(0, start - 6), start) else start


_PER = re.compile(
    r"(?:[每一](?P<unit>公斤|千克|市斤|斤|克|吨|平方公里|平方米|平米|公顷|亩)[^,。;\d]{0,8}|(?P<acre>亩产)[^,。;\d]{0,6})$"
)
_RATE_UNITS = {
    "公斤": ("mass", 1.0), "千克": ("mass", 1.0), "市斤": ("mass", 0.5), "斤": ("mass", 0.5), "克": ("mass", 0.001),
    "吨": ("mass", 1000.0), "平方公里": ("area", 1e6), "平方米": ("area", 1.0), "平米": ("area", 1.0),
    "公顷": ("area", 1e4), "亩": ("area", 666.667),
}  # fmt: skip


def _per(text: Wording, q: Quantity) -> tuple[str, float] | None:
    found = _PER.search(text.folded[max(0, q.start - 14) : q.start])
    return _RATE_UNITS["亩" if found["acre"] else found["unit"]] if found else None


_BOUND_PER = re.compile(
    r"(?:(?P<below>跌破|低于|不到|不足|少于)|(?P<above>超过|突破|高于|多于|升破|涨破))每[^,。;\d]{1,4}$"
)


# 不及2018年的一半: the bound stands before what the share is taken of.
_BOUND_OF = re.compile(r"(?:(?P<below>不及|不到|不足|低于|少于)|(?P<above>超过|超出|高于|多于))[^,。;]{1,12}的$")
_NOT_FULL = re.compile(r"(?:没有?|未|不)[^,。;]{0,3}满$")


# 约占三成, 超过其三倍: the bound stands before the verb.
_BOUND_BEFORE_VERB = re.compile(
    r"(?:(?P<approx>大约|约|左右)|(?P<near>将近|接近|近)|(?P<above>超过|逾|至少|超)|(?P<below>不足|不到|最多|仅))(?:占|达|为|有|合|计|是)(?:到|了|其)?$"
)
_NONE = re.compile(r"(?:无一|没有一[个家座名人项]|无人|无一例外)[^,。;]{0,3}$")


def _loosened(q: Quantity, bound: re.Match[str]) -> Quantity:
    v = q.value
    if bound["approx"]:
        return replace(q, comparator="approx", low=0.9 * v, high=1.1 * v)
    if bound["near"]:
        return replace(q, comparator="near", low=0.9 * v, high=v)
    if bound["above"]:
        return replace(q, comparator="gt", low=v, high=math.inf)
    return replace(q, comparator="lt", low=0.0, high=v)


def _turned(q: Quantity) -> Quantity:
    """无一低于35度: all of them 35 or more."""
    if q.comparator == "lt":
        return replace(q, comparator="ge", low=q.value, high=math.inf)
    return replace(q, comparator="le", low=0.0, high=q.value)


def _bounded(text: Wording, q: Quantity) -> Quantity:
    """跌破每斤2元 is below two yuan: the bound stands before what the rate is told for."""
    lead = text.folded[max(0, q.start - 16) : q.start]
    if _NONE.search(lead) and q.comparator in ("lt", "gt"):
        return _turned(q)
    found = (_BOUND_PER.search(lead[-8:]) or _BOUND_OF.search(lead)) if q.comparator == "eq" else None
    if found is None and q.comparator == "eq" and (before := _BOUND_BEFORE_VERB.search(lead)):
        return _loosened(q, before)
    if found is None and q.comparator == "eq" and _NOT_FULL.search(lead):
        return replace(q, comparator="lt", low=0.0, high=q.value * (1 - 1e-9))
    if found is None:
        return q
    if found["below"]:
        return replace(q, comparator="lt", low=0.0, high=q.value * (1 - 1e-9))
    return replace(q, comparator="gt", low=q.value * (1 + 1e-9), high=math.inf)


def _at_the_same_rate(ours: Figure, theirs: Sequence[Figure]) -> list[Figure]:
    """The passage's numbers, those told for a kilo in a claim for a jin brought to the jin."""
    return [
        _rescaled(f, ours.per[1] / f.per[1]) if ours.per and f.per and ours.per[0] == f.per[0] else f for f in theirs
    ]


def _rescaled(f: Figure, factor: float) -> Figure:
    q = f.quantity
    return replace(f, quantity=replace(q, value=q.value * factor, low=q.low * factor, high=q.high * factor))


_BACK = re.compile(r"^\W*(?:此前|以前|之前|原来|过去(?![0-9一二两三四五六七八九十几半])|原先|从前)")


def _is_looking_back(text: Wording, q: Quantity) -> bool:
    """A sentence that begins with 此前 tells what was before."""
    start = max([0, *(s for s in text.sentences if s <= q.start)])
    return _BACK.match(text.folded[start : q.start]) is not None


# 塔高218米 says how high; 比去年高三米 says how much higher.
_PLAIN_SIZE = re.compile(rf"(?<![提升增走抬降跌减缩最调拉])[高低长短快慢多少]{_FILL}")
_COMPARED = re.compile(r"比|较|更|同比|环比|出|于|了")


def _change(before: str, after: str) -> int:
    if _TO_LEVEL.search(before):
        return 0
    m = _DELTA_BEFORE.search(before) or _DELTA_AFTER.match(after)
    if m is None or (_PLAIN_SIZE.search(before[: m.end()]) and not _COMPARED.search(before)):
        return 0
    return 1 if m["up"] else -1


def _time_of(text: Wording, q: Quantity) -> TimeRef | None:
    """The time in the number's own clause, or else the last one before it in its sentence."""
    same = [t for t in text.times if text.clause(t.start) == text.clause(q.start)]
    earlier = [t for t in text.times if t.start < q.start and text.sentence(t.start) == text.sentence(q.start)]
    found = same or earlier
    return found[-1] if found else None


def signs(pair: Aligned) -> Iterator[Sign]:
    """One sign for each number of the claim, and one for a comparison of two things by their numbers."""
    theirs = figures_of(pair.passage)
    yield from _ranking(pair, theirs)
    yield from trend(pair, theirs)
    yield from pace(pair, theirs)
    if all(f.quantity.dimension == "rank" or _is_few(f) or _also_told(f, theirs) for f in figures_of(pair.claim)):
        yield from place_in_row(pair, theirs)
    yield from _dated(pair)
    claimed = [claimed_numbers.as_age(pair, f) for f in claimed_numbers.one_in(pair, figures_of(pair.claim))]
    for ours in claimed:
        if not claimed_numbers.is_modifier(pair, ours, [f for f in claimed if f is not ours]):
            yield from _one(pair, ours, theirs, len(claimed) > 1)


_SIZES = frozenset({"area", "length", "mass", "power", "energy", "temperature", "speed"})


def _also_told(ours: Figure, theirs: Sequence[Figure]) -> bool:
    """24小时降雨量 in both texts: no number that the claim asserts."""
    return any(ours.quantity.text == f.quantity.text for f in theirs)


def _only_one(ours: Figure, theirs: Sequence[Figure]) -> bool:
    """The only area or height that a passage tells needs no name."""
    return ours.quantity.dimension in _SIZES and sum(comparable(ours.quantity, f.quantity) for f in theirs) == 1


def _is_few(ours: Figure) -> bool:
    """Two visits, three firms: a claim with other numbers turns on those."""
    return ours.quantity.dimension == "count" and ours.quantity.high <= 10


def _one(pair: Aligned, ours: Figure, theirs: Sequence[Figure], several: bool) -> Iterator[Sign]:
    head = pair.head(ours.at)
    headless = head is not None and pair.found[head.start][0] < 0.45 and not _only_one(ours, theirs)
    ours = _unplaced(pair, ours)
    theirs = _at_the_same_rate(ours, theirs)
    direct = _direct(pair, ours, theirs)
    if not _told_outright(pair, ours, direct) and (worked := reckoning.reckon(pair, ours, theirs)) is not None:
        yield worked
        return
    if headless and not direct:
        if head is not None and _WORKED_OUT.search(head.text) and (derived := arithmetic.derive(pair, ours, theirs)):
            yield derived
            return
        yield Sign(OPEN, 0.7, f"报道没有说“{head.text if head else ''}”是多少")
        return
    sign = _compared(pair, ours, direct) if direct else None
    if sign is not None and sign.kind == "longer":
        yield sign
        return
    told = sign is not None and sign.way == FOR and sign.kind == "number"  # the very number
    if not told and arithmetic.lacks_part(pair, ours, theirs):
        yield Sign(OPEN, 0.7, "报道只说了其中一项", "longer")
        return
    if not told and arithmetic.asks_total(pair, ours, theirs) and (sum_ := arithmetic.derive(pair, ours, theirs)):
        yield sum_
        return
    if sign is not None and sign.way == FOR:
        yield sign
        if headless and head is not None:
            tight = ours.quantity.comparator == "eq"
            yield Sign(OPEN, 0.3 if tight else 0.6, f"报道没有说“{head.text}”是多少", "attribute")
        return
    if derived := arithmetic.derive(pair, ours, theirs, bool(sign and sign.way == AGAINST and not headless)):
        yield derived
        return
    if headless:
        yield Sign(OPEN, 0.7, f"报道没有说“{head.text if head else ''}”是多少")
        yield Sign(AGAINST, 0.25, "数字不属于同一项")
        return
    if not sign and (other := _other_unit(pair, ours, theirs)):
        yield other
        return
    yield sign or Sign(
        OPEN, 0.15 if _is_few(ours) and several else 0.65, f"报道没有可与“{ours.quantity.text}”相比的数字"
    )


# Measures that a report leaves to the reader's arithmetic.
_WORKED_OUT = re.compile(
    r"率$|占比|比例|比重|均|合计|总[数量额共计长]|全程|用时|历时|耗时|时长|提前|推迟|晚点|延误|相差|差[额价距]|净|涨幅|跌幅|降幅|增幅|增速|年龄|享年|寿命"
)
_OUT = re.compile(r"(?:跌出|掉出|退出|未能?进入?|无缘|不在)[^,。]{0,4}$")


def _unplaced(pair: Aligned, ours: Figure) -> Figure:
    """Out of the first ten is eleventh or worse."""
    q = ours.quantity
    if q.dimension == "rank" and _OUT.search(pair.claim.folded, max(0, q.start - 8), q.start):
        return replace(ours, quantity=replace(q, low=q.value + 1, high=math.inf, comparator="gt"))
    return ours


def _told_outright(pair: Aligned, ours: Figure, direct: Sequence[tuple[float, Figure]]) -> bool:
    """The passage gives the very number, so that nothing has to be worked out."""
    sign = _compared(pair, ours, direct) if direct else None
    return sign is not None and sign.way == FOR and sign.kind == "number"


_DIGITS = re.compile(r"[\d.]+|[一二三四五六七八九十百千万亿两]+")


def _other_unit(pair: Aligned, ours: Figure, theirs: Sequence[Figure]) -> Sign | None:
    """The same digits with another unit: a changed unit, when nearly all words are the same."""
    number = _DIGITS.search(ours.quantity.text)
    for told in theirs:
        other = _DIGITS.search(told.quantity.text)
        if ours.quantity.dimension != told.quantity.dimension or comparable(ours.quantity, told.quantity):
            continue
        if number and other and number[0] == other[0] and pair.coverage > 0.7 and pair.nearness(ours.at, told.at) > 0.5:
            return Sign(AGAINST, 0.7, f"单位不符:主张“{ours.quantity.text}”,报道“{told.quantity.text}”", "number")
    return None


def _direct(pair: Aligned, ours: Figure, theirs: Sequence[Figure]) -> list[tuple[float, Figure]]:
    """The passage's numbers with the same part, the nearest in wording first."""
    fit = [f for f in theirs if same_thing(ours.quantity, f.quantity)]
    if (named := named_of_row(pair, fit)) is not None:
        fit = [named]
    owner = _owner(pair, ours, fit)
    rivals = [f.at for f in fit]
    ranked = [
        (
            pair.nearness(ours.at, f.at, [r for r in rivals if r != f.at])
            * _kinship(ours, f)
            * (1.5 if f is owner else 1),
            f,
        )
        for f in fit
    ]
    return sorted((r for r in ranked if r[0] > 0.02), key=lambda r: -r[0])


def _owner(pair: Aligned, ours: Figure, fit: Sequence[Figure]) -> Figure | None:
    """The number that follows next upon the word that the claim's number counts."""
    head = pair.head(ours.at)
    if head is None or pair.found[head.start][0] < 0.45:
        return None
    places = pair.found[head.start][1]
    for place in places if len(places) == 1 else ():
        behind = [f for f in fit if f.at >= place and pair.passage.sentence(f.at) == pair.passage.sentence(place)]
        ahead = [
            f
            for f in fit
            if 0 <= place - f.quantity.end <= 2 and pair.passage.clause(f.at) == pair.passage.clause(place)
        ]
        if ahead or behind:
            return (ahead or behind)[0]
    return None


def _kinship(ours: Figure, theirs: Figure) -> float:
    """How well the parts of two numbers agree: 1 the same, less for another scope, 0 for a change against a level."""
    if ours.base and theirs.base and ours.base != theirs.base:
        return 0.1
    then = ours.earlier != theirs.earlier and not (ours.when and theirs.when and ours.when.text == theirs.when.text)
    if bool(ours.change) != bool(theirs.change) or then:
        if ours.quantity.dimension == theirs.quantity.dimension == "multiple":
            return 0.8
        return 0.0 if bool(ours.change) != bool(theirs.change) else 0.15
    if ours.scopes != theirs.scopes:
        if ("均" in ours.scopes) != ("均" in theirs.scopes):
            return 0.3
        if not theirs.scopes and ours.scopes & {"日", "周", "月"}:
            return 0.6
        return 0.85 if not ours.scopes or not theirs.scopes else 1.0 if ours.scopes & theirs.scopes else 0.3
    return 1.5 if ours.scopes else 1.0


def _at_end(ours: Figure, told: Figure) -> Figure:
    """The end of a range that the claim asks for: 最高 its upper one, 最低 its lower one."""
    q = told.quantity
    wanted = ours.scopes & {"最", "末"}
    if q.comparator != "range" or len(wanted) != 1 or told.scopes & {"最", "末"}:
        return told
    end = q.high if "最" in wanted else q.low
    return replace(told, quantity=replace(q, value=end, low=end, high=end, comparator="eq"))


LEAST_WITHIN = (
    0.4  # nearness in wording from which a number inside a bound is taken for the claim's; chosen on own probes
)


def _compared(pair: Aligned, ours: Figure, direct: Sequence[tuple[float, Figure]]) -> Sign | None:
    direct = [(n, _at_end(ours, f)) for n, f in direct]
    direct = [d for d in direct if not _part_differs(ours, d[1])] or direct
    best = direct[0][0]
    near = [f for n, f in direct if n >= (0.8 if ours.quantity.comparator == "eq" else 0.93) * best]
    said = ours.quantity.text.strip()
    if best < 0.12:
        return None
    other = claimed_numbers.unsettled(pair, ours, near[0]) or claimed_numbers.of_the_whole(pair, ours, near[0])
    if ours.quantity.value != near[0].quantity.value and other is not None:
        return other
    if (limit := _other_limit(pair, ours, near[0])) is not None:
        return limit
    for told in near:
        if _fits(ours.quantity, told.quantity) == "inside" and not _part_differs(ours, told):
            if ours.change * told.change < 0:
                words = told.quantity.text.strip()
                return Sign(AGAINST, 0.85, f"变动方向不同:主张“{said}”,报道“{words}”", "number")
            if (len(near) > 2 and told is not near[0]) or (len(direct) > 1 and _listed(pair, told)):
                return Sign(OPEN, 0.6, "报道并列几个数字")
            tight = ours.quantity.value == told.quantity.value
            if not tight and best < LEAST_WITHIN and not _only_one(ours, [f for _, f in direct]):
                return Sign(OPEN, 0.6, f"“{told.quantity.text.strip()}”未必是这一项的数字", "number")
            return Sign(
                FOR, 0.5, f"数字一致:主张“{said}”,报道“{told.quantity.text.strip()}”", "number" if tight else "within"
            )
    told = near[0]
    words = told.quantity.text.strip()
    if _part_differs(ours, told) or _another_day(ours, told):
        return Sign(OPEN, 0.75, f"“{words}”是另一时间或另一口径的数字", "derived")
    if _fits(ours.quantity, told.quantity) == "overlap":
        return Sign(OPEN, 0.7, f"“{words}”不足以判断“{said}”", "number")
    return Sign(AGAINST, 0.9, f"数字不符:主张“{said}”,报道“{words}”", "number")


_LIMIT = re.compile(r"不得?(?:超过|多于|高于|长于|超出)|以内|之内|上限|至多|最多|封顶|控制在|限[时额重高速]")


def _other_limit(pair: Aligned, ours: Figure, told: Figure) -> Sign | None:
    """不超过十天 against 24小时以内: two upper limits of one rule are the rule, not a bound that a number keeps."""
    a, b = ours.quantity, told.quantity
    spans = [text.folded[max(0, q.start - 8) : q.end + 3] for text, q in ((pair.claim, a), (pair.passage, b))]
    if a.value == b.value or not comparable(a, b) or not all(_LIMIT.search(s) for s in spans):
        return None
    return Sign(AGAINST, 0.85, f"上限不同:主张“{a.text.strip()}”,报道“{b.text.strip()}”", "number")


def _listed(pair: Aligned, told: Figure) -> bool:
    """One of several numbers in a row: "180元、380元、680元"."""
    folded, spans = pair.passage.folded, [(q.start, q.end) for q in pair.passage.figures]
    place = spans.index((told.quantity.start, told.quantity.end))
    return any(
        folded[a[1] : b[0]] in ("、", "/")
        for a, b in zip(spans[max(0, place - 1) :], spans[place : place + 2], strict=False)
        if a < b
    )


def _fits(ours: Quantity, told: Quantity) -> str:
    """An approximate number of the passage that leaves the matter open counts with the value it names."""
    fit = agreement(ours, told)
    if fit == "overlap" and told.comparator == "approx":
        return agreement(ours, replace(told, low=told.value, high=told.value, comparator="eq"))
    return fit


def _part_differs(ours: Figure, told: Figure) -> bool:
    return _kinship(ours, told) < 0.5


def _another_day(ours: Figure, told: Figure) -> bool:
    return bool(ours.when and told.when and agree(ours.when, told.when) == "outside")


_ABOVE = re.compile(r"(?:多于|高于|大于|超过|多过|领先于?|快于|长于|重于)")
_BELOW = re.compile(r"(?:少于|低于|小于|不及|不如|落后于?|慢于|短于)")
_THAN = re.compile(
    r"[比较](?P<other>[^,。]{1,12}?)(?:(?P<up>多|高|大|长|快|贵|强|领先|重|远)|(?P<down>少|低|小|短|慢|便宜|弱|落后|轻|近))"
)


def _ranking(pair: Aligned, theirs: Sequence[Figure]) -> Iterator[Sign]:
    """A claim without a number that compares two named things, which the passage gives one number each."""
    folded = pair.claim.folded
    if pair.claim.figures or len(theirs) < 2:
        return
    for pattern, way in ((_ABOVE, 1), (_BELOW, -1), (_THAN, 0)):
        m = pattern.search(folded)
        if m is None:
            continue
        way = way or (1 if m["up"] else -1)
        behind = m.end() if pattern is not _THAN else m.start("other")
        ours = _number_at(pair, 0, m.start(), theirs) or _number_of(pair, 0, m.start(), theirs)
        other = _number_at(pair, behind, len(folded), theirs) or _number_of(pair, behind, len(folded), theirs)
        if ours and other and ours is not other and ours.quantity.dimension == other.quantity.dimension:
            gap = ours.quantity.value - other.quantity.value
            said = f"{ours.quantity.text.strip()}与{other.quantity.text.strip()}"
            if gap * way > 0:
                yield Sign(FOR, 0.6, f"比较一致:{said}", "derived")
            else:
                yield Sign(AGAINST, 0.9, f"比较不符:{said}", "derived")
        return


def _number_at(pair: Aligned, start: int, end: int, theirs: Sequence[Figure]) -> Figure | None:
    """今年高于去年: the passage's only number of the time that this side of the comparison names."""
    times = [t for t in pair.claim.times if start <= t.start < end]
    if len(times) != 1 or len(pair.claim.times) != 2:
        return None
    told = [f for f in theirs if f.when is not None and not f.change and agree(times[0], f.when) == "inside"]
    return told[0] if len(told) == 1 else None


def _number_of(pair: Aligned, start: int, end: int, theirs: Sequence[Figure]) -> Figure | None:
    """The number that follows the words that only this side of the comparison has."""
    here = [w for w in pair.claim.words if start <= w.start < end]
    there = {w.text for w in pair.claim.words if not start <= w.start < end}
    found: list[tuple[int, Figure]] = []
    for word in here:
        places = pair.found[word.start][1]
        if word.text in there or len(places) != 1 or pair.found[word.start][0] < EXACT:
            continue
        behind = [
            f for f in theirs if f.at >= places[0] and pair.passage.sentence(f.at) == pair.passage.sentence(places[0])
        ]
        ahead = [
            f for f in theirs if pair.passage.folded[f.quantity.end : places[0]].strip() == "" and f.at < places[0]
        ]
        ahead = [f for f in ahead if f.quantity.end <= places[0]]
        found += [(0 if ahead else f.at - places[0], f) for f in (ahead or behind)[:1]]
    return min(found, key=lambda n: n[0])[1] if found else None


_LASTS = re.compile(r"工期|历时|为期|持续|后|期限|有效期|之后|合同期|周期|later|after|lasts|lasting")


def _dated(pair: Aligned) -> Iterator[Sign]:
    """A day that is named by another day and how long it took."""
    for ours in pair.claim.times:
        if any(agree(ours, t) == "inside" for t in pair.passage.times):
            continue
        for then in pair.passage.times:
            for q in pair.passage.figures:
                lead = pair.passage.folded[max(0, q.start - 8) : q.end + 3]
                if q.dimension != "duration" or q.value < 86400 or not _LASTS.search(lead):
                    continue
                day = then.first + timedelta(seconds=q.value)
                slack = timedelta(days=1 + 0.02 * q.value / 86400)
                words = f"“{then.text}”加{q.text.strip()}"
                if ours.first - slack <= day <= ours.last + slack:
                    yield Sign(FOR, 0.6, f"推算一致:{words}", "derived")
                else:
                    yield Sign(AGAINST, 0.6, f"推算不符:{words}", "derived")
                return
