"""Rises and falls from a base, in shares, points and amounts, and how far one is ahead of another."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from houxu.judge.alignment import Aligned
from houxu.judge.arithmetic import Result
from houxu.judge.occasion import agree
from houxu.judge.reckoning.roles import Figures, levels, noun, owner, role, said_of, speaks, told
from houxu.text.quantities import comparable

if TYPE_CHECKING:
    from houxu.judge.figures import Figure

BASE = re.compile(r"(?:较|(?<!占)比(?!重|例|率|赛)|高于|低于|高出|低出|超出|溢价|折价|折让|涨幅|跌幅|增幅|降幅|增速)")
_MOST_GROWTH = 20.0  # times; more is another thing
_BASES = re.compile(
    r"起始价|起拍|发行价|底价|原价|挂牌价|指导价|定价|成本|参考价|评估价|上(?:年|月|季|届|期|次|一)|此前|原来|原先|年初|期初|首个交易日|去年"
)


def growth(pair: Aligned, ours: Figure, theirs: Figures) -> Iterator[Result]:
    """From 12 to 13.8 is a premium of 15 per cent."""
    q = ours.quantity
    rises = ours.change or BASE.search(pair.claim.folded) is not None
    rates = [f for f in theirs if _is_rate(f) and speaks(pair, f, 0, q.start, things=True) >= 0.5]
    if not rises or q.dimension not in ("ratio", "multiple") or rates:
        return
    found = before_and_after(pair, levels(theirs)) or _sides(pair, ours, levels(theirs))
    if found is None or not found[0].quantity.value:
        return
    was, now = found
    factor = now.quantity.value / was.quantity.value
    working = f"{told(was)}到{told(now)}"
    if q.dimension == "multiple":
        yield Result(factor - 1 if ours.change > 0 and "倍" in q.text else factor, working)
        return
    way = ours.change or (-1 if re.search(r"低于|低出|折价|折让|跌幅|降幅", pair.claim.folded) else 1)
    low = high = None
    if now.quantity.low != now.quantity.high:
        low, high = sorted(way * (v / was.quantity.value - 1) for v in (now.quantity.low, now.quantity.high))
    yield Result(way * (factor - 1), working, low=low, high=high)


_SIDES = re.compile(
    r"(?:比|较|相比(?:于)?)(?P<other>[^,。;比较]{2,14}?)(?:的|要|还|又)?(?:提高|提升|增加|增长|高|多|快|上涨|涨|上升|降低|减少|下降|低|少|慢|下跌|跌|降|翻)"
)


def _sides(pair: Aligned, ours: Figure, some: Figures) -> tuple[Figure, Figure] | None:
    """A比B高三成: B's number and A's, by the words of each."""
    sides = _SIDES.search(pair.claim.folded)
    if sides is None or sides.end() > ours.at + 2:
        return None
    other = owner(pair, some, *sides.span("other"), least=0.4)
    rest = [f for f in some if other is not None and f is not other and comparable(f.quantity, other.quantity)]
    own = rest[0] if len(rest) == 1 else owner(pair, rest, 0, sides.start(), least=0.4)
    return (other, own) if other is not None and own is not None and _one_thing(other, own) else None


def before(pair: Aligned, ours: Figure, theirs: Figures) -> Iterator[Result]:
    """960,000 at the end of 2023, 40,000 more than at the end of 2022: 920,000 then. Only when the claim asks for then."""
    for change in theirs:
        if not change.change or (ours.change and change.quantity.dimension != "points"):
            continue
        level = _level_of(pair, ours, change, theirs)
        if level is None or not (_is_then(pair, ours, change) or _is_year_before(ours, change, level)):
            continue
        if comparable(ours.quantity, change.quantity) or change.quantity.dimension == "points":
            value = level.quantity.value - change.change * change.quantity.value
        elif change.quantity.dimension == "ratio":
            value = level.quantity.value / (1 + change.change * change.quantity.value)
        else:
            continue
        yield Result(value, f"{told(level)},变动{told(change)}之前")
        return


def _is_then(pair: Aligned, ours: Figure, change: Figure) -> bool:
    """The claim's time is the one that the passage's change counts from."""
    if ours.earlier and not _same_time(ours, change):
        return True
    start, _ = pair.passage.clause_span(change.at)
    base = [
        t for t in pair.passage.times if start <= t.start < change.at and _FROM.search(pair.passage.folded[: t.start])
    ]
    when = ours.when or next(iter(pair.claim.times), None)
    if when is None or not base or agree(when, base[-1]) != "inside":
        return False
    return not any(agree(when, t) == "inside" for t in pair.passage.times if t is not base[-1])


_FROM = re.compile(r"(?:比|较|与|同)$")


def _same_time(ours: Figure, change: Figure) -> bool:
    return ours.when is not None and change.when is not None and agree(ours.when, change.when) == "inside"


def _is_year_before(ours: Figure, change: Figure, level: Figure) -> bool:
    """2021 in the claim; in the passage 2022, and how much more than a year before."""
    if change.base != "year" or ours.when is None or level.when is None:
        return False
    return ours.when.precision == level.when.precision and ours.when.first.year == level.when.first.year - 1


def _level_of(pair: Aligned, ours: Figure, change: Figure, theirs: Figures) -> Figure | None:
    """The level that a change led to: of the claim's dimension, in the same sentence, the one told nearest to it."""
    fit = [
        f for f in (theirs if ours.change else levels(theirs))
        if f is not change and comparable(ours.quantity, f.quantity) and pair.passage.sentence(f.at) == pair.passage.sentence(change.at)
        and f.quantity.dimension != "age" and not _APART.search(said_of(pair, f))
    ]  # fmt: skip
    return min(fit, key=lambda f: abs(f.at - change.at), default=None)


