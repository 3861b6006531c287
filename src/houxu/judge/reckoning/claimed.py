"""Numbers of a claim that say whom it is about, or that are one share told by two numbers; and when a number settles nothing."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from houxu.judge.alignment import Aligned
from houxu.judge.reckoning.roles import Figures
from houxu.judge.reckoning.rows import CLASSIFIER
from houxu.judge.reckoning.totals import ALL
from houxu.judge.signs import OPEN, Sign
from houxu.text.numerals import value_of

if TYPE_CHECKING:
    from houxu.judge.figures import Figure

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
    few = (q.dimension == "count" and 2 <= q.value <= 10 and CLASSIFIER.search(q.text[-1:])) or re.match(
        r"[轮次笔]", q.text.strip()[-1:]
    )
    return bool(few and 2 <= q.value <= 10 and ALL.search(pair.claim.folded, q.end - 2))


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


_AGED = re.compile(r"年(?=[过逾近满超])")


def as_age(pair: Aligned, f: Figure) -> Figure:
    """年过三十 and 年近七旬 are ages."""
    q = f.quantity
    if q.dimension != "count" or q.unit or not _AGED.search(pair.claim.folded, max(0, q.start - 1), q.start + 1):
        return f
    tens = 10.0 if pair.claim.folded[q.end : q.end + 1] == "旬" else 1.0
    scaled = replace(
        q, value=q.value * tens, low=q.low * tens, high=q.high * tens, unit="year", dimension="age", noun=None
    )
    return replace(f, quantity=scaled)
