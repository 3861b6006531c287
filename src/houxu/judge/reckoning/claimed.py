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
from houxu.judge.wording import name_kind
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
    if q.dimension == "duration" and re.match(r"间|来|以来|内", after):
        return True  # 一年间抬升五个百分点: over which time
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


_WIDER = re.compile(r"全国|全省|全市|全球|全县|全行业|总体")


def of_the_whole(pair: Aligned, ours: Figure, told: Figure) -> Sign | None:
    """A number of the whole country says little about one town; half a year's count is not yet the year's."""
    start, end = pair.passage.clause_span(told.quantity.start)
    clause = pair.passage.folded[start : max(end, told.quantity.end)]
    lead = pair.passage.folded[:start][-24:] + clause
    wider = _WIDER.search(lead)
    if wider and wider[0] not in pair.claim.folded:
        places = [w for w in pair.claim.words if name_kind(w.text) == "ns" or _TOWN.search(w.text)]
        if places and not any(w.text[:2] in lead for w in places):
            return Sign(OPEN, 0.8, f"报道说的是“{wider[0]}”", "longer")
    yearly = _YEAR.search(pair.claim.folded) and not _PART.search(pair.claim.folded)
    if yearly and (part := _PART.search(lead)) and told.quantity.high < ours.quantity.low:
        return Sign(OPEN, 0.8, f"报道说的只是“{part[0]}”", "longer")
    return None


_TOWN = re.compile(r".(?:市|县|区|省|州|镇)$")
_YEAR = re.compile(r"全年|年度")
_PART = re.compile(r"上半年|前[一二三四五六七八九十\d]+个?(?:月|季度)|[一二三]季度|首季")
_ONE_IN = re.compile(
    r"每(?:收入|花费?|投入)?(?P<of>\d+|[一二两三四五六七八九十百]+)[人户家个名件辆位元](?:[^,。;\d]{0,8}?)?(?:中|里|,)?[就便]?有(?:不止|超过|不到)?(?P<part>\d+|[一二两三四五六七八九十]+)"
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
