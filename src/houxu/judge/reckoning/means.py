"""So much for each: over people, households, acres, and over days and months."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from houxu.judge.alignment import Aligned
from houxu.judge.arithmetic import Result
from houxu.judge.reckoning.roles import DAY, MONTH, WEEK, Figures, lead, levels, owner, said_of, told
from houxu.text.quantities import comparable

if TYPE_CHECKING:
    from houxu.judge.figures import Figure

_EACH = re.compile(
    r"每(?:一)?(?P<word>[名位个台家户辆座所件次场篇班条架艘间块亩人])(?P<noun>[^,。;平对拥有超达近不约0-9一二两三四五六七八九十百千]{0,6})"
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
        return fit[0] if len(fit) == 1 else None
    return owner(pair, some, each.start(), each.end(), least=0.6)


def _total_of(pair: Aligned, ours: Figure, some: Figures, said_from: int) -> Figure | None:
    fit = [f for f in some if comparable(ours.quantity, f.quantity)]
    named = owner(pair, fit, said_from) or owner(pair, fit)
    return named or (fit[0] if len(fit) == 1 else None)


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
    when = total.when
    if when is not None and when.precision in ("month", "quarter", "half", "year"):
        return (when.last - when.first).days + 1
    days = [t for t in pair.passage.times if pair.passage.sentence(t.start) == pair.passage.sentence(total.at)]
    if len(days) == 2 and days[0].precision == days[1].precision == "day":
        joined = pair.passage.folded[days[0].end - 1 : days[1].start + 1]
        if re.search(r"至|到|-|~", joined):
            return abs((days[1].first - days[0].first).days) + 1
    return None