_APART = re.compile(r"[距离]|仅差|相差|还差")


def _is_rate(f: Figure) -> bool:
    return bool(f.change) and f.quantity.dimension in ("ratio", "multiple")


def before_and_after(pair: Aligned, some: Figures) -> tuple[Figure, Figure] | None:
    """Two numbers of one thing, the earlier (or the base) first: told by their dates, or by words for a base."""
    steps = [(a, b) for a in some for b in some if a is not b and _one_thing(a, b) and _precedes(pair, a, b)]
    row = _from_first_to_last(steps)
    if row is not None:
        return row
    ranked = sorted(((speaks(pair, a) + speaks(pair, b), n) for n, (a, b) in enumerate(steps)), reverse=True)
    if not ranked or (len(ranked) > 1 and ranked[0][0] <= ranked[1][0]):
        return None
    return steps[ranked[0][1]]


def _from_first_to_last(steps: list[tuple[Figure, Figure]]) -> tuple[Figure, Figure] | None:
    """350 in 2023, 380 in 2024, 400 in 2025: the ends of the row."""
    members = {f.at: f for step in steps for f in step}
    if len(members) < 3 or len(steps) != len(members) * (len(members) - 1) / 2:
        return None
    firsts = [f for f in members.values() if all(b is not f for _, b in steps)]
    lasts = [f for f in members.values() if all(a is not f for a, _ in steps)]
    return (firsts[0], lasts[0]) if len(firsts) == len(lasts) == 1 else None


def _one_thing(a: Figure, b: Figure) -> bool:
    if not comparable(a.quantity, b.quantity) or (a.quantity.dimension == "count" and noun(a) != noun(b)):
        return False
    low, high = sorted((abs(a.quantity.value), abs(b.quantity.value)))
    return low > 0 and high / low < _MOST_GROWTH


_WEEKDAY = re.compile(r"(?:周|星期)([一二三四五六日天])")


def _precedes(pair: Aligned, a: Figure, b: Figure) -> bool:
    if a.when is not None and b.when is not None and a.when is not b.when:
        days = [_WEEKDAY.search(t.text) for t in (a.when, b.when)]
        if days[0] and days[1]:  # two days of one week, whatever the day of the report
            return "一二三四五六日".find(days[0][1]) < "一二三四五六日".find(days[1][1])
        if a.when.last < b.when.first and (a.when.basis == "relative") == (b.when.basis == "relative"):
            return True  # "last month" counts from the report's day, which may be unknown beside 9月
    return _is_base(pair, a) and not _is_base(pair, b)


def _is_base(pair: Aligned, f: Figure) -> bool:
    start, end = role(pair, f)
    here = pair.passage.folded[start : min(end, f.quantity.end + 4)]
    return (
        f.earlier
        or _BASES.search(re.split(r"[,;。]", here[f.at - start :])[0]) is not None
        or _BASES.search(here[: f.at - start]) is not None
    )


def amount(pair: Aligned, ours: Figure, theirs: Figures) -> Iterator[Result]:
    """From 5,307 to 4,982 is 325 less."""
    if not ours.change or ours.quantity.dimension in ("ratio", "multiple"):
        return
    moved = [f for f in theirs if f.change and comparable(ours.quantity, f.quantity)]
    if len(moved) > 1 and _NET.search(pair.claim.folded):
        whole = sum(f.change * f.quantity.value for f in moved)
        yield Result(ours.change * whole, "、".join(told(f) for f in moved) + "相抵")
        return
    if moved:
        return
    found = before_and_after(pair, [f for f in levels(theirs) if comparable(ours.quantity, f.quantity)])
    found = found or _from_to(pair, ours, theirs)
    if found is not None:
        was, now = found
        faster = ours.quantity.dimension == "duration" and re.search("快|早|提前|领先", pair.claim.folded)
        way = -1 if faster else ours.change
        yield Result(way * (now.quantity.value - was.quantity.value), f"{told(was)}到{told(now)}")


_LEADS = re.compile(r"领先|落后|相差|差距|之差|多出|优势|分差|跨度|落差|温差|差了")


def lead(pair: Aligned, ours: Figure, theirs: Figures) -> Iterator[Result]:
    """2:28:47 against 2:29:31 is a lead of less than a minute."""
    fit = [f for f in theirs if not f.change and comparable(ours.quantity, f.quantity)]
    if _LEADS.search(pair.claim.folded) and len(fit) == 2 and not any(f.earlier for f in fit):
        yield Result(abs(fit[0].quantity.value - fit[1].quantity.value), f"{told(fit[0])}与{told(fit[1])}之差")


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


def points(pair: Aligned, ours: Figure, theirs: Figures) -> Iterator[Result]:
    """From 4.75 to 4.50 per cent is 25 basis points."""
    if ours.quantity.dimension != "points":
        return
    rates = [f for f in theirs if f.quantity.dimension == "ratio" and not f.change]
    found = _from_to_rates(pair, rates) or before_and_after(pair, [f for f in rates if "青年" not in said_of(pair, f)])
    if found is not None:
        gap = found[1].quantity.value - found[0].quantity.value
        way = ours.change or (1 if gap > 0 else -1)  # a claim may only say how far apart they are
        yield Result(way * gap, f"{told(found[0])}到{told(found[1])}")


def _from_to_rates(pair: Aligned, rates: Figures) -> tuple[Figure, Figure] | None:
    if len(rates) != 2:
        return None
    gap = pair.passage.folded[rates[0].quantity.end : rates[1].at]
    return (rates[0], rates[1]) if re.search(r"至|到|为|to", gap) else None
