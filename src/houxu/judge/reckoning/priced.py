"""So many at so much each, and money of one country told in that of another."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from houxu.judge.alignment import Aligned
from houxu.judge.arithmetic import Result
from houxu.judge.reckoning.roles import Figures, levels, role, told
from houxu.text.quantities import comparable

if TYPE_CHECKING:
    from houxu.judge.figures import Figure

_EACH = re.compile(
    r"每(?:一)?(?:个)?(?P<unit>[一-鿿])(?:[^,。;\d]{0,6})$|(?P<mean>[场班户人厂店校单辆台次趟局篇])均[^,。;\d]{0,6}$"
)
_CLAIMS_RATE = re.compile(r"每|均|平均|单[价个]|单张")


def so_many_each(pair: Aligned, ours: Figure, theirs: Figures) -> Iterator[Result]:
    """36 classes of 40 each are 1,440; 36 nights with 2,400 a night are 86,400."""
    if ours.change or _CLAIMS_RATE.search(pair.claim.folded):
        return
    yield from _harvest(pair, ours, theirs)
    for rate in levels(theirs):
        each = _EACH.search(pair.passage.folded[max(0, rate.at - 12) : rate.at])
        if each is None or not comparable(ours.quantity, rate.quantity):
            continue
        unit = each["unit"] or each["mean"]
        counts = [
            f for f in levels(theirs) if f is not rate and f.quantity.dimension == "count" and _counts(pair, f, unit)
        ]
        near = [f for f in counts if pair.passage.sentence(f.at) == pair.passage.sentence(rate.at)]
        if len(near) == 1 or (near and _adjacent(pair, near[0], rate)):
            yield Result(near[0].quantity.value * rate.quantity.value, f"{told(near[0])}×{told(rate)}")
            return


_PER_ACRE = re.compile(r"(?:亩产|每亩)[^,。;\d]{0,8}$")
_ACRE = 666.667  # square metres in a mu


def _harvest(pair: Aligned, ours: Figure, theirs: Figures) -> Iterator[Result]:
    """2,000 mu at 812.5 kilos a mu are 1,625 tons."""
    land = [f for f in theirs if f.quantity.dimension == "area" and f.quantity.text.strip().endswith("亩")]
    rates = [f for f in theirs if _PER_ACRE.search(pair.passage.folded[max(0, f.at - 12) : f.at])]
    if len(land) == len(rates) == 1 and comparable(ours.quantity, rates[0].quantity):
        yield Result(land[0].quantity.value / _ACRE * rates[0].quantity.value, f"{told(land[0])}×{told(rates[0])}")


def _counts(pair: Aligned, f: Figure, unit: str) -> bool:
    after = pair.passage.folded[f.quantity.end : f.quantity.end + 2]
    return f.quantity.text.strip().endswith(unit) or after.startswith(unit)


def _adjacent(pair: Aligned, count: Figure, rate: Figure) -> bool:
    """36个班、每班40人."""
    start, _ = role(pair, rate)
    return 0 <= rate.at - count.quantity.end <= 8 or start <= count.quantity.end


_RATE = re.compile(
    r"(?P<one>1|100|一|百)(?P<money>美元|欧元|英镑|日元|港元|港币|韩元|加元|澳元|卢布)(?:可)?(?:兑换?|合|约合|折合|等于|换|=|≈)"
    r"(?:约|人民币|了)*(?P<rate>\d+(?:\.\d+)?)(?:元|人民币|块)"
)
_NAMES = {
    "美元": "USD", "欧元": "EUR", "英镑": "GBP", "日元": "JPY", "港元": "HKD", "港币": "HKD", "韩元": "KRW", "加元": "CAD",
    "澳元": "AUD", "卢布": "RUB",
}  # fmt: skip


def exchanged(pair: Aligned, ours: Figure, theirs: Figures) -> Iterator[Result]:
    """45 dollars at 7.2 yuan to the dollar are 324 yuan; only with the rate that the passage itself tells."""
    rate = _RATE.search(pair.passage.folded)
    if rate is None or ours.quantity.dimension != "money":
        return
    factor = float(rate["rate"]) / (100 if rate["one"] in ("100", "百") else 1)
    foreign = _NAMES[rate["money"]]
    amounts = [f for f in theirs if f.quantity.dimension == "money" and not rate.start() <= f.at < rate.end()]
    here = [f for f in amounts if f.quantity.unit == (foreign if ours.quantity.unit == "CNY" else "CNY")]
    if len(here) == 1 and ours.quantity.unit in ("CNY", foreign):
        value = here[0].quantity.value * (factor if ours.quantity.unit == "CNY" else 1 / factor)
        yield Result(value, f"{told(here[0])}按{rate[0]}")
