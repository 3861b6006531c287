"""Sentences with a fixed frame, laid side by side: cause, order, successor, post, level before and after, former plan.

Where both texts fill the same frame, its slots can be compared outright, whatever the words around them.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import pairwise

from houxu.judge.alignment import Aligned
from houxu.judge.occasion import agree
from houxu.judge.signs import AGAINST, FOR, Sign
from houxu.judge.word_lists import GENERIC
from houxu.judge.wording import Wording, name_kind
from houxu.text.quantities import comparable


def signs(pair: Aligned) -> Iterator[Sign]:
    """All signs from frames."""
    for detector in DETECTORS:
        yield from detector(pair)


_CAUSE = re.compile(
    r"(?:直接|主要|根本|事故)?原因(?:就?是|为|系|在于)(?P<d>[^,。;]{2,20})"
    r"|(?<![一-鿿])(?P<e>[^,。;]{2,14}?)(?:导致了?|造成了?|引发了?|引起了?|致使)(?=[^,。;]{2,})"
    r"|(?:完全|主要|都|均)?由(?P<f>[^,。;由]{2,12}?)(?:造成|所致|引起|引发|导致)"
    r"|(?:由于|因为|因(?![此而素])|由)(?P<a>[^,。;由因]{2,16}?)(?:引起|引发|导致|造成|所致|而起|触发|而|,|。|$)"
    r"|(?:原因|起因|主因|诱因|祸首|元凶)(?:就?是|为|系|在于)(?P<b>[^,。;]{2,16})"
    r"|(?:是因为|源于|起因于|归因于|归咎于)(?P<c>[^,。;]{2,16})"
)
_EFFECT = re.compile(r"引起|引发|导致|造成|所致|原因|起因|主因|诱因|祸首|元凶|因为|因(?![此而素])|源于|归咎于|归因于")


def _causes(pair: Aligned) -> Iterator[Sign]:
    """Two texts that name a cause name the same one, or one of them is wrong."""
    ours, theirs = _cause(pair.claim), _cause(pair.passage)
    if ours is None or theirs is None or not _EFFECT.search(pair.claim.folded):
        return
    said = [w for w in pair.claim.words if ours[0] <= w.start < ours[1] and w.text not in GENERIC]
    if not said:
        return
    met = [w for w in said if any(theirs[0] <= p < theirs[1] for p in pair.found[w.start][1])]
    words = f"主张“{pair.claim.folded[slice(*ours)]}”,报道“{pair.passage.folded[slice(*theirs)]}”"
    alike = set(pair.claim.folded[slice(*ours)]) & set(pair.passage.folded[slice(*theirs)]) - _COMMON
    if alike and not met:
        return
    if met:
        yield Sign(FOR, 0.4, f"原因一致:{words}")
    else:
        yield Sign(AGAINST, 0.85, f"原因不同:{words}")


_COMMON = set("的了在有存问题原因不被出发生是和与为系统")


def _cause(text: Wording) -> tuple[int, int] | None:
    found = [next(m.span(g) for g in ("d", "e", "f", "a", "b", "c") if m[g]) for m in _CAUSE.finditer(text.folded)]
    return found[-1] if found else None


_FIRST_THEN = re.compile(
    r"先(?:后)?[到去往访在]?([^,。;、先后]{1,6})[,、]?(?:再|而后|然后|之?后)[到去往访在]?([^,。;、]{1,6})"
)


def _order(pair: Aligned) -> Iterator[Sign]:
    """先到上海后到杭州 against 先到杭州,后到上海."""
    ours, theirs = (_FIRST_THEN.search(t.folded) for t in (pair.claim, pair.passage))
    if ours and theirs and ours.groups() == theirs.groups()[::-1]:
        yield Sign(AGAINST, 0.9, f"先后相反:主张“{ours[0]}”,报道“{theirs[0]}”")
    elif ours and theirs and ours.groups() == theirs.groups():
        yield Sign(FOR, 0.4, f"先后一致:“{theirs[0]}”")


_REPLACES = re.compile(r"接替|取代|顶替|替换|替下|代替")
_TAKES = re.compile(r"接任|出任|继任|就任|担任|接棒|当选|接掌|履新")


def _successors(pair: Aligned) -> Iterator[Sign]:
    """Who comes and who goes: 张伟接替陈芳 says that it is not 陈芳 who comes."""
    ours, theirs = _change_of_guard(pair.claim), _change_of_guard(pair.passage)
    if ours is None or theirs is None:
        return
    if (ours[0] and ours[0] == theirs[1]) or (ours[1] and ours[1] == theirs[0]):
        yield Sign(AGAINST, 0.9, f"接任者不同:主张“{ours[0]}”,报道“{theirs[0]}”")
    elif ours[0] and ours[0] == theirs[0]:
        yield Sign(FOR, 0.4, f"接任者一致:“{ours[0]}”")


def _change_of_guard(text: Wording) -> tuple[str, str] | None:
    """(who comes, who goes), as far as the text says."""
    people = [w for w in text.words if name_kind(w.text) == "nr"]
    if verb := _REPLACES.search(text.folded):
        before = [w.text for w in people if w.end <= verb.start()]
        after = [w.text for w in people if w.start >= verb.end()]
        return (before[-1] if before else "", after[0] if after else "")
    if verb := _TAKES.search(text.folded):
        near = [w.text for w in people if w.end <= verb.start()] or [w.text for w in people if w.start >= verb.end()]
        return (near[-1] if near else "", "")
    return None


_POSTS = [
    "董事长",
    "副董事长",
    "总经理",
    "副总经理",
    "总裁",
    "副总裁",
    "首席执行官",
    "首席财务官",
    "首席技术官",
    "总监",
    "主席",
    "副主席",
    "主任",
    "副主任",
    "部长",
    "副部长",
    "局长",
    "副局长",
    "省长",
    "副省长",
    "市长",
    "副市长",
    "县长",
    "副县长",
    "书记",
    "副书记",
    "校长",
    "副校长",
    "院长",
    "副院长",
    "会长",
    "副会长",
    "理事长",
    "秘书长",
    "发言人",
    "主编",
    "总编辑",
    "台长",
    "馆长",
    "主教练",
    "助理教练",
    "领队",
    "队长",
    "副队长",
    "门将",
    "前锋",
    "中场",
    "后卫",
    "教授",
    "副教授",
    "研究员",
    "导演",
    "编剧",
    "制片人",
    "主演",
    "监制",
    "总理",
    "总统",
    "副总统",
    "首相",
    "外长",
    "防长",
    "财长",
    "议长",
    "大使",
    "法官",
    "检察官",
    "律师",
    "店长",
    "厂长",
    "行长",
    "副行长",
    "班长",
]
_POST = re.compile("(" + "|".join(sorted(_POSTS, key=len, reverse=True)) + r")(?:兼\w{2,5})?$")


def _posts(pair: Aligned) -> Iterator[Sign]:
    """董事长王磊 and 总经理王磊 are two posts."""
    for word in pair.claim.words:
        places = pair.found[word.start][1]
        ours = _POST.search(pair.claim.folded[: word.start])
        if name_kind(word.text) != "nr" or ours is None or not places:
            continue
        held = [m[1] for p in places if (m := _POST.search(pair.passage.folded[:p]))]
        if held and ours[1] in held:
            yield Sign(FOR, 0.3, f"“{ours[1]}{word.text}”与主张一致")
        elif held:
            yield Sign(AGAINST, 0.85, f"职务不同:主张“{ours[1]}{word.text}”,报道“{held[0]}{word.text}”")
        return


_FROM = re.compile(r"(?:由|从|自)[^,。;]{0,10}$")
_TO = re.compile(r"^[^,。;]{0,6}?(?:到|至|为|成)(?:[^,。;]{0,4}|(?:19|20)\d{2}年[^,。;]{0,3}的?)$")
_DIRECTIONS = {0: 1, 1: -1, 2: 0}  # the sides of the group "rise"


def _levels(pair: Aligned) -> Iterator[Sign]:
    """由 2 元提到 3 元 is a rise, whatever the verb."""
    ours = [h for h in pair.claim.hits if h.group == "rise" and not h.negated]
    if len(ours) != 1 or pair.claim.figures or any(h.group == "rise" for h in pair.passage.hits):
        return
    for was, now in pairwise(pair.passage.figures):
        between = pair.passage.folded[was.end : now.start]
        if not comparable(was, now) or not _TO.match(between) or not _FROM.search(pair.passage.folded[: was.start]):
            continue
        way = (now.value > was.value) - (now.value < was.value)
        said = f"“{was.text.strip()}”到“{now.text.strip()}”"
        if way == _DIRECTIONS.get(ours[0].side):
            yield Sign(FOR, 0.6, f"方向一致:{said}", "derived")
        else:
            yield Sign(AGAINST, 0.9, f"方向不符:{said}", "derived")
        return


def _places(pair: Aligned) -> Iterator[Sign]:
    """在福建登陆 against 在广东登陆: where a deed of both texts took place."""
    for deed in pair.claim.words:
        ours = _where(pair.claim, deed.start)
        for at in pair.found[deed.start][1] if ours else ():
            theirs = _where(pair.passage, at)
            if theirs and not any(a in b or b in a for a in ours for b in theirs):
                yield Sign(AGAINST, 0.85, f"地点不同:主张“{ours[0]}”,报道“{theirs[0]}”", "name")
                return


def _where(text: Wording, deed: int) -> list[str]:
    """The places named between 在 and a deed."""
    found = _IN.search(text.folded[:deed])
    start = found.start(1) if found else deed
    return [w.text for w in text.words if start <= w.start < deed and name_kind(w.text) == "ns"]


_IN = re.compile(r"在([^,。;在]{2,12})$")
_FORMER = re.compile(
    r"(?:原定|原计划|原本|本来|原先|原拟|原来)(?P<plan>[^,。;改]{1,14}?)(?=(?:的[^,。;改]{1,10})?(?:改|推迟|提前|延期|移师|现|后来|因|,|。|;))"
    r"|(?:由|从)(?P<from>[^,。;由从到至]{1,10}?)(?=(?:推迟|延期|延后|提前|改|调整|顺延|推后|移师|挪|延|移|换|搬|转|下调|上调|调|升级|降级|升|降|更名|更改|变)(?:到|至|为|成|往|在))"
    r"|(?P<until>中断|停[一-鿿]|关闭|封闭|闭[一-鿿]|暂停|搁置|失踪|昏迷|落后)(?=[^,。;]{1,8}(?:之后|以后|后)(?:,|[^,。;]{0,2}(?:重|恢复|再|复|终)))"
)


def without_former(text: Wording) -> Wording:
    """A passage without the words and times of a plan that has been given up; they stand in `gone` and `gone_times`."""
    spans = [next(m.span(g) for g in ("plan", "from", "until") if m[g]) for m in _FORMER.finditer(text.folded)]
    if not spans:
        return text

    def is_gone(start: int) -> bool:
        return any(a <= start < b for a, b in spans)

    return replace(
        text,
        hits=tuple(h for h in text.hits if not is_gone(h.start)),
        times=tuple(t for t in text.times if not is_gone(t.start)),
        gone=tuple(h for h in text.hits if is_gone(h.start)),
        gone_times=tuple(t for t in text.times if is_gone(t.start)),
    )


def _given_up(pair: Aligned) -> Iterator[Sign]:
    """原定线上的发布会改在体育馆: what a claim says is what was planned before."""
    for told in pair.passage.gone:
        same = [h for h in pair.claim.hits if (h.group, h.side) == (told.group, told.side)]
        if same and not any(h.group == told.group for h in pair.passage.hits if h.side == told.side):
            yield Sign(AGAINST, 0.85, f"“{told.text}”是原来的安排")
            return
    turned = re.search(r"转而|最终|改为|改由|后因|取消", pair.passage.folded)
    left = [
        m.span("from" if m["from"] else "plan")
        for m in _FORMER.finditer(pair.passage.folded)
        if m["from"] or (m["plan"] and turned)
    ]
    for word in pair.claim.words if left and not _FORMER.search(pair.claim.folded) else ():
        places = pair.found[word.start][1]
        if len(word.text) > 1 and places and all(any(a <= p < b for a, b in left) for p in places):
            yield Sign(AGAINST, 0.7, f"“{word.text}”是原来的情形")
            return
    for when in pair.passage.gone_times:
        still = any(agree(o, t) == "inside" for o in pair.claim.times for t in pair.passage.times)
        if any(agree(o, when) == "inside" for o in pair.claim.times) and not still:
            yield Sign(AGAINST, 0.88, f"“{when.text}”是原来的时间", "time")
            return


_FORMER_VALUE = re.compile(
    r"(?:旧纪录|原纪录|此前纪录|原先|原来|原本|原为|此前|先前|早前|上届|上次|上一次|曾(?:经)?|一度|起初|最初|当初)[^,。;]{0,12}$"
)


def _former_values(pair: Aligned) -> Iterator[Sign]:
    """此前曾达到14级: the claim's number stands only where the passage tells what was before."""
    if _FORMER_VALUE.search(pair.claim.folded) or re.search("此前|曾|原|旧|上次|上届", pair.claim.folded):
        return
    for ours in pair.claim.figures:
        alike = [q for q in pair.passage.figures if comparable(ours, q)]
        same = [q for q in alike if q.value == ours.value]
        if not same or len(same) == len(alike):
            continue
        if all(_FORMER_VALUE.search(pair.passage.folded[pair.passage.clause_span(q.start)[0] : q.start]) for q in same):
            yield Sign(AGAINST, 0.8, f"“{same[0].text.strip()}”是以前的数", "word")
            return


