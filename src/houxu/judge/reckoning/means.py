"""So much for each: over people, households, acres, and over days and months."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import TYPE_CHECKING

from houxu.judge.alignment import Aligned
from houxu.judge.arithmetic import Result
from houxu.judge.reckoning.roles import DAY, MONTH, WEEK, Figures, alike, lead, levels, noun, owner, said_of, told
from houxu.text.quantities import comparable

if TYPE_CHECKING:
    from houxu.judge.figures import Figure

_EACH = re.compile(
    r"每(?:一)?(?P<word>[名位个台家户辆座所件次场篇班条架艘间块亩人列趟航])(?P<noun>[^,。;平对拥有超达近不约0-9一二两三四五六七八九十百千]{0,6})"
    r"|(?P<person>人均|人手)|(?P<house>户均)|(?P<acre>亩产|每亩)"
)
_PEOPLE = re.compile(r"人口|居民|市民|常住|用户|学生|职工|员工|人$|名$|位$")
_SPREAD = {"person": _PEOPLE, "house": re.compile(r"户|家庭"), "acre": re.compile(r"亩|公顷|面积")}
_ACRE = 666.667  # square metres in a mu


def mean(pair: Aligned, ours: Figure, theirs: Figures) -> Iterator[Result]:
    """3,780 pupils over 210 teachers is 18 for each."""
    each = _EACH.search(pair.claim.folded)
    if each is None or ours.change or ours.quantity.dimension in ("ratio", "multiple"):
        return
    some = levels(theirs)
    over = _spread_over(pair, each, some)
    if over is None or not over.quantity.value:
        return
    total = _total_of(pair, ours, [f for f in some if f is not over], each.end())
    if total is None:
        return
    size = _ACRE if each["acre"] and over.quantity.dimension == "area" else 1.0
    yield Result(total.quantity.value / (over.quantity.value / size), f"{told(total)}÷{told(over)}")


def _spread_over(pair: Aligned, each: re.Match[str], some: Figures) -> Figure | None:
    kind = next((k for k in _SPREAD if each[k]), None)
    if kind is not None:
        fit = [f for f in some if _SPREAD[kind].search(pair.passage.folded[slice(*lead(pair, f))].strip())]
        return fit[0] if len(fit) == 1 else next((f for f in fit if "人口" in said_of(pair, f)), None)
    if not each["noun"]:  # 平均每班: what is counted in 班
        fit = [f for f in some if each["word"] in said_of(pair, f)]
        counted = [f for f in fit if each["word"] in pair.passage.folded[f.quantity.end - 1 : f.quantity.end + 2]]
        return fit[0] if len(fit) == 1 else counted[0] if len(counted) == 1 else None
    return owner(pair, some, each.start(), each.end(), least=0.6)


def _total_of(pair: Aligned, ours: Figure, some: Figures, said_from: int) -> Figure | None:
    fit = [f for f in some if alike(ours.quantity, f.quantity)]
    named = owner(pair, fit, said_from) or owner(pair, fit)
    return named or (fit[0] if len(fit) == 1 else None)


_MEAN_OF = re.compile(r"平均|年均|月均|日均|场均")
_NEXT = re.compile(r"^[^。;\d]{0,10}$")


def of_row(pair: Aligned, ours: Figure, theirs: Figures) -> Iterator[Result]:
    """12, 15 and 18 in three years are 15 a year; 312, 198 and 275 at three stations 262 on average."""
    if ours.change or not _MEAN_OF.search(pair.claim.folded):
        return
    row = [f for f in levels(theirs) if comparable(ours.quantity, f.quantity)]
    close = all(_NEXT.match(pair.passage.folded[a.quantity.end : b.at]) for a, b in pairwise(row))
    alone = not any(re.search("共|总|合计|平均|均", said_of(pair, f)) for f in row)
    if len(row) >= 3 and close and alone and len({noun(f) for f in row}) == 1:
        yield Result(sum(f.quantity.value for f in row) / len(row), "、".join(told(f) for f in row) + "的平均")


_EACH_YEAR = re.compile(r"年均(?:增速|增长|增幅|下降|降幅)|平均(?:增速|增幅|每年(?:增长|下降))")


def yearly(pair: Aligned, ours: Figure, theirs: Figures) -> Iterator[Result]:
    """7.1, 3.4 and 5.6 per cent in three years: about 5.4 a year."""
    rates = [f for f in theirs if f.change and f.quantity.dimension == "ratio"]
    if not _EACH_YEAR.search(pair.claim.folded) or len(rates) < 2 or ours.quantity.dimension != "ratio":
        return
    if len({f.when.first for f in rates if f.when is not None}) == len(rates):
        mean_rate = sum(f.change * f.quantity.value for f in rates) / len(rates)
        yield Result((ours.change or 1) * mean_rate, "、".join(told(f) for f in rates) + "的平均")


_FOR_ONE = re.compile(
    r"[辆个位名户家台](?P<many>[^,。;\d]{1,8})(?:就|便|才)?(?:配有?|拥有|共用|对应|有|分到|摊到)一[个名位座台所](?P<one>[^,。;]{1,8})"
)


def one_for_so_many(pair: Aligned, ours: Figure, theirs: Figures) -> Iterator[Result]:
    """Fewer than two cars to a charger: cars over chargers."""
    asked = _FOR_ONE.search(pair.claim.folded, max(0, ours.quantity.end - 1))
    if asked is None or asked.start() > ours.quantity.end or ours.quantity.dimension != "count":
        return
    some = levels(theirs)
    many, one = owner(pair, some, *asked.span("many")), owner(pair, some, *asked.span("one"))
    if many is not None and one is not None and many is not one and one.quantity.value:
        yield Result(many.quantity.value / one.quantity.value, f"{told(many)}÷{told(one)}")


_PER_TIME = (
    (re.compile(r"日均|每[天日]|平均[每一]?[天日]|\ba day\b|daily"), DAY),
    (re.compile(r"周均|每(?:周|星期)"), WEEK),
    (re.compile(r"月均|每个?月"), MONTH),
)


def per_time(pair: Aligned, ours: Figure, theirs: Figures) -> Iterator[Result]:
    """A month's 336,000 visits are 11,200 a day."""
    asked = next(((words, size) for words, size in _PER_TIME if words.search(pair.claim.folded)), None)
    if asked is None or ours.change:
        return
    words, unit = asked
    fit = [f for f in levels(theirs) if comparable(ours.quantity, f.quantity)]
    if any(words.search(said_of(pair, f)) for f in fit):
        return  # told outright
    total = owner(pair, fit) or (fit[0] if len(fit) == 1 else None)
    days = _days_of(pair, total) if total is not None else None
    if total is not None and days is not None and days * DAY >= 2 * unit:
        yield Result(total.quantity.value / (days * DAY / unit), f"{told(total)}÷{days}天")


def _days_of(pair: Aligned, total: Figure) -> int | None:
    """How many days a total was counted over: a month, a quarter, or from one day to another of its sentence."""
    start, end = pair.passage.clause_span(total.at)
    spans = [
        q for q in pair.passage.figures if start <= q.start < end and q.dimension == "duration" and q.value >= 2 * DAY
    ]
    if len(spans) == 1 and spans[0].comparator == "eq":
        return round(spans[0].value / DAY)  # 假期七天共接待
    when = total.when
    if when is not None and when.precision in ("month", "quarter", "half", "year"):
        return (when.last - when.first).days + 1
    days = [t for t in pair.passage.times if pair.passage.sentence(t.start) == pair.passage.sentence(total.at)]
    if len(days) == 2 and days[0].precision == days[1].precision == "day":
        joined = pair.passage.folded[days[0].end - 1 : days[1].start + 1]
        if re.search(r"至|到|-|~", joined):
            return abs((days[1].first - days[0].first).days) + 1
    return None
