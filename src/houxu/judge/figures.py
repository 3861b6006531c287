"""The numbers of a claim against the numbers of a passage, where each has its part: level, change, earlier value.

A number only answers a number with the same part and the same thing counted; otherwise it may still follow by
arithmetic (arithmetic.py), or it says nothing about the claim.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from houxu.judge import arithmetic
from houxu.judge.alignment import Aligned
from houxu.judge.contrast import AGAINST, FOR, OPEN, Sign
from houxu.judge.wording import Wording
from houxu.text import times
from houxu.text.quantities import Quantity, agreement, comparable
from houxu.text.times import TimeRef

_UP = r"增长|增加|上升|上涨|提高|提升|攀升|涨|上调|扩大|增幅|涨幅|增速|增|升|多出?|高出?|快|扩建|新增|grew|rose|up|increased|gained|climbed"
_DOWN = r"下降|下跌|减少|降低|回落|下调|缩减|降幅|跌幅|减幅|跌|降|减|少|低|缩短|下滑|收窄|fell|dropped|down|declined|decreased"
_FILL = r"(?:了|约|近|超过?|逾|达到?|幅度|幅|为|将近|接近|不足|不到|至少|大约|by|about|nearly|more than|\s)*$"
_DELTA_BEFORE = re.compile(rf"(?:(?P<up>{_UP})|(?P<down>{_DOWN})){_FILL}")
_DELTA_AFTER = re.compile(rf"\s*的?(?:(?P<up>增长|增幅|涨幅|增速|increase|rise)|(?P<down>下降|降幅|跌幅|decrease|drop))")
_TO_LEVEL = re.compile(r"(?:[增升降减涨跌]|增加|上升|下降|提高|降低|减少|增长|回升|回落|扩大|缩短|上调|下调|提升|上涨|下跌)(?:至|到|为)[^,。;]{0,6}$")
_EARLIER = re.compile(
    r"上年|去年同期|上年同期|前一年|前年|此前|原来|原先|原为|上(?:个)?季度|上(?:个)?月|上届|上周|前一[日天月周]|过去为|以前|最初|起初|刚开始|改造前|调整前|之前|previously"
)
_LAST_YEAR = re.compile(r"去年|last year|a year earlier")
_FROM = re.compile(r"(?:从|由|自|from\s)[^,。;]{0,14}$")
_SCOPES = {
    "累计": re.compile(r"累计|总计|共计|合计|至今|一共|总共|总量|总额"),
    "日": re.compile(r"单日|日均|每[天日]|当[天日]|首日|日产|日增|per day|daily"),
    "周": re.compile(r"单周|周均|每周|首周"),
    "月": re.compile(r"单月|月均|每(?:个)?月|当月|首月|本月|monthly"),
    "季": re.compile(r"单季|当季|每季|[一二三四]季度"),
    "年": re.compile(r"全年|年均|每年|年产|annual"),
    "均": re.compile(r"人均|户均|平均|均价|每(?:人|户|名|辆|台|吨|斤|公斤|平方米|股|张|位)"),
    "最": re.compile(r"最高|最大|最多|峰值"),
    "末": re.compile(r"最低|最小|最少"),
}


@dataclass(frozen=True, slots=True)
class Figure:
    """A number with its part. `change` is +1 or -1 for an amount of change, 0 for a level; `earlier` a value before."""

    quantity: Quantity
    change: int
    earlier: bool
    scopes: frozenset[str]
    when: TimeRef | None

    @property
    def at(self) -> int:
        """Where it stands."""
        return self.quantity.start


def figures_of(text: Wording) -> list[Figure]:
    """The numbers of a text with their parts."""
    return [_figure(text, q) for q in text.figures]


def _figure(text: Wording, q: Quantity) -> Figure:
    start, end = text.clause_span(q.start)
    before = text.folded[max(start, q.start - 16) : q.start] + re.split(r"[0-9一二三四五六七八九十两百千万半几数$¥]", q.text)[0].lower()
    change = _change(before, text.folded[q.end : min(q.end + 6, len(text.folded))])
    clause = text.folded[start : max(end, q.end)]
    lead = text.folded[start : q.start]
    earlier = not change and bool(_EARLIER.search(lead) or _LAST_YEAR.search(lead) or _FROM.search(before))
    scopes = frozenset(name for name, pattern in _SCOPES.items() if pattern.search(clause))
    return Figure(q, change, earlier, scopes, _time_of(text, q))


def _change(before: str, after: str) -> int:
    if _TO_LEVEL.search(before):
        return 0
    m = _DELTA_BEFORE.search(before) or _DELTA_AFTER.match(after)
    return 0 if m is None else 1 if m["up"] else -1


def _time_of(text: Wording, q: Quantity) -> TimeRef | None:
    """The time in the number's own clause, or else the last one before it in its sentence."""
    same = [t for t in text.times if text.clause(t.start) == text.clause(q.start)]
    earlier = [t for t in text.times if t.start < q.start and text.sentence(t.start) == text.sentence(q.start)]
    return (same or earlier or [None])[-1]


