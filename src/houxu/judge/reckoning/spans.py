"""Times between two times: ages, what lasted, what takes how long at a rate."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from houxu.judge.alignment import Aligned
from houxu.judge.arithmetic import Result, clock_span
from houxu.judge.reckoning.roles import DAY, MONTH, WEEK, Figures, noun, role, told
from houxu.text.quantities import comparable

if TYPE_CHECKING:
    from houxu.judge.figures import Figure

_BIRTH = re.compile(r"生于|出生|诞生|\bborn\b")
_DEATH = re.compile(r"去世|病逝|逝世|辞世|离世|享年|病故|遇难|牺牲|\bdied\b")


def age(pair: Aligned, ours: Figure, theirs: Figures) -> Iterator[Result]:
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
        years_old = float((at.first - born.first).days // 365.25) if exact else float(at.first.year - born.first.year)
        younger = not exact and ours.quantity.low == ours.quantity.high == years_old - 1
        yield Result(
            years_old - 1 if younger else years_old, f"{born.text}到{at.text}"
        )  # the birthday may be still to come


def _said_near(pair: Aligned, place: int) -> float:
    start, end = pair.passage.clause_span(place)
    return sum(w.weight for w in pair.claim.words if any(start <= p < end + 12 for p in pair.found[w.start][1]))


_MEANT = re.compile(r"原定|原计划|计划|预计|拟|按原")
_APART = re.compile(
    r"相隔|间隔|相距|时隔|保持|持续|停留|历时|距离?今|之久|待了|维持|在位|任职|前后|执掌|掌舵|服役|经营|历经|走过|用满|驻留|在轨|值守|漂泊"
)


def clock(pair: Aligned, ours: Figure, theirs: Figures) -> Iterator[Result]:
    """From 22:40 on the eighth to 3:35 on the ninth are five hours."""
    if _APART.search(pair.claim.folded):
        yield from clock_span(pair, ours, theirs)


def between(pair: Aligned, ours: Figure, theirs: Figures) -> Iterator[Result]:
    """From May 2024 back to April 2011 it is 13 years, whatever else lasted five."""
    if ours.quantity.dimension != "duration" or not _APART.search(pair.claim.folded):
        return
    lasting = [f for f in theirs if f.quantity.dimension == "duration"]
    lasting = [f for f in lasting if not _MEANT.search(pair.passage.folded, *role(pair, f))]
    if len(pair.passage.times) != 2 or any(_APART.search(pair.passage.folded, *role(pair, f)) for f in lasting):
        return
    first, second = sorted(pair.passage.times, key=lambda t: t.first)
    least, most = (second.first - first.last).days, (second.last - first.first).days
    if least < 0:
        return
    middle = (second.first - first.first).days * DAY
    if first.precision == second.precision == "day" and ours.quantity.low <= middle + DAY <= ours.quantity.high:
        middle += DAY  # both days count
        least = most = int(middle / DAY)
    low, high = min(least * DAY, middle), max(most * DAY, middle)
    yield Result(middle, f"“{first.text}”到“{second.text}”", low=low, high=high)


_LATE = re.compile(r"晚|推迟|延后|迟|逾期|延误|提前|早")
_PLANNED = re.compile(r"原定|原计划|计划|按期应|应于|本应|原拟|预定")


def late(pair: Aligned, ours: Figure, theirs: Figures) -> Iterator[Result]:
    """Meant for June 2022, done in November 2023: 17 months late."""
    if ours.quantity.dimension != "duration" or not _LATE.search(pair.claim.folded):
        return
    days = sorted({*pair.passage.times, *pair.passage.gone_times}, key=lambda t: t.start)
    if len(days) != 2 or not _PLANNED.search(pair.passage.folded) or "partial" in (days[0].basis, days[1].basis):
        return
    first, second = sorted(days, key=lambda t: t.first)
    least, most = (second.first - first.last).days * DAY, (second.last - first.first).days * DAY
    if least >= 0:
        yield Result((least + most) / 2, f"“{first.text}”到“{second.text}”", low=least, high=most)


_EVERY = re.compile(r"每(?:天|日|晚|周|个?月|小时|分钟)")
_UNIT = {"天": DAY, "日": DAY, "晚": DAY, "周": WEEK, "月": MONTH, "时": 3600.0, "钟": 60.0}
_NEEDS = re.compile(r"内|用时|耗时|播完|完成|跑完|读完|花|需要?|才能|之后")


def at_rate(pair: Aligned, ours: Figure, theirs: Figures) -> Iterator[Result]:
    """36 parts at two a night take 18 days."""
    if ours.quantity.dimension != "duration" or not _NEEDS.search(pair.claim.folded):
        return
    for rate in theirs:
        start, _ = role(pair, rate)
        every = _EVERY.search(pair.passage.folded, max(0, start - 4), rate.at)
        if every is None or not rate.quantity.value:
            continue
        whole = [f for f in theirs if f is not rate and comparable(f.quantity, rate.quantity) and noun(f) == noun(rate)]
        if len(whole) == 1:
            seconds = whole[0].quantity.value / rate.quantity.value * _UNIT[every[0][-1]]
            yield Result(seconds, f"{told(whole[0])},{every[0]}{told(rate)}")
            return
