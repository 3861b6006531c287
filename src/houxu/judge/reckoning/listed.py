"""What several numbers side by side say together: who is first of them, whether all of them keep a bound, who has the rest."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from houxu.judge.alignment import Aligned
from houxu.judge.arithmetic import Result
from houxu.judge.reckoning.roles import Figures, alike, levels, noun, of_row, said_of, told
from houxu.judge.signs import AGAINST, FOR, OPEN, Sign
from houxu.text.numerals import value_of
from houxu.text.quantities import agreement, comparable

if TYPE_CHECKING:
    from houxu.judge.figures import Figure

_PLACE = re.compile(
    r"(?P<first>居首|位居?首位?|首位|榜首|之首|第一|领跑|最[多高大长快重远贵热强]|夺冠|称雄|冠军)"
    r"|(?P<last>垫底|最后一[位名]|倒数第一|末位|最[少低小短慢轻近便弱]|殿后)"
    r"|第(?P<nth>[二三四五六七八九十]|\d{1,2})(?:[位名大多高]|$|[,。;])"
)
_FASTER = re.compile(r"最快|最慢|夺冠|冠军|第[一二三四]")  # of times, the least is first


def place(pair: Aligned, theirs: Figures) -> Iterator[Sign]:
    """ "First of the three sites", and a number for each of them; the passage names no place itself."""
    asked = _PLACE.search(pair.claim.folded)
    if asked is None or _PLACE.search(pair.passage.folded):
        return
    row = _row(theirs)
    ours = of_row(pair, row, asked.start()) or of_row(pair, row, len(pair.claim.folded)) if row else None
    if len(row) < 3 or ours is None:
        return
    least_first = ours.quantity.dimension == "duration" and _FASTER.search(pair.claim.folded) is not None
    ahead = sum((f.quantity.value < ours.quantity.value) is least_first for f in row if _differs(f, ours))
    wanted = 0 if asked["first"] else len(row) - 1 if asked["last"] else _number(asked["nth"]) - 1
    said = f"{told(ours)}在{'、'.join(told(f) for f in row)}中排第{ahead + 1}"
    if ahead == wanted:
        yield Sign(FOR, 0.6, f"排名一致:{said}", "reckoned")
    else:
        yield Sign(AGAINST, 0.9, f"排名不符:{said}", "reckoned")


def _differs(a: Figure, b: Figure) -> bool:
    return a is not b and a.quantity.value != b.quantity.value


def _number(words: str) -> int:
    return int(words) if words.isdigit() else int(value_of(words) or 0)


def _row(theirs: Figures) -> list[Figure]:
    """The numbers of the passage that measure one thing, when there are three or more and none is of an earlier day."""
    some = [f for f in theirs if not f.earlier and f.quantity.dimension not in ("rank", "multiple", "age")]
    for f in some:
        kin = [
            o for o in some
            if o is f or (comparable(f.quantity, o.quantity) and noun(f) == noun(o) and bool(f.change) == bool(o.change))
        ]  # fmt: skip
        if len(kin) >= 3:
            return kin
    return []


_EACH_OF = re.compile(r"(?:都|(?<![平日月年人户场])均|无一|全部|全都|个个|无一例外|各)[^,。;]{0,6}$")
_NAMES = re.compile(
    r"[^,。;、]{1,8}(?:、[^,。;、]{1,8}){1,6}|[两三四五六七八九十][站地市县区家个队国所项者人门校店厂城]|双双"
)


def all_of(pair: Aligned, ours: Figure, theirs: Figures) -> Sign | None:
    """ "All three were above 150": each of the numbers that the passage tells."""
    lead = pair.claim.folded[: ours.at]
    if ours.change or not _EACH_OF.search(lead) or not _NAMES.search(lead):
        return None
    row = [f for f in levels(theirs) if alike(f.quantity, ours.quantity)]
    if len(row) < 2 or len({noun(f) for f in row}) > 1:
        return None
    breaks = [f for f in row if agreement(ours.quantity, f.quantity) == "outside"]
    said = "、".join(told(f) for f in row)
    if breaks:
        return Sign(AGAINST, 0.85, f"并非都如此:{said}", "reckoned")
    return Sign(FOR, 0.5, f"逐个相符:{said}", "reckoned")


_REST = re.compile(r"(?:其余|其他|剩余|剩下|余下|另外)(?:的|部分)?(?:均|都|全)?(?P<who>[^,。;]{1,16})")


def rest(pair: Aligned, ours: Figure, theirs: Figures) -> Iterator[Result]:
    """26,000 runners, 12,000 the whole way, 9,000 half of it, the rest for fun: 5,000 for fun."""
    others = _REST.search(pair.passage.folded)
    if others is None or ours.change or any(others.start() <= f.at < others.end() for f in theirs):
        return
    here = [w for w in pair.claim.words if any(others.start() <= p < others.end() for p in pair.found[w.start][1])]
    own = [w for w in here if len(pair.found[w.start][1]) == 1]
    if not own or _EITHER.search(others["who"]):
        return
    if ours.quantity.dimension == "multiple":
        yield from _rest_to_part(pair, theirs, others.start())
        return
    before = [f for f in theirs if f.at < others.start() and not f.change and not f.earlier]
    shares = [f for f in before if f.quantity.dimension == "ratio"]
    if ours.quantity.dimension == "ratio" and shares:
        yield Result(1 - sum(f.quantity.value for f in shares), "1-" + "-".join(told(f) for f in shares))
        return
    fit = [f for f in before if alike(f.quantity, before[-1].quantity)]
    whole = max(fit, key=lambda f: f.quantity.value, default=None)
    parts = [f for f in fit if f is not whole]
    left = whole.quantity.value - sum(f.quantity.value for f in parts) if whole is not None else 0.0
    if whole is None or not parts or left <= 0 or whole.at > parts[0].at:
        return
    working = f"{told(whole)}减{'、'.join(told(f) for f in parts)}"
    if ours.quantity.dimension == "ratio":
        yield Result(left / whole.quantity.value, working)
    elif alike(ours.quantity, whole.quantity):
        yield Result(left, working)


def complement(pair: Aligned, ours: Figure, theirs: Figures) -> Iterator[Result]:
    """4,800 trains, 312 of them late: 4,488 on time. The lexicon says which word is the other side of which."""
    if ours.change:
        return
    some = levels(theirs)
    for hit in pair.claim.hits:
        for other in (h for h in pair.passage.hits if h.group == hit.group):
            if (other.side ^ other.negated) == (hit.side ^ hit.negated) or hit.group.startswith(("#", ">", "same")):
                continue
            part = [f for f in some if pair.passage.clause(f.at) == pair.passage.clause(other.start)]
            if len(part) != 1 or any(_says(pair, f, hit.text) for f in some):
                continue
            whole = [f for f in some if f is not part[0] and alike(f.quantity, part[0].quantity)]
            whole = [f for f in whole if f.at < part[0].at and f.quantity.value > part[0].quantity.value]
            if len(whole) != 1 or not _AMONG.search(pair.passage.folded[whole[0].quantity.end : part[0].at]):
                continue
            left = whole[0].quantity.value - part[0].quantity.value
            if ours.quantity.dimension == "ratio":
                yield Result(left / whole[0].quantity.value, f"{told(whole[0])}中除去{told(part[0])}")
            elif alike(ours.quantity, whole[0].quantity):
                yield Result(left, f"{told(whole[0])}减{told(part[0])}")
            return


_AMONG = re.compile(r"其中|中[,有]|里[,有]|,有|,仅|,只有")


def _says(pair: Aligned, f: Figure, word: str) -> bool:
    return word in said_of(pair, f)


def _rest_to_part(pair: Aligned, theirs: Figures, end: int) -> Iterator[Result]:
    """640 patients, 158 women, the rest men: how many men to a woman."""
    before = [f for f in levels(theirs) if f.at < end]
    if len(before) == 2 and alike(before[0].quantity, before[1].quantity) and before[1].quantity.value:
        whole, part = before
        if part.quantity.value < whole.quantity.value:
            left = whole.quantity.value - part.quantity.value
            yield Result(left / part.quantity.value, f"({told(whole)}减{told(part)})÷{told(part)}")


_EITHER = re.compile(r"或|以及|及其|和|与|、")  # the rest is of two kinds: how many of each is not told


_BETWEEN = re.compile(r"(?:最低|最小|最少|最短)[^,。;]{0,6}$"), re.compile(r"(?:最高|最大|最多|最长)[^,。;]{0,6}$")
_EVERY = re.compile(r"全部|全都|(?<![平日月年人户场])均|都|无一")
_WITHIN = re.compile(r"全部|全都|(?<![平日月年人户场])均|都|无一|介于|之间|范围|以内|区间")


def ends(pair: Aligned, ours: Figure, theirs: Figures) -> Sign | None:
    """From 7.1 to 7.8 all lies within 6.5 to 8.5."""
    if not _WITHIN.search(pair.claim.folded) or ours.quantity.comparator == "eq":
        return None
    spans = [f for f in theirs if f.quantity.comparator == "range" and comparable(f.quantity, ours.quantity)]
    if len(spans) == 1 and _EVERY.search(pair.claim.folded):
        fit = agreement(ours.quantity, spans[0].quantity)
        if fit == "inside":
            return Sign(FOR, 0.5, f"都在范围内:{told(spans[0])}", "reckoned")
        return Sign(AGAINST, 0.85, f"超出范围:{told(spans[0])}", "reckoned")
    least, most = (
        [f for f in theirs if p.search(_lead(pair, f)) and comparable(f.quantity, ours.quantity)] for p in _BETWEEN
    )
    if len(least) != 1 or len(most) != 1:
        return None
    fits = {agreement(ours.quantity, f.quantity) for f in (least[0], most[0])}
    said = f"{told(least[0])}到{told(most[0])}"
    if fits == {"inside"}:
        return Sign(FOR, 0.5, f"都在范围内:{said}", "reckoned")
    return Sign(AGAINST, 0.85, f"超出范围:{said}", "reckoned") if "outside" in fits else Sign(OPEN, 0.6, said, "number")


def _lead(pair: Aligned, f: Figure) -> str:
    return pair.passage.folded[max(0, f.at - 10) : f.at]