def signs(pair: Aligned) -> Iterator[Sign]:
    """One sign for each number of the claim."""
    theirs = figures_of(pair.passage)
    for ours in figures_of(pair.claim):
        yield from _one(pair, ours, theirs)


def _one(pair: Aligned, ours: Figure, theirs: Sequence[Figure]) -> Iterator[Sign]:
    head = pair.head(ours.at)
    headless = head is not None and pair.found[head.start][0] < 0.45
    direct = _direct(pair, ours, theirs)
    if headless and not direct:
        yield Sign(OPEN, 0.7, f"报道没有说“{head.text if head else ''}”是多少")
        return
    sign = _compared(pair, ours, direct) if direct else None
    if sign is not None and sign.way == FOR:
        yield sign
        return
    if derived := arithmetic.derive(pair, ours, theirs):
        yield derived
        return
    if headless:
        yield Sign(OPEN, 0.7, f"报道没有说“{head.text if head else ''}”是多少")
        yield Sign(AGAINST, 0.25, "数字不属于同一项")
        return
    yield sign or Sign(OPEN, 0.65, f"报道没有可与“{ours.quantity.text}”相比的数字")


def _direct(pair: Aligned, ours: Figure, theirs: Sequence[Figure]) -> list[tuple[float, Figure]]:
    """The passage's numbers with the same part, the nearest in wording first."""
    fit = [f for f in theirs if comparable(ours.quantity, f.quantity)]
    rivals = [f.at for f in fit]
    ranked = [
        (pair.nearness(ours.at, f.at, [r for r in rivals if r != f.at]) * _kinship(ours, f), f) for f in fit
    ]
    return sorted((r for r in ranked if r[0] > 0.02), key=lambda r: -r[0])


def _kinship(ours: Figure, theirs: Figure) -> float:
    """How well the parts of two numbers agree: 1 the same, less for another scope, 0 for a change against a level."""
    if bool(ours.change) != bool(theirs.change) or ours.earlier != theirs.earlier:
        if ours.quantity.dimension == theirs.quantity.dimension == "multiple":
            return 0.8
        return 0.0 if bool(ours.change) != bool(theirs.change) else 0.15
    if ours.scopes != theirs.scopes:
        return 0.85 if not ours.scopes or not theirs.scopes else 1.0 if ours.scopes & theirs.scopes else 0.3
    return 1.0


def _compared(pair: Aligned, ours: Figure, direct: Sequence[tuple[float, Figure]]) -> Sign | None:
    best = direct[0][0]
    near = [f for n, f in direct if n >= 0.85 * best]
    said = ours.quantity.text.strip()
    if best < 0.12:
        return None
    for told in near:
        if agreement(ours.quantity, told.quantity) == "inside" and not _part_differs(ours, told):
            return Sign(FOR, 0.5, f"数字一致:主张“{said}”,报道“{told.quantity.text.strip()}”")
    told = near[0]
    words = told.quantity.text.strip()
    if _part_differs(ours, told) or _another_day(ours, told):
        return Sign(OPEN, 0.7, f"“{words}”是另一时间或另一口径的数字")
    if agreement(ours.quantity, told.quantity) == "overlap":
        return Sign(OPEN, 0.7, f"“{words}”不足以判断“{said}”")
    return Sign(AGAINST, 0.9, f"数字不符:主张“{said}”,报道“{words}”")


def _part_differs(ours: Figure, told: Figure) -> bool:
    return _kinship(ours, told) < 0.5


def _another_day(ours: Figure, told: Figure) -> bool:
    return bool(ours.when and told.when and times.agreement(ours.when, told.when) == "outside")