_EXCEPT = re.compile(
    r"(?P<what>[^,。;]{2,14}?)(?:除外|不在此列|不包括在内|不算)|除(?P<what2>[^,。;外]{2,14}?)(?:以外|之外|外)"
)
_REGARDLESS = re.compile(r"不(?:受|限|分|论|看)(?P<what>[^,。;]{2,8}?)(?:的?限制|,|。|;|$)")
_ONLY = re.compile(r"(?:限于|仅限|只限|限|只在|仅在|只面向|仅面向)(?P<what>[^,。;]{2,14})")


def _exceptions(pair: Aligned) -> Iterator[Sign]:
    """寒暑假除外 against 限于寒暑假."""
    for ours, theirs in ((_EXCEPT, _ONLY), (_ONLY, _EXCEPT), (_REGARDLESS, _ONLY), (_ONLY, _REGARDLESS)):
        mine, told = ours.search(pair.claim.folded), theirs.search(pair.passage.folded)
        if mine is None or told is None:
            continue
        span = next(mine.span(g) for g in mine.groupdict() if mine[g])
        there = next(told.span(g) for g in told.groupdict() if told[g])
        if any(
            span[0] <= w.start < span[1] and any(there[0] <= p < there[1] for p in pair.found[w.start][1])
            for w in pair.claim.words
        ) or any(
            span[0] <= a.start < span[1] and there[0] <= b.start < there[1] and agree(a, b) == "inside"
            for a in pair.claim.times
            for b in pair.passage.times
        ):
            yield Sign(AGAINST, 0.85, f"主张“{mine[0]}”,报道“{told[0]}”")
            return


