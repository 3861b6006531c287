"""Sums, products, and what is left of a year."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from houxu.judge.alignment import Aligned
from houxu.judge.arithmetic import Result
from houxu.judge.reckoning.roles import Figures, levels, noun, role, said_of, speaks, told
from houxu.text.numerals import value_of
from houxu.text.quantities import comparable

if TYPE_CHECKING:
    from houxu.judge.figures import Figure

ALL = re.compile(
    r"总(?:高|长|重|装机|容量|面积|功率|价|额|数|量|投资|里程|规模)|合计|总计|共计|总共|一共|两轮|加起来|相加|累计|加在一起"
)
_RATES = re.compile(r"每|日均|月均|周均|人均|平均")


def product(pair: Aligned, ours: Figure, theirs: Figures) -> Iterator[Result]:
    """Four sets of 245,000 kilowatts are 980,000."""
    if ALL.search(pair.claim.folded) is None:
        return
    for count in theirs:
        for size in theirs:
            apart = size.at - count.quantity.end
            if (
                0 <= apart <= 1
                and count.quantity.dimension == "count"
                and comparable(ours.quantity, size.quantity)
                and not comparable(count.quantity, size.quantity)
            ):
                yield Result(count.quantity.value * size.quantity.value, f"{told(count)}×{told(size)}")
                return


_APIECE = re.compile(r"每(?:一)?(?P<unit>升|公斤|千克|斤|吨|度|公里|平方米|平米|张|件|股|份|台|辆|人|户|天|晚|次|小时)")


def apiece(pair: Aligned, ours: Figure, theirs: Figures) -> Iterator[Result]:
    """50 litres in the claim, 0.16 yuan a litre in the passage: 8 yuan."""
    if _RATES.search(pair.claim.folded):
        return
    for rate in theirs:
        each = _APIECE.search(pair.passage.folded, max(0, role(pair, rate)[0]), rate.at)
        if each is None or not comparable(ours.quantity, rate.quantity):
            continue
        own = [
            q for q in pair.claim.figures if q.start != ours.quantity.start and q.text.strip().endswith(each["unit"])
        ]
        if len(own) == 1:
            size = _amount_of(own[0].text)
            yield Result(size * rate.quantity.value, f"{own[0].text.strip()}×{told(rate)}")
            return


def _amount_of(text: str) -> float:
    digits = re.search(r"\d+(?:\.\d+)?", text)
    return float(digits[0]) if digits else 1.0


_PLUS = re.compile(r"连同|加上|再加|其上|另有|外加|以及|和|、|及")


def parts(pair: Aligned, ours: Figure, theirs: Figures) -> Iterator[Result]:
    """A shaft of 218 metres and a mast of 94 make 312."""
    if ALL.search(pair.claim.folded) is None or ours.change:
        return
    fit = [
        f for f in levels(theirs) if comparable(ours.quantity, f.quantity) and not f.earlier and "累计" not in f.scopes
    ]
    two = len(fit) == 2 and fit[0].quantity.end < fit[1].at
    if two and _PLUS.search(pair.passage.folded[fit[0].quantity.end : fit[1].at]):
        yield Result(fit[0].quantity.value + fit[1].quantity.value, f"{told(fit[0])}+{told(fit[1])}")


_BOTH = re.compile(r"(?:双边|贸易|进出口|外贸)[^,。;]{0,2}(?:总额|总值|额|规模)|进出口")
_WAYS = (("出口", "进口"),)


def both_ways(pair: Aligned, ours: Figure, theirs: Figures) -> Iterator[Result]:
    """Exports and imports make the trade of two countries."""
    if _BOTH.search(pair.claim.folded) is None or ours.change or _BOTH.search(pair.passage.folded):
        return
    for one, other in _WAYS:
        sides = [[f for f in levels(theirs) if w in said_of(pair, f)[:10]] for w in (one, other)]
        if len(sides[0]) == len(sides[1]) == 1 and comparable(ours.quantity, sides[0][0].quantity):
            a, b = sides[0][0], sides[1][0]
            yield Result(a.quantity.value + b.quantity.value, f"{told(a)}+{told(b)}")


_TOGETHER = re.compile(r"加在一起|累计|合计|总共|一共|共(?:占|计|有)|加起来|之和")
_JOINT = re.compile(r"^(?:、|和|与|及|,)$")


def of_a_row(pair: Aligned, ours: Figure, theirs: Figures) -> Iterator[Result]:
    """31, 24 and 17 per cent make 72."""
    if _TOGETHER.search(pair.claim.folded) is None or ours.change:
        return
    fit = [f for f in theirs if comparable(ours.quantity, f.quantity) and not f.change]
    row = fit[:1]
    for f in fit[1:]:
        if _JOINT.match(pair.passage.folded[row[-1].quantity.end : f.at].strip()):
            row.append(f)
        elif len(row) < 2:
            row = [f]
    if len(row) >= 2:
        yield Result(sum(f.quantity.value for f in row), "+".join(told(f) for f in row))


_SO_FAR = re.compile(r"累计|合计|总共|一共|今年(?:以来|已|共)")


def of_a_series(pair: Aligned, ours: Figure, theirs: Figures) -> Iterator[Result]:
    """420 in January, 360 in May and 200 in September make 980 so far."""
    if _SO_FAR.search(pair.claim.folded) is None:
        return
    fit = [f for f in theirs if comparable(ours.quantity, f.quantity) and f.when is not None and speaks(pair, f) >= 0.5]
    dated = {f.when.first for f in fit if f.when is not None}
    alike = len(fit) >= 2 and len(dated) == len(fit) and len({noun(f) for f in fit}) == 1
    if alike and not any(_SO_FAR.search(said_of(pair, f)) for f in fit):
        yield Result(sum(f.quantity.value for f in fit), "+".join(told(f) for f in fit))


_WHOLE_YEAR = re.compile(r"去年|全年|(?:19|20)\d{2}年(?!\d{1,2}月|[一二三四上下第])|年度")
_EACH_MONTH = re.compile(r"平均每个?月|月均|每个?月")


def of_a_year(pair: Aligned, ours: Figure, theirs: Figures) -> Iterator[Result]:
    """910,000 in an average month are 10.92 million in the year."""
    if _WHOLE_YEAR.search(pair.claim.folded) is None or ours.change or _RATES.search(pair.claim.folded):
        return
    fit = [f for f in levels(theirs) if comparable(ours.quantity, f.quantity)]
    monthly = [f for f in fit if _EACH_MONTH.search(said_of(pair, f))]
    if len(monthly) == 1 and not any(_WHOLE_YEAR.search(said_of(pair, f)) for f in fit if f is not monthly[0]):
        yield Result(12 * monthly[0].quantity.value, f"{told(monthly[0])}×12")


_PARTS_OF_YEAR = (
    (
        re.compile(r"第?四季度|第四财季|4季度"),
        re.compile(r"全年|年度|去年(?!前|上|同)"),
        re.compile(r"前三(?:个)?季度|前九个月|前9个月|1-9月"),
    ),
    (re.compile(r"第?二季度|2季度"), re.compile(r"上半年|前六个月|半年"), re.compile(r"第?一季度|首季|1季度")),
    (re.compile(r"下半年"), re.compile(r"全年|年度"), re.compile(r"上半年")),
)
_HALVES = (
    (r"上半年", r"下半年"),
    (r"一季度", r"二季度", r"三季度", r"四季度"),
    (r"第?一天|首日|首天", r"第?二天|次日", r"第三天|第三日"),
)
_PART_ASKED = re.compile(r"[上下]半年|[一二三四]季度|首日|次日|第[一二三]天|前三季度")


def of_periods(pair: Aligned, ours: Figure, theirs: Figures) -> Iterator[Result]:
    """The first half and the second make the year, the first, second and third day the three days."""
    if ours.change or _PART_ASKED.search(pair.claim.folded):
        return
    fit = [f for f in levels(theirs) if comparable(ours.quantity, f.quantity)]
    for periods in _HALVES:
        told_in = [[f for f in fit if re.search(p, said_of(pair, f)[: f.at])] for p in periods]
        if all(len(some) == 1 for some in told_in) and len({some[0].at for some in told_in}) == len(periods) == len(
            fit
        ):
            yield Result(sum(some[0].quantity.value for some in told_in), "+".join(told(some[0]) for some in told_in))
            return


_PERIODS = re.compile(
    r"(?P<n>[两二三四五六七八九]|\d{1,2})(?:个)?(?:天|日|周|月|季度|年|节|局|轮|批|期)[^,。;\d]{0,14}(?:分别|依次|先后)[^,。;\d]{0,8}"
)


def of_listed_periods(pair: Aligned, ours: Figure, theirs: Figures) -> Iterator[Result]:
    """ "Its four quarters had 96, 412, 438 and 121": together 1,067. Not when the claim speaks of one of them."""
    listed = _PERIODS.search(pair.passage.folded)
    if listed is None or ours.change or _PART_ASKED.search(pair.claim.folded) or _RATES.search(pair.claim.folded):
        return
    row = [f for f in levels(theirs) if f.at >= listed.end() and comparable(ours.quantity, f.quantity)]
    count = value_of(listed["n"]) if not listed["n"].isdigit() else float(listed["n"])
    if len(row) == count:
        yield Result(sum(f.quantity.value for f in row), "+".join(told(f) for f in row))


_TALLY = re.compile(
    r"(?P<gold>\d+)(?:枚)?金(?:牌)?[、, ]?(?P<silver>\d+)(?:枚)?银(?:牌)?[、, 和]?(?P<bronze>\d+)(?:枚)?铜"
)


def medals(pair: Aligned, ours: Figure, theirs: Figures) -> Iterator[Result]:
    """14 gold, 11 silver and 13 bronze are 38 medals."""
    tally = _TALLY.findall(pair.passage.folded)
    if "奖牌" in pair.claim.folded and len(tally) == 1 and ours.quantity.dimension == "count" and not ours.change:
        yield Result(float(sum(map(int, tally[0]))), "+".join(tally[0]))


def both_sides(pair: Aligned, ours: Figure, theirs: Figures) -> Iterator[Result]:
    """68 firms from home and 29 from abroad are 97 firms, when the claim makes no such difference."""
    if ours.change or ours.quantity.dimension != "count":
        return
    fit = [f for f in levels(theirs) if comparable(ours.quantity, f.quantity) and noun(f) == noun(ours)]
    if len(fit) != 2 or re.search("共|总|合计|其中", pair.passage.folded):
        return
    sides = [
        {(h.group, h.side) for h in pair.passage.hits if a <= h.start < b} for a, b in (role(pair, f) for f in fit)
    ]
    parted = [g for g, s in sides[0] for k, t in sides[1] if g == k and s != t and g in _KINDS]
    if parted and not any(h.group in parted for h in pair.claim.hits):
        yield Result(fit[0].quantity.value + fit[1].quantity.value, f"{told(fit[0])}+{told(fit[1])}")


_KINDS = frozenset(["home", "gender", "town", "age", "half", "import"])
_LOSS = re.compile(r"亏损|净亏|亏了|赤字|逆差")


def rest_of_year(pair: Aligned, ours: Figure, theirs: Figures) -> Iterator[Result]:
    """The year's 340 million less 530 million of three quarters leave a loss of 190."""
    for asked, whole, part in _PARTS_OF_YEAR:
        if not asked.search(pair.claim.folded) or asked.search(pair.passage.folded):
            continue
        fit = [f for f in theirs if not f.change and comparable(ours.quantity, f.quantity)]
        all_year = [f for f in fit if whole.search(said_of(pair, f))]
        so_far = [f for f in fit if part.search(said_of(pair, f))]
        if len(all_year) == len(so_far) == 1 and all_year[0] is not so_far[0]:
            sign = -1 if _LOSS.search(pair.claim.folded) else 1
            value = _signed(pair, all_year[0]) - _signed(pair, so_far[0])
            yield Result(sign * value, f"{told(all_year[0])}减{told(so_far[0])}")
            return


def _signed(pair: Aligned, f: Figure) -> float:
    return -f.quantity.value if _LOSS.search(said_of(pair, f)) else f.quantity.value
