"""Shares of a whole, and how many times one number is another."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import permutations
from typing import TYPE_CHECKING

from houxu.judge.alignment import Aligned
from houxu.judge.arithmetic import Result
from houxu.judge.reckoning.changes import BASE
from houxu.judge.reckoning.roles import Figures, alike, lead, levels, noun, owner, speaks, told
from houxu.text.quantities import comparable

if TYPE_CHECKING:
    from houxu.judge.figures import Figure

_AMONG = re.compile(
    r"^[^,。;\d]{0,12}(?:中|里|内|当中|之中),?[^,。;\d]{0,10}$|^[^,。;\d]{0,8},?其中[^,。;\d]{0,12}$|^ (?:[a-z]+ ){0,3}(?:of (?:them|which|whom)),? "
)
# What the claim measures a part by: 占在场人数…, 超过年均降水量的…
_OF = re.compile(r"(?P<by>占(?:到|了|据)?|超过|相当于|不足|不到|达到?|仅?为)(?=[^,。;]{2,16}的?$)")
_WHOLE = re.compile(
    r"共|总|全|现有|在场|应到|参加|纳入|受访|抽查|样本|议席|席位|名额|出席|合计|常住人口|目标|计划|\btotal\b|\bof\b"
)
_SEVERAL = re.compile(r"及以上|及以下|以及(?!上)|合计|深造|升学")  # a part told by several numbers
_LEAST_SHARE = 0.002


def share(pair: Aligned, ours: Figure, theirs: Figures) -> Iterator[Result]:
    """214 of 300 is more than two thirds."""
    q = ours.quantity
    several = [m for m in _SEVERAL.finditer(pair.claim.folded) if not pair.claim.folded[: m.start()][-1:].isdigit()]
    aged = any(f.dimension == "age" for f in pair.claim.figures)
    if q.dimension != "ratio" or ours.change or BASE.search(pair.claim.folded) or (several and not aged):
        return
    medals = _medals(pair, levels(theirs))
    if medals is not None:
        yield medals
        return
    some = levels(theirs)
    among = _among(pair, some)
    if among is not None:
        yield _ratio(*among)
        return
    of = _OF.search(pair.claim.folded[: q.start])
    whole = (owner(pair, some, of.end("by"), q.start) if of else None) or _total(pair, some)
    if whole is None:
        yield from _of_row(pair, some)
        return
    if not whole.quantity.value:
        return
    rest = [f for f in some if f is not whole and alike(f.quantity, whole.quantity)]
    part = owner(pair, rest, *((0, of.start()) if of else (0, None)))
    if part is not None and _LEAST_SHARE < part.quantity.value / whole.quantity.value <= 1:
        yield _ratio(part, whole)


def _among(pair: Aligned, some: Figures) -> tuple[Figure, Figure] | None:
    """ "28 towns, 12 of which ...": the part that the claim speaks of, and the whole it is told to be part of."""
    for a, b in permutations(some, 2):
        inside = (
            0 < b.at - a.quantity.end < 26 and alike(a.quantity, b.quantity) and b.quantity.value <= a.quantity.value
        )
        inside = inside and _AMONG.match(pair.passage.folded[a.quantity.end : b.at]) is not None
        if inside and _is_last_of_its_kind(some, a, b) and speaks(pair, b) > 0:
            return b, a
    return None


def _total(pair: Aligned, some: Figures) -> Figure | None:
    """The number told as a total, else the greatest of its kind when there are others of its kind."""
    named = [f for f in some if _WHOLE.search(pair.passage.folded, *lead(pair, f)) and _is_greatest(f, some)]
    if len(named) == 1:
        return named[0]
    great = [f for f in some if _is_greatest(f, some) and sum(alike(f.quantity, o.quantity) for o in some) > 2]
    return great[0] if len(great) == 1 and not _is_row(pair, great[0], some) else None


def _is_row(pair: Aligned, f: Figure, some: Figures) -> bool:
    """Votes for, against and abstaining: none of them is the whole."""
    row = [o for o in some if alike(o.quantity, f.quantity) and noun(o) == noun(f)]
    rest = sum(o.quantity.value for o in row if o is not f)
    return len(row) >= 3 and _OF_ALL.search(pair.claim.folded) is not None and abs(rest / f.quantity.value - 1) > 0.03


_OF_ALL = re.compile(r"全部|总|合计|占|[两三四五六七八九十][个大区市县家国类]")


def _of_row(pair: Aligned, some: Figures) -> Iterator[Result]:
    """The part of one of three or more numbers in their sum."""
    for f in some:
        if not _is_greatest(f, some) or not _is_row(pair, f, some):
            continue
        row = [o for o in some if alike(o.quantity, f.quantity) and noun(o) == noun(f)]
        part = owner(pair, row)
        if part is not None:
            whole = sum(o.quantity.value for o in row)
            yield Result(part.quantity.value / whole, f"{told(part)}与{'+'.join(told(o) for o in row)}之比")
        return


def _is_greatest(f: Figure, some: Figures) -> bool:
    kin = [o for o in some if o is not f and alike(f.quantity, o.quantity)]
    return bool(kin) and all(o.quantity.value <= f.quantity.value for o in kin)


def _is_last_of_its_kind(some: Figures, a: Figure, b: Figure) -> bool:
    return not any(f is not a and f is not b and f.at > b.at and noun(f) == noun(b) for f in some)


def _ratio(part: Figure, whole: Figure) -> Result:
    return Result(part.quantity.value / whole.quantity.value, f"{told(part)}与{told(whole)}之比")


_MEDAL = re.compile(r"[金银铜]牌?")


def _medals(pair: Aligned, some: Figures) -> Result | None:
    """40 gold, 27 silver, 24 bronze: the gold among all."""
    asked = re.search(r"([金银铜])牌[^,。;]{0,6}占", pair.claim.folded)
    if asked is None or re.search(r"[金银铜]牌", pair.claim.folded[asked.end() :]):
        return None
    tally = {m[0][0]: f for f in some if (m := _MEDAL.match(pair.passage.folded, f.quantity.end))}
    if len(tally) < 3:
        return None
    whole = sum(f.quantity.value for f in tally.values())
    return Result(tally[asked[1]].quantity.value / whole, "+".join(told(f) for f in tally.values()))


_RECOVERED = re.compile(
    r"(?:恢复到|回到|相当于|达到?|为|是|不足|不到)(?:了)?(?P<year>(?:19|20)\d{2}|去|上|前)年(?:同期|水平|同期水平)?的$"
)


def against_year(pair: Aligned, ours: Figure, theirs: Figures) -> Iterator[Result]:
    """Back to eight tenths of 2019: the later number over that year's."""
    asked = _RECOVERED.search(pair.claim.folded[: ours.quantity.start])
    if ours.quantity.dimension not in ("ratio", "multiple") or asked is None:
        return
    some = levels(theirs)
    then = [f for f in some if f.when is not None and f.when.precision == "year" and asked["year"] in f.when.text]
    now = [f for f in some if f not in then and any(comparable(f.quantity, t.quantity) for t in then)]
    if len(then) == len(now) == 1 and then[0].quantity.value:
        yield Result(now[0].quantity.value / then[0].quantity.value, f"{told(now[0])}÷{told(then[0])}")


def times(pair: Aligned, ours: Figure, theirs: Figures) -> Iterator[Result]:
    """ "The hammer price is three times the starting price": 268 over 80."""
    two = re.search(
        r"(?:是|为|达到?|相当于|约|超过?)(?P<other>[^,。;是为]{2,14})的$", pair.claim.folded[: ours.quantity.start]
    )
    if ours.quantity.dimension != "multiple" or ours.change or two is None:
        return
    some = levels(theirs)
    below = owner(pair, some, two.start("other"), ours.quantity.start, least=0.4)
    above = owner(pair, [f for f in some if f is not below], 0, two.start(), least=0.4)
    if below is not None and above is not None and below.quantity.value and comparable(above.quantity, below.quantity):
        yield Result(above.quantity.value / below.quantity.value, f"{told(above)}÷{told(below)}")