_IS = re.compile(
    r"(?P<who>[^,。;:是系]{1,16}?)(?:就是|正是|乃是|(?<![可只还但总])是|系(?!统|列))(?P<what>[^,。;的是]{0,8}的?[^,。;的是]{2,8})(?=[,。;]|$)"
)


def _identities(pair: Aligned) -> Iterator[Sign]:
    """嫌疑人系被害人前夫 against 是被害人邻居: who or what somebody is, by the last word of it."""
    ours = _IS.match(pair.claim.folded)
    if ours is None or pair.claim.figures:
        return
    what, who = ours.span("what"), ours.span("who")
    heads = [w for w in pair.claim.words if what[0] <= w.start < what[1] and len(w.text) > 1]
    subjects = [w for w in pair.claim.words if who[0] <= w.start < who[1] and len(w.text) > 1]
    if not heads or not subjects:
        return
    for theirs in _IS.finditer(pair.passage.folded):
        there, them = theirs.span("what"), theirs.span("who")
        if not any(them[0] <= p < them[1] for p in pair.found[subjects[-1].start][1]):
            continue
        if any(there[0] <= p < there[1] for p in pair.found[heads[-1].start][1]):
            yield Sign(FOR, 0.4, f"“{theirs[0]}”与主张一致")
        else:
            yield Sign(AGAINST, 0.8, f"主张“{ours[0]}”,报道“{theirs[0]}”")
        return


DETECTORS: tuple[Callable[[Aligned], Iterator[Sign]], ...] = (
    _causes, _order, _successors, _posts, _levels, _places, _given_up, _former_values, _exceptions, _identities,
)  # fmt: skip
