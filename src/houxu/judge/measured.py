"""Measures of a claim that turns on numbers, beside its passage: what the learned weighing (weighing.py) looks at. Pure."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Mapping, Sequence

from houxu.judge.alignment import Aligned
from houxu.judge.figures import Figure, figures_of
from houxu.judge.reachable import FAMILIES, Reached, closeness, inside, nearest, reach
from houxu.judge.signs import AGAINST, FOR, OPEN, Sign
from houxu.text.quantities import comparable

KINDS = (
    "word", "swap", "name", "time", "number", "within", "derived", "reckoned", "rest", "attribute", "longer", "mood", "order",
)  # fmt: skip
WAYS = (FOR, AGAINST, OPEN)
# Words by which a claim asks for an operation, and by which a passage tells that a number is no result.
CUES: Mapping[str, re.Pattern[str]] = {
    "than": re.compile(r"比|较|高于|低于|多于|少于|超过|不及|相比"),
    "than before": re.compile(r"同比|环比|[比较](?:去年|上年|上届|上季|上个?月|前年|往年|同期|原来|此前|上一|上代)"),
    "share": re.compile(r"占|比例|比重|率|成|之一|半|多数|其中"),
    "rate": re.compile(r"每|平均|日均|月均|人均|场均|均"),
    "whole": re.compile(r"总|共|合计|累计|全[年部程长]|一共|加起来"),
    "gap": re.compile(r"差|领先|落后|高出|多出|净|顺差|逆差|贵|便宜|省|快|慢|提前|推迟"),
    "rest": re.compile(r"其余|剩|余下|还有|尚|未|没有|不到|非"),
    "before": re.compile(r"去年|上年|前年|原来|原|此前|上届|上一|上月|上季|往年"),
    "change": re.compile(r"增|减|涨|降|升|跌|翻|提高|回落|扩大|缩"),
    "span": re.compile(r"用时|历时|耗时|时长|持续|年龄|岁|提前|推迟|晚点|间隔|工期"),
}  # fmt: skip
PLANNED = re.compile(
    r"预计|预期|预测|计划|目标|拟|力争|有望|将(?!近)|规划|提出|要求|指控|称|传|或(?!者)|可能|估|若|如果|设计|最多可|标称|上限|方案|建议"
)
_NUMERALS = re.compile(r"[0-9][0-9.,]*")


def measures(pair: Aligned, found: Sequence[Sign], view: Mapping[str, float]) -> dict[str, float]:
    """All measures by name. `found`: the signs of the rules; `view`: the chances that the learned opinion gives the verdicts."""
    ours, theirs = figures_of(pair.claim), figures_of(pair.passage)
    row = _of_signs(found)
    row |= {f"learned {name}": value for name, value in view.items()}
    row |= _of_texts(pair, theirs)
    row |= _of_numbers(pair, ours, theirs)
    return row


def _of_signs(found: Iterable[Sign]) -> dict[str, float]:
    row = {f"{kind} {way}": 0.0 for kind in KINDS for way in WAYS}
    for sign in found:
        name = f"{sign.kind} {sign.way}"
        if name in row:
            row[name] = 1 - (1 - row[name]) * (1 - sign.force)
    return row


def _of_texts(pair: Aligned, theirs: Sequence[Figure]) -> dict[str, float]:
    claim, passage = pair.claim.folded, pair.passage.folded
    degrees = [pair.found[w.start][0] for w in pair.claim.words]
    row = {
        "coverage": pair.coverage,
        "missing": float(sum(d < 0.4 for d in degrees)),
        "half": float(sum(0.4 <= d < 0.8 for d in degrees)),
        "words": float(len(degrees)),
        "their numbers": float(len(theirs)),
        "their times": float(len(pair.passage.times)),
        "our times": float(len(pair.claim.times)),
        "claim planned": float(PLANNED.search(claim) is not None),
        "passage planned": float(len(PLANNED.findall(passage))),
        "our numeral there": _share_there(claim, passage),
    }
    for name, pattern in CUES.items():
        row[f"claim {name}"] = float(pattern.search(claim) is not None)
        row[f"passage {name}"] = float(len(pattern.findall(passage)))
    return row


def _share_there(claim: str, passage: str) -> float:
    """Which share of the claim's numerals stands in the passage as written."""
    ours = _NUMERALS.findall(claim)
    return sum(n in passage for n in ours) / len(ours) if ours else -1.0


_COMPARATORS = ("eq", "approx", "lt", "le", "gt", "ge", "range", "near")
_DIMENSIONS = ("count", "money", "ratio", "multiple", "points", "duration", "age", "length", "mass", "area", "rank")


def main_number(ours: Sequence[Figure]) -> Figure | None:
    """The number that a claim asserts: no year, no handful that says of whom; the last of those that are left."""
    some = [f for f in ours if not _few(f)] or list(ours)
    bounded = [f for f in some if f.quantity.comparator != "eq"] or some
    return bounded[-1] if bounded else None


def _few(f: Figure) -> bool:
    return f.quantity.dimension == "rank" or (f.quantity.dimension == "count" and f.quantity.high <= 10)


def _of_numbers(pair: Aligned, ours: Sequence[Figure], theirs: Sequence[Figure]) -> dict[str, float]:
    main = main_number(ours)
    row = dict.fromkeys((f"is {c}" for c in (*_COMPARATORS, *_DIMENSIONS)), 0.0)
    row |= dict.fromkeys(("change", "earlier", "alike", "alike same part", "our numbers"), 0.0)
    row |= {f"{family} {side}": 0.0 for family in FAMILIES for side in ("in", "out")}
    row |= dict.fromkeys(("best in", "best out", "near in", "near out", "exact", "reached", "share in"), 0.0)
    row["our numbers"] = float(len(ours))
    if main is None:
        return row
    q = main.quantity
    for name in (q.comparator, q.dimension):
        if f"is {name}" in row:
            row[f"is {name}"] = 1.0
    row["change"], row["earlier"] = float(main.change), float(main.earlier)
    alike = [f for f in theirs if comparable(q, f.quantity)]
    row["alike"] = float(len(alike))
    row["alike same part"] = float(sum(bool(f.change) == bool(main.change) for f in alike))
    reached = reach(pair, main, theirs)
    row |= nearest(reached, q)
    row |= _summary(pair, main, reached)
    return row


def _summary(pair: Aligned, main: Figure, reached: Sequence[Reached]) -> dict[str, float]:
    """The nearest values reached on either side of the claimed bound, plain and by how near the claim's words stand."""
    q = main.quantity
    places: dict[int, float] = {}
    out = {"best in": 0.0, "best out": 0.0, "near in": 0.0, "near out": 0.0, "exact": 0.0}
    for r in reached:
        if r.family in FAR_FETCHED:
            continue
        for part in r.parts:
            if part.at not in places:
                places[part.at] = pair.nearness(main.at, part.at)
        near = sum(places[p.at] for p in r.parts) / len(r.parts) if r.parts else 0.5
        side = "in" if inside(q, r.value) else "out"
        close = closeness(q, r.value)
        out[f"best {side}"] = max(out[f"best {side}"], close)
        out[f"near {side}"] = max(out[f"near {side}"], close * near)
        out["exact"] += close > EXACT_FROM
    out["reached"] = math.log1p(len(reached))
    out["share in"] = sum(inside(q, r.value) for r in reached) / len(reached) if reached else 0.0
    return out


FAR_FETCHED = frozenset({"two", "other"})
EXACT_FROM = 0.95  # nearness from which a value is the number claimed: within half a per cent
