"""Things and numbers in a row: how many they are, and which way they go."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import TYPE_CHECKING

from houxu.judge.alignment import Aligned
from houxu.judge.arithmetic import Result
from houxu.judge.reckoning.roles import Figures, noun
from houxu.judge.signs import AGAINST, FOR, Sign
from houxu.text.quantities import comparable

if TYPE_CHECKING:
    from houxu.judge.figures import Figure

_ROW = re.compile(r"(?P<items>[^,。;:、\d]{1,10}(?:、[^,。;:、]{1,10}){1,12}(?:(?:和|与|及|以及)[^,。;:、\d的]{1,8})?)")
CLASSIFIER = re.compile(r"[个条国地市省家座项种部款名位人村镇县区站门]")


def in_a_row(pair: Aligned, ours: Figure, theirs: Figures) -> Iterator[Result]:
    """ "Flights to A, B, C and D" are four."""
    q = ours.quantity
    few = q.dimension == "count" and q.low == q.high and 2 <= q.value <= 20 and q.value == int(q.value)
    if (
        not few
        or CLASSIFIER.search(q.text) is None
        or any(comparable(q, f.quantity) and noun(f) == noun(ours) for f in theirs)
    ):
        return
    rows = list(_ROW.finditer(pair.passage.folded))
    if len(rows) != 1 or any(r.isdigit() for r in rows[0]["items"]):
        return
    items = [i for i in re.split(r"、|和|与|以及|及", rows[0]["items"]) if i]
    yield Result(
        float(len(items)),
        f"“{rows[0]['items'].strip()}”共{len(items)}",
        asked=len(items) >= q.value or not _MORE.search(pair.passage.folded),
    )


_MORE = re.compile(r"等(?:地|国|多|[^待候级])|之后|随后|再赴|转赴|还|另")


_STEADILY = re.compile(
    r"(?:逐[月季年日周步]|连续[^,。;]{0,4}(?:月|季|年|日|周)|节节|一路)(?P<up>扩大|增加|增长|上升|上涨|提高|走高|回升|攀升|加快)?(?P<down>收窄|减少|下降|下跌|降低|走低|回落|放缓|缩小)?"
)
_JOINT = re.compile(r"^(?:、|和|与|及)$")
_PACE = re.compile(
    r"(?:降幅|跌幅|涨幅|增幅|增速|升幅|同比(?:降|增)幅)[^,。;]{0,10}?(?:(?P<up>扩大|加快|加大|提高|走阔|回升|加速|上升)|(?P<down>收窄|放缓|缩小|回落|减缓|下降))"
)


def pace(pair: Aligned, theirs: Figures) -> Iterator[Sign]:
    """ "The fall widened", and two months' falls: 2.3 per cent after 4.9."""
    asked = _PACE.search(pair.claim.folded)
    rates = [f for f in theirs if f.change and f.quantity.dimension == "ratio"]
    if asked is None or len(rates) != 2 or rates[0].change != rates[1].change or _PACE.search(pair.passage.folded):
        return
    dated = [(not f.earlier, f.when.first, f) for f in rates if f.when is not None]
    if len(dated) != 2 or dated[0][1] == dated[1][1]:
        return
    was, now = (f for _, _, f in sorted(dated, key=lambda d: d[:2]))
    way = 1 if asked["up"] else -1
    said = f"{was.quantity.text.strip()}之后{now.quantity.text.strip()}"
    if (now.quantity.value - was.quantity.value) * way > 0:
        yield Sign(FOR, 0.6, f"变化一致:{said}", "reckoned")
    else:
        yield Sign(AGAINST, 0.9, f"变化不符:{said}", "reckoned")


def trend(pair: Aligned, theirs: Figures) -> Iterator[Sign]:
    """ "Widened month by month", and three months' numbers side by side."""
    asked = _STEADILY.search(pair.claim.folded)
    way = 0 if asked is None else 1 if asked["up"] else -1 if asked["down"] else 0
    if not way:
        return
    row = list(theirs[:1])
    for f in theirs[1:]:
        if comparable(row[-1].quantity, f.quantity) and _JOINT.match(
            pair.passage.folded[row[-1].quantity.end : f.at].strip()
        ):
            row.append(f)
        elif len(row) < 3:
            row = [f]
    if len(row) < 3:
        return
    said = "、".join(f.quantity.text.strip() for f in row)
    steady = all((b.quantity.value - a.quantity.value) * way > 0 for a, b in pairwise(row))
    yield (
        Sign(FOR, 0.6, f"走势一致:{said}", "reckoned") if steady else Sign(AGAINST, 0.9, f"走势不符:{said}", "reckoned")
    )
